import { isReference, pgTypes, sqlTypeOf, typeLength, typeOid } from '../../base/pg-types.ts'
import { arrayOf, type SqlType } from '../../base/types.ts'
import type { ColumnHeader } from '../wire/index.ts'

/** Types by the numbers that clients know them by. */

export const oidOf = (type: SqlType): number => typeOid(type)

/** What is sent by name: a regclass and its like. */
const asSent = (type: SqlType): SqlType => (isReference(type) ? { name: 'text', label: type.label! } : type)

const byOid: ReadonlyMap<number, SqlType> = new Map(
  pgTypes.flatMap(({ name, oid, array }): [number, SqlType][] => {
    const type = name === 'unknown' ? ({ name: 'unknown' } as const) : sqlTypeOf(name)
    if (!type) return []
    const sent = asSent(type)
    return array === 0
      ? [[oid, sent]]
      : [
          [oid, sent],
          [array, arrayOf(sent)],
        ]
  }),
)

/** The type of an object id; undefined for 0 (not said) and for types that are none of ours. */
export const typeOfOid = (oid: number): SqlType | undefined => byOid.get(oid)

/**
 * A text's length as PostgreSQL packs it; -1 for none. A numeric has none although its column has precision and scale:
 * Zoho keeps amounts with more digits than its field declares, and JDBC refuses a value that its modifier forbids.
 */
function modifier(type: SqlType): number {
  if ((type.name === 'varchar' || type.name === 'char') && type.length !== undefined) return type.length + 4
  return -1
}

export const columnHeader = (name: string, type: SqlType): ColumnHeader => ({
  name,
  type: oidOf(type),
  size: typeLength(type),
  modifier: modifier(type),
})
