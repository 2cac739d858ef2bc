import { expect, it } from 'vitest'
import { boolean, integer, text } from '../../src/base/types.ts'
import type { Expr, From, Join } from '../../src/engine/tree.ts'
import {
  allRelations,
  columnsUsed,
  mapExpr,
  mapQuery,
  relationsOf,
  relationsUsed,
  someExpr,
  someExprHere,
  walkQuery,
} from '../../src/engine/walk.ts'
import { asc, ask, col, compare, lit, select, table } from './trees.ts'

const a = table(1, 'A', { x: integer, y: text })
const b = table(2, 'B', { x: integer })
const c = table(3, 'C', { z: integer })
const inner = ask(select([col(3, 'z')], c, { where: compare(col(3, 'z'), '=', col(1, 'x')) }))
const exists: Expr = { kind: 'exists', query: inner, type: boolean }
const join: Join = { kind: 'join', type: 'left', left: a, right: b, on: compare(col(1, 'x'), '=', col(2, 'x')) }
const outer = ask(select([col(1, 'y', text)], join, { where: exists }), { orderBy: [asc(col(2, 'x'))] })

it('returns the same tree when nothing is replaced', () => {
  expect(mapQuery(outer, () => undefined)).toBe(outer)
})

it('replaces through subqueries and keeps what has not changed', () => {
  const replaced = mapQuery(outer, (expr) => (expr.kind === 'column' && expr.name === 'z' ? lit(1) : undefined))
  expect(columnsUsed(replaced, 3)).toEqual(new Set())
  expect((replaced.body as { from: From }).from).toBe(join)
  expect(columnsUsed(outer, 3)).toEqual(new Set(['z']))
})

it('does not look into a replacement', () => {
  const twice = mapExpr(col(1, 'x'), (expr) => (expr.kind === 'column' ? compare(expr, '=', expr) : undefined))
  expect(twice).toEqual(compare(col(1, 'x'), '=', col(1, 'x')))
})

it('lists relations of a FROM and those of the whole statement', () => {
  expect(relationsOf(join).map((relation) => relation.id)).toEqual([1, 2])
  expect(allRelations(outer).map((relation) => relation.id)).toEqual([1, 2, 3])
})

it('finds columns of ON, WHERE and ORDER BY, from subqueries too', () => {
  expect(columnsUsed(outer, 1)).toEqual(new Set(['x', 'y']))
  expect(columnsUsed(outer, 2)).toEqual(new Set(['x']))
  expect(relationsUsed(exists)).toEqual(new Set([1, 3]))
})

it('can stop at a node, and at the edge of a query', () => {
  const isColumn = (expr: Expr) => expr.kind === 'column'
  expect(someExpr(exists, isColumn)).toBe(true)
  expect(someExprHere([exists], isColumn)).toBe(false)
  const seen: string[] = []
  walkQuery(outer, (expr) => {
    seen.push(expr.kind)
    return expr.kind !== 'exists'
  })
  expect(seen).toEqual(['column', 'compare', 'column', 'column', 'exists', 'column'])
})
