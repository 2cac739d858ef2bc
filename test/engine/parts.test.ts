import { expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { boolean } from '../../src/base/types.ts'
import { Guard } from '../../src/engine/guard.ts'
import { lowerConditions } from '../../src/engine/lower/factor.ts'
import { globOf } from '../../src/engine/print/like.ts'
import { checkNode } from '../../src/engine/sqlite.ts'
import type { Expr, Select } from '../../src/engine/tree.ts'
import { ask, col, compare, lit, select } from './trees.ts'

it('refuses a Node that better-sqlite3 does not survive', () => {
  for (const version of ['22.18.0', '22.20.1', '24.0.0']) expect(() => checkNode(version)).not.toThrow()
  for (const version of ['20.19.0', '22.17.9', '18.0.0']) expect(() => checkNode(version)).toThrow(/needs Node 22.18/)
})

it.each([
  ['a%', '\\', 'a*'],
  ['_b%c', '\\', '?b*c'],
  ['10\\%', '\\', '10%'],
  ['a*?[', '\\', 'a[*][?][[]'],
  ['x!_y', '!', 'x_y'],
  ['x\\_y', '', 'x\\?y'],
])('LIKE %j ESCAPE %j is GLOB %j', (pattern, escapeBy, glob) => {
  expect(globOf(pattern, escapeBy)).toBe(glob)
})

it('leaves patterns that PostgreSQL refuses to the function that refuses them', () => {
  expect(globOf('a\\', '\\')).toBeUndefined()
  expect(globOf('a', 'xy')).toBeUndefined()
})

it('a guard sees an abort, a flag and a deadline', () => {
  const code = (run: () => void) => {
    try {
      run()
    } catch (error) {
      return (error as ZohoSqlError).code
    }
    return 'none'
  }
  expect(code(() => new Guard({}).check())).toBe('none')
  expect(code(() => new Guard({ signal: AbortSignal.abort() }).check())).toBe('CANCELLED')
  expect(code(() => new Guard({ deadline: 1 }).check())).toBe('TIMEOUT')
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const guard = new Guard({ flag })
  expect(code(() => guard.check())).toBe('none')
  Atomics.store(flag, 0, 1)
  expect(code(() => guard.check())).toBe('CANCELLED')
  expect(
    code(() => {
      for (let i = 0; i < 300; i++) guard.tick()
    }),
  ).toBe('CANCELLED')
  const reason = new ZohoSqlError('TIMEOUT', 'x')
  expect(code(() => new Guard({ signal: AbortSignal.abort(reason) }).check())).toBe('TIMEOUT')
})

it('takes what all branches of an OR have in common out of it', () => {
  const [a, b, c] = [1, 2, 3].map((n) => compare(col(1, 'x'), '=', lit(n)))
  const and = (...terms: Expr[]): Expr => ({ kind: 'and', terms, type: boolean })
  const or = (...terms: Expr[]): Expr => ({ kind: 'or', terms, type: boolean })
  const lowered = (where: Expr) => (lowerConditions(ask(select([], undefined, { where }))).body as Select).where
  expect(lowered(or(and(a!, b!), and(c!, a!)))).toEqual(and(a!, or(b!, c!)))
  expect(lowered(or(and(a!, b!), a!))).toEqual(a)
  const apart = or(and(a!, b!), c!)
  expect(lowered(apart)).toBe(apart)
})
