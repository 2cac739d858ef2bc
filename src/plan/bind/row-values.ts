import { boolean, text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { call, isPresent, or } from './build.ts'
import { coerce } from './coerce.ts'
import { isMadeUp } from './record.ts'
import { rowItems, wholeRow } from './rows.ts'
import { functionFor } from './typing.ts'

/** Rows as arguments of the few functions that take them: `count(DISTINCT (a, b))`, `json_agg(t)`. */

/** What COUNT counts in place of a row: one that is there, or with DISTINCT, what tells rows apart. */
export function countedRow(env: ExprEnv, node: Ast.SqlExpr, distinct: boolean): Expr | undefined {
  const written = rowItems(env, node)
  if (written) return distinct ? keyOf(env, written, node.at) : { kind: 'literal', value: true, type: boolean }
  const item = wholeRow(env, node)
  if (!item || (!distinct && !item.present)) return undefined
  const members = item.columns.map((column) => column.refer())
  if (!distinct) return item.present!()
  return isMadeUp(env, item)
    ? whenThere(item.present?.() ?? anyOf(members), keyOf(env, members, node.at))
    : keyOf(env, members, node.at)
}

const keyOf = (env: ExprEnv, members: readonly Expr[], at: number): Expr => named(env, 'row key', members, at)

/** `{"a":1,"b":"x"}`; of a row that an outer join made up, NULL. @param line each on a line of its own, as json_agg has it */
export function jsonRow(env: ExprEnv, node: Ast.SqlExpr, line: boolean): Expr | undefined {
  const name = line ? 'json row_line' : 'json row'
  const written = rowItems(env, node)
  if (written) {
    const fields = written.flatMap((item, i) => [textOf(`f${i + 1}`), item])
    return named(env, name, fields, node.at)
  }
  const item = wholeRow(env, node)
  if (!item) return undefined
  const members = item.columns.map((column) => column.refer())
  const fields = item.columns.flatMap((column, i) => [textOf(item.ownNames?.[i] ?? column.name), members[i]!])
  const json = named(env, name, fields, node.at)
  return isMadeUp(env, item) ? whenThere(item.present?.() ?? anyOf(members), json) : json
}

const textOf = (value: string): Expr => ({ kind: 'literal', value, type: text })

function named(env: ExprEnv, name: string, values: readonly Expr[], at: number): Expr {
  const fn = functionFor(
    name,
    values.map((value) => value.type),
    at,
  )
  return call(
    fn,
    values.map((value, i) => coerce(env.binding, value, fn.args[i]!)),
  )
}

// ASSUMPTION: a row of a subquery that has nothing but NULLs is one that an outer join made up.
const anyOf = (members: readonly Expr[]): Expr => or(members.map(isPresent))

const whenThere = (present: Expr, value: Expr): Expr => ({
  kind: 'case',
  branches: [{ when: present.type.name === 'boolean' ? present : isPresent(present), then: value }],
  type: value.type,
})
