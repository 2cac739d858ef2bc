/** The statements of the text cases run: the rows are those of the same statement with everything decided here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { caseFiles } from './case-file.ts'

let simulator: Simulator
const connections: Connection[] = []
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 120 })
  for (const properties of ['', ';pushdown=false', ';road=records', ';prefer=credits'])
    connections.push(await connect(`${simulator.connectionString};TokenStore=memory;TimeZone=UTC${properties}`))
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  await simulator.close()
})

interface Outcome {
  readonly rows: readonly string[]
  readonly error: string | undefined
}

async function outcome(connection: Connection, sql: string, parameters: unknown[]): Promise<Outcome> {
  try {
    const rows = await connection.query(sql, parameters)
    return { rows: rows.map((row) => JSON.stringify(row)), error: undefined }
  } catch (error) {
    const { sqlState, message } = error as { sqlState?: string; message: string }
    if (!sqlState) throw error
    return { rows: [], error: `${sqlState} ${message}` }
  }
}

const isExplain = (sql: string): boolean => /^EXPLAIN/.test(sql)
/** Which rows a LIMIT cuts off is open unless the order says it. */
const isOpen = (sql: string): boolean => /LIMIT|FETCH|random/.test(sql) && !/ORDER BY/.test(sql)

const cases = caseFiles(new URL('./cases', import.meta.url).pathname)
  .flatMap((file) => file.cases)
  .filter(({ sql, properties }) => !isExplain(sql) && properties === '')

let answered = 0

describe('pushdown and roads change no row', () => {
  it.each(cases)('$title', async ({ sql, parameters }) => {
    const [pushed, here, records, thrifty] = await Promise.all(
      connections.map((connection) => outcome(connection, sql, parameters)),
    )
    const shape = ({ rows, error }: Outcome) =>
      isOpen(sql) ? { count: /random/.test(sql) ? 0 : rows.length, error } : { rows: rows.toSorted(), error }
    expect(shape(pushed!)).toEqual(shape(here!))
    expect(shape(records!)).toEqual(shape(here!))
    expect(shape(thrifty!)).toEqual(shape(here!))
    if (pushed!.rows.length > 0) answered++
  })

  it('saw answers and kept to the rules', () => {
    expect(answered).toBeGreaterThan(60)
    expect(simulator.breaches()).toEqual([])
  })
})
