/** Plans as text: SQL, what is sent, what becomes of each condition, what stays local. */
import { afterAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import type { ApiVersion } from '../../src/simulator/model.ts'
import { checkCoql } from '../support/coql.ts'
import { type CaseFile, caseFiles, type TextCase, updating, writeCases } from './case-file.ts'

const directory = new URL('./cases', import.meta.url).pathname
const files = caseFiles(directory)

let simulator: Simulator | undefined
const connections = new Map<string, Connection>()
afterAll(async () => {
  for (const connection of connections.values()) await connection.close()
  await simulator?.close()
})

/** One connection for each set of properties: metadata is read once, and nothing else ever is. */
async function connectionFor(properties: string): Promise<Connection> {
  simulator ??= await startSimulator({ data: 'odd', rows: 10 })
  const known = connections.get(properties)
  if (known) return known
  const connection = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  connections.set(properties, connection)
  return connection
}

/** The plan as it prints; an error by its state and words. */
async function planText({ sql, parameters, properties }: TextCase): Promise<string> {
  try {
    const plan = await (await connectionFor(properties)).explain(sql, parameters)
    const version = /apiVersion=(v[\d.]+)/i.exec(properties)?.[1] as ApiVersion | undefined
    for (const scan of plan.scans) if (scan.road === 'coql') for (const text of scan.text) checkCoql(text, version)
    return String(plan)
  } catch (error) {
    const { sqlState, message } = error as { sqlState?: string; message: string }
    if (!sqlState) throw error
    return `ERROR ${sqlState}: ${message}`
  }
}

async function rewrite(file: CaseFile): Promise<void> {
  const found = new Map<TextCase, string>()
  for (const each of file.cases) found.set(each, await planText(each))
  writeCases(directory, file, found)
}

describe.each(files)('$name', (file) => {
  if (updating) return it('is rewritten', () => rewrite(file))
  return it.each(file.cases)('$title', async (each) => {
    expect(await planText(each)).toBe(each.expected)
  })
})

it('reads enough cases to mean something, and plans only', () => {
  const cases = files.flatMap((file) => file.cases)
  expect(cases.length).toBeGreaterThanOrEqual(60)
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length)
  expect(simulator?.stats().byRoad.coql.calls).toBe(0)
})
