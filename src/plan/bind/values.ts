import { type SqlType, unknown } from '../../base/types.ts'
import type { Expr, OutputColumn } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Env, ExprEnv } from './binding.ts'
import { coerce } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { checkListLength } from './limits.ts'
import { Scope } from './scope.ts'
import type { BoundBody } from './setop.ts'
import { common } from './typing.ts'

/** VALUES: columns `column1`, `column2` …, each of the one type that its values share. */
export function bindValues(outer: Env, node: Ast.SqlValues, open = false): BoundBody {
  checkListLength(node.rows[0]!.length, node.at)
  const scope = new Scope(outer.scope)
  const env: ExprEnv = { ...outer, scope }
  const rows = scope.within('values', () => node.rows.map((row) => row.map((expr) => bindExpr(env, expr))))
  const width = rows[0]!.length
  rows.forEach((row, i) => {
    if (row.length !== width)
      refuse('SYNTAX_ERROR', 'VALUES lists must all be the same length', node.rows[i]![0]?.at ?? node.at)
  })
  const types = Array.from({ length: width }, (_, i) =>
    columnType(
      env,
      rows.map((row) => row[i]!),
      open,
    ),
  )
  return {
    body: { kind: 'values', rows: rows.map((row) => row.map((expr, i) => coerce(env.binding, expr, types[i]!))) },
    columns: types.map((type, i): OutputColumn => ({ name: `column${i + 1}`, type })),
  }
}

function columnType({ binding }: ExprEnv, values: readonly Expr[], open: boolean): SqlType {
  return open && values.every((value) => value.type.name === 'unknown') ? unknown : common(binding, values, 'VALUES')
}
