import { shortName } from '../../base/names.ts'
import type { CatalogueConstraint, CatalogueRelation, Index } from './world.ts'

/** Definitions of indexes and constraints, as PostgreSQL writes them. */

const plainName = /^[a-z_][a-z0-9_]*$/
const quoted = (name: string): string => (plainName.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

const columns = (relation: CatalogueRelation, keys: readonly number[]): string =>
  keys.map((key) => quoted(relation.attributes[key - 1]!.name)).join(', ')

export const indexDefinition = (index: Index): string =>
  `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${quoted(shortName(index.name))} ON ${quoted(index.of.schema)}.${quoted(index.of.name)} USING btree (${columns(index.of, index.keys)})`

/** @param isVisible whether the other table is found without its schema */
export function constraintDefinition(
  { kind, of, keys, target }: CatalogueConstraint,
  isVisible: (relation: CatalogueRelation) => boolean,
): string {
  const own = columns(of, keys)
  if (!target) return `${kind === 'p' ? 'PRIMARY KEY' : 'UNIQUE'} (${own})`
  const { relation } = target
  const schema = isVisible(relation) ? '' : `${quoted(relation.schema)}.`
  return `FOREIGN KEY (${own}) REFERENCES ${schema}${quoted(relation.name)}(${columns(relation, target.keys)})`
}

/** The name of a column of an index, as `pg_get_indexdef(index, n, …)` gives it. */
export const indexColumn = ({ of }: Index, key: number): string => quoted(of.attributes[key - 1]!.name)
