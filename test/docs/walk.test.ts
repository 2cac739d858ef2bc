import nodeSqlParser from 'node-sql-parser/build/postgresql.js'
import { afterAll, beforeAll, it, vi } from 'vitest'
import { Connection } from '../../src/driver/connection.ts'
import { type OpenAccount, openAccount } from '../../src/driver/open.ts'
import { explainText } from '../../src/engine/index.ts'
import { Programs } from '../../src/engine/program.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { loadFormat } from '../../src/output/format/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { newMeter } from '../../src/source/index.ts'
import { parse, printStatement } from '../../src/sql/index.ts'
import { expectSection } from './sections.ts'

/** The query that docs/architecture.md walks through the house, and what each stage makes of it. */

const sql = `SELECT Account_Name.Industry, sum(Amount) AS amount
FROM Deals
WHERE Stage <> 'Closed Lost' AND Deal_Name LIKE '%a%'
GROUP BY Account_Name.Industry
ORDER BY amount DESC NULLS LAST LIMIT 3`

const document = 'docs/architecture.md'
const fenced = (text: string, language = 'text'): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
const expectStage = (name: string, text: string, language?: string) =>
  expectSection(document, name, fenced(text, language))

let simulator: Simulator
let account: OpenAccount
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 6000 })
  account = openAccount(`${simulator.connectionString};TokenStore=memory;ExactNumbers=true`)
})
afterAll(async () => {
  await account.close()
  await simulator.close()
})

it('the query', () => expectStage('query', sql, 'sql'))

it('the skeleton that node-sql-parser is given', () => {
  const astify = vi.spyOn(nodeSqlParser.Parser.prototype, 'astify')
  parse(sql)
  expectStage('skeleton', String(astify.mock.calls[0]![0]))
})

it('the tree, printed', () => expectStage('tree', printStatement(parse(sql).statement)))

it('the bound query', async () => {
  const view = account.catalog.view()
  const context = { signal: new AbortController().signal, meter: newMeter() }
  await view.load([['Deals'], ['crm', 'Accounts']], context)
  expectStage('bound', explainText(bind(parse(sql), view, { session: makeSession() }).query))
})

it('the plan', async () => {
  const db = new Connection(account)
  expectStage('plan', String(await db.explain(sql)))
})

it('the calls, SQLite’s text and the rows', async () => {
  simulator.resetStats()
  const make = vi.spyOn(Programs.prototype, 'make')
  const db = new Connection(account)
  const answer = await db.open(sql)
  const rows = []
  for await (const batch of answer) rows.push(...batch)

  const calls = simulator.calls().filter(({ path }) => path.endsWith('/coql'))
  const lines = calls.map(
    ({ method, path, credits, rows: count }) => `${method} ${path}: ${credits} credits, ${count} rows`,
  )
  expectStage('calls', lines.join('\n'))
  expectStage('sqlite', make.mock.results.map(({ value }) => String(value.sql)).at(-1)!)
  const table = (await loadFormat('table'))(answer.columns, { header: true })
  expectStage('rows', table.begin() + table.rows(rows) + table.end())
})
