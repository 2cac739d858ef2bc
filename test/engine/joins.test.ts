/** Joins by equal expressions: the side that is looked up is written out with its key, which SQLite can index. */
import { expect, it } from 'vitest'
import { functionPrinter } from '../../src/engine/functions/index.ts'
import { print } from '../../src/engine/print/index.ts'
import { encode, makeSession } from '../../src/engine/values/index.ts'
import { bound } from './oracle.ts'

const session = makeSession()

const sqlOf = (from: string): string =>
  print(bound(`SELECT count(*) FROM ${from}`), {
    functions: functionPrinter,
    encode: (value, type) => encode(value, type, session),
    staged: () => undefined,
    fold: () => null,
  }).sql

const [a, c] = ["(VALUES ('x'), ('y')) a(p)", "(VALUES ('X'), ('Y')) c(p)"]

it.each([
  [`${a} JOIN ${c} ON lower(a.p) = lower(c.p)`, true],
  [`${a} LEFT JOIN ${c} ON lower(a.p) = lower(c.p)`, true],
  [`${a} RIGHT JOIN ${c} ON lower(a.p) = lower(c.p)`, true],
  [`${a} LEFT JOIN ${c} ON a.p = lower(c.p)`, true],
  [`${a} RIGHT JOIN ${c} ON upper(a.p) = c.p`, true],
  [`${a} JOIN ${c} ON a.p = lower(c.p)`, false],
  [`${a} LEFT JOIN ${c} ON upper(a.p) = c.p`, false],
  [`${a} LEFT JOIN ${c} ON a.p = c.p`, false],
])('%s', (from, written) => {
  expect(/MATERIALIZED/i.test(sqlOf(from))).toBe(written)
})
