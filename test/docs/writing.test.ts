/** Every example of docs/writing.md, over the demo company, in the order in which they stand. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Connection, condition, connect } from '../../src/driver/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { splitStatements } from '../../src/sql/index.ts'
import { blocksOf } from './blocks.ts'

const blocks = blocksOf('docs/writing.md')

let simulator: Simulator
let db: Connection
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 300 })
  db = await connect(`${simulator.connectionString};TokenStore=memory`)
})
afterAll(async () => {
  await db.close()
  await simulator.close()
})

const statements = blocks
  .filter(({ language }) => language === 'sql')
  .flatMap(({ text }) => splitStatements(text).map((statement) => statement.text))

it.each(statements)('%s', async (sql) => {
  const rows = await db.query(sql)
  expect(rows.count).toBeGreaterThan(0)
})

const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => (...given: unknown[]) => Promise<void>

it.each(blocks.filter(({ language }) => language === 'ts'))('the program of line $line', async ({ text }) => {
  const said: unknown[][] = []
  const console = { log: (...words: unknown[]) => said.push(words) }
  await new AsyncFunction('db', 'condition', 'console', text)(db, condition, console)
  expect(said.length).toBeGreaterThan(0)
  expect(JSON.stringify(said)).not.toContain('false')
})

it('there are all of them', () => {
  expect([statements.length, blocks.filter(({ language }) => language === 'ts').length]).toEqual([5, 4])
})
