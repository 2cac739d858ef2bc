/**
 * Columns that an INSERT names and says nothing of: clients that name all columns of a table (postgres_fdw, SQLAlchemy's
 * objects) give NULL to those that cannot be set, and to the other names of a lookup that they set or leave open.
 */
import type { Column } from '../../source/index.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ChangeEnv } from './rows.ts'
import { columnNamed } from './targets.ts'

export interface NamedPlace {
  readonly name: Ast.Name
  readonly place: number
}

/**
 * Those of the given columns that every row gives NULL, and that mean nothing by it.
 *
 * @param cellsOf what the rows give to a column; undefined: more than constants
 */
export function idleOf(
  { table, binding: { parameters } }: ChangeEnv,
  given: readonly NamedPlace[],
  cellsOf: (place: number) => readonly (Ast.GivenValue | undefined)[] | undefined,
): ReadonlySet<NamedPlace> {
  const isNull = ({ place }: NamedPlace): boolean =>
    cellsOf(place)?.every((cell) => {
      const value = uncast(cell)
      if (value?.kind === 'parameter') return parameters.mayBeNull(parameters.indexOf(value))
      return value?.kind === 'default' || value?.kind === 'null'
    }) ?? false
  const columns = given.map(({ name }) => columnNamed(table, name))
  const isShared = ({ field, name }: Column): boolean =>
    columns.some((other) => other.field === field && other.name !== name)
  return new Set(given.filter((one, i) => (!columns[i]!.settable?.insert || isShared(columns[i]!)) && isNull(one)))
}

const uncast = (given: Ast.GivenValue | undefined): Ast.GivenValue | undefined =>
  given?.kind === 'cast' ? uncast(given.operand) : given

/** A query without the items that say nothing, and the names that are left. */
export function withoutIdle(
  env: ChangeEnv,
  names: readonly Ast.Name[],
  source: Ast.SqlQuery,
): { readonly names: readonly Ast.Name[]; readonly source: Ast.SqlQuery } {
  const { body } = source
  if (body.kind !== 'select' || body.distinct !== false || body.items.length !== names.length) return { names, source }
  const given = names.map((name, place) => ({ name, place }))
  const idle = idleOf(env, given, (place) => cellsOf(body, body.items[place]!.expr))
  if (idle.size === 0 || idle.size === names.length) return { names, source }
  const left = given.filter((one) => !idle.has(one))
  const items = left.map(({ place }) => body.items[place]!)
  return { names: left.map(({ name }) => name), source: { ...source, body: { ...body, items } } }
}

/** The constants that an item gives: itself, or those of the VALUES in FROM that it names a column of. */
function cellsOf({ from }: Ast.SqlSelect, expr: Ast.SqlExpr): readonly Ast.GivenValue[] | undefined {
  const value = uncast(expr)
  if (value?.kind !== 'column') return value && [value]
  const [rows, other] = from
  if (other || rows?.kind !== 'derived' || rows.query.body.kind !== 'values') return undefined
  const place = rows.alias?.columns.findIndex(({ text }) => text === value.path.at(-1)?.text) ?? -1
  return place < 0 ? undefined : rows.query.body.rows.flatMap((row) => row[place] ?? [])
}
