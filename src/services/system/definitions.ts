import { sqlTypeOf } from '../../base/pg-types.ts'
import { arrayOf, type SqlType, text } from '../../base/types.ts'
import { informationSchema } from './information-schema.ts'
import { pgRelations } from './pg-relations.ts'

/** A relation of the catalogues as PostgreSQL defines it. */
export interface Definition {
  readonly schema: string
  readonly name: string
  /** `r` a table, `v` a view. */
  readonly kind: 'r' | 'v'
  /** 0 where it has no number of PostgreSQL's own. */
  readonly oid: number
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
}

function typeOf(typname: string): SqlType {
  if (typname.startsWith('_')) return arrayOf(typeOf(typname.slice(1)))
  return sqlTypeOf(typname) ?? text
}

const columnsOf = (words: readonly string[]) =>
  words.map((word) => {
    const [name, typname] = word.split(':')
    return { name: name!, type: typeOf(typname!) }
  })

/** One relation a line; what is indented goes on. */
const lines = (definitions: string): string[][] =>
  definitions
    .trim()
    .split(/\n(?! )/)
    .map((line) => line.split(/\s+/))

export const pgDefinitions: readonly Definition[] = lines(pgRelations).map(([name, kind, oid, ...words]) => ({
  schema: 'pg_catalog',
  name: name!,
  kind: kind as Definition['kind'],
  oid: Number(oid),
  columns: columnsOf(words),
}))

export const viewDefinitions: readonly Definition[] = lines(informationSchema).map(([name, ...words]) => ({
  schema: 'information_schema',
  name: name!,
  kind: 'v',
  oid: 0,
  columns: columnsOf(words),
}))
