import { bigint, boolean } from '../../base/types.ts'
import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import type { ColumnExpr, Expr, From, FunctionRelation, Query } from '../../engine/tree.ts'
import type { Binding } from './binding.ts'
import { call } from './build.ts'
import { functionFor } from './typing.ts'

/** A function in FROM with its arguments. */
export interface RowsFromCall {
  readonly fn: ResolvedFunction
  readonly args: readonly Expr[]
}

interface Numbered {
  readonly relation: FunctionRelation
  readonly value: ColumnExpr
  readonly ordinal: ColumnExpr
}

/** `ROWS FROM (f(…), g(…))`: their rows side by side, the shorter ones padded with NULLs. */
export function sideBySide(
  binding: Binding,
  calls: readonly RowsFromCall[],
  names: readonly string[],
  numbered: boolean,
): Query {
  const parts = calls.map((each) => numberedRows(binding, each))
  const ordinal = firstOf(parts)
  const items = [...parts.map((part) => part.value), ...(numbered ? [ordinal] : [])]
  return {
    kind: 'query',
    ctes: [],
    body: { kind: 'select', distinct: false, items, from: joined(parts) },
    orderBy: [{ expr: ordinal, descending: false, nullsFirst: false }],
    withTies: false,
    columns: items.map((item, i) => ({ name: names[i] ?? 'ordinality', type: item.type })),
  }
}

function numberedRows(binding: Binding, { fn, args }: RowsFromCall): Numbered {
  const id = binding.freeRelationId()
  const columns = [
    { name: 'value', type: fn.result },
    { name: 'ordinality', type: bigint },
  ] as const
  const column = (i: 0 | 1): ColumnExpr => ({ kind: 'column', relation: id, ...columns[i] })
  const alias = binding.alias(fn.name)
  return {
    relation: { kind: 'function', id, alias, fn, args, columns, withOrdinality: true, lateral: false },
    value: column(0),
    ordinal: column(1),
  }
}

/** The number of a row, from whichever function has that many. */
const firstOf = (parts: readonly Numbered[]): Expr =>
  parts.length === 1
    ? parts[0]!.ordinal
    : call(
        functionFor(
          'coalesce',
          parts.map(() => bigint),
          0,
        ),
        parts.map((part) => part.ordinal),
      )

function joined(parts: readonly Numbered[]): From {
  return parts.slice(1).reduce((left: From, { relation, ordinal }, i): From => {
    const on = {
      kind: 'compare',
      op: '=',
      left: firstOf(parts.slice(0, i + 1)),
      right: ordinal,
      type: boolean,
    } as const
    return { kind: 'join', type: 'full', left, right: relation, on }
  }, parts[0]!.relation)
}
