import type { Table } from '../../source/index.ts'

/** The column that tells a table's rows apart. */
export const keyName = ({ primaryKey }: Table): string => primaryKey[0]!
