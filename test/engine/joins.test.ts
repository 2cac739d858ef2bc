/** Joins by equal expressions: the side that is looked up is written out with its key, which SQLite can index. */
import { expect, it } from 'vitest'
import { integer, text, type Value } from '../../src/base/types.ts'
import { functionPrinter } from '../../src/engine/functions/index.ts'
import { print } from '../../src/engine/print/index.ts'
import { Programs } from '../../src/engine/program.ts'
import { Store } from '../../src/engine/store.ts'
import { encode, makeSession } from '../../src/engine/values/index.ts'
import { allRelations } from '../../src/engine/walk.ts'
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

/** The plan of SQLite over hundred rows of each table, and what it finds. */
function planned(sql: string): { readonly plan: string; readonly found: unknown } {
  const query = bound(sql)
  const store = new Store({ session, memory: 1 << 20 })
  const programs = new Programs(session, () => null)
  for (const relation of allRelations(query)) {
    if (relation.kind !== 'table') continue
    const { name } = programs.place([relation.id], relation.columns)
    store.stage(
      name,
      relation.columns.map(({ type }) => type),
    )
    const even = relation.table.name === 'people'
    const row = (n: number) => relation.columns.map(({ name }) => valueIn(name, even ? n * 2 : n, even))
    store.insert(
      name,
      Array.from({ length: 100 }, (_, n) => row(n)),
    )
  }
  const program = programs.make(query, [])
  const explained = { ...program, sql: `EXPLAIN QUERY PLAN ${program.sql}`, types: [integer, integer, integer, text] }
  const plan = [...store.run(explained)].map((row) => row[3]).join('\n')
  const found = [...store.run(program)].map((row) => row[0])
  store.close()
  return { plan, found: found[0] }
}

const valueIn = (column: string, n: number, upper: boolean): Value =>
  ({ name: upper ? `P${n}` : `p${n}`, salary: `${n}.50`, amount: `${n}.5`, units: n, age: n })[column] ?? null

const same = 'lower(p.name) = lower(e.name)'
it.each([
  [`SELECT count(*) FROM people p FULL JOIN teams e ON ${same}`, 150],
  [`SELECT count(*) FROM people p FULL JOIN teams e ON p.name = e.name`, 200],
  [`SELECT count(*) FROM teams e FULL JOIN (SELECT DISTINCT name FROM people) p ON ${same}`, 150],
  [`SELECT count(*) FROM people p JOIN people q ON lower(q.name) = lower(p.name) FULL JOIN teams e ON ${same}`, 150],
  [`SELECT count(*) FROM people p WHERE EXISTS (SELECT 1 FROM teams e WHERE ${same})`, 50],
  [`SELECT count(*) FROM people p WHERE NOT EXISTS (SELECT 1 FROM teams e WHERE ${same})`, 50],
  [`SELECT count(*) FROM people p WHERE EXISTS (SELECT 1 FROM events e WHERE e.amount = p.salary)`, 50],
  [`SELECT count(*) FROM people p WHERE EXISTS (SELECT 1 FROM events e WHERE e.units = p.salary)`, 0],
  [
    `SELECT count(*) FROM people p WHERE EXISTS (SELECT FROM teams e WHERE lower(e.name) IS NOT DISTINCT FROM lower(p.name))`,
    50,
  ],
  [`SELECT sum((SELECT count(*) FROM teams e WHERE ${same})) FROM people p`, '50'],
  [`SELECT count((SELECT e.name FROM teams e WHERE ${same})) FROM people p`, 50],
  [`SELECT count(*) FROM people p, LATERAL (SELECT * FROM teams e WHERE ${same} LIMIT 1) x`, 50],
  [`SELECT count(*) FROM people p LEFT JOIN LATERAL (SELECT * FROM teams e WHERE ${same}) x ON true`, 100],
  [
    `SELECT count(*) FROM people p WHERE EXISTS (SELECT FROM (SELECT lower(name) n FROM teams) e WHERE e.n = lower(p.name))`,
    50,
  ],
  [
    `WITH e AS (SELECT lower(name) n FROM teams) SELECT count(*) FROM people p WHERE EXISTS (SELECT FROM e WHERE e.n = lower(p.name))`,
    50,
  ],
  [
    `SELECT count(*) FROM people p WHERE EXISTS (SELECT FROM teams e JOIN teams f ON lower(f.name) = lower(e.name) WHERE ${same})`,
    50,
  ],
])('looks up by an expression: %s', (sql, count) => {
  const { plan, found } = planned(sql)
  expect(found).toBe(count)
  expect(plan).toMatch(/SEARCH .* USING (COVERING )?INDEX t\d+_0/)
})
