import { describe, expect, it } from 'vitest'
import { useSimulator, zohosql } from './support.ts'

// Events are called Meetings in Zoho's pages, and Deals were Potentials once.
const { connection } = useSimulator({ rows: 20 })
const run = (...args: readonly string[]) => zohosql(['-c', connection(), ...args])

describe('labels', () => {
  it.each([
    ['SELECT * FROM Meetings', '"Events"'],
    ['SELECT * FROM Meeting', '"Events"'],
    ['SELECT * FROM Potentials', '"Deals"'],
    ['SELECT 1 FROM Deals JOIN potentials ON true', '"Deals"'],
  ])('of tables lead to their names: %s', async (sql, name) => {
    const { code, stderr } = await run(sql)
    expect(code).toBe(1)
    expect(stderr).toContain(`hint: Perhaps you meant ${name}.`)
    expect(stderr).toContain('SQLSTATE: 42P01')
  })

  it('of columns too', async () => {
    const { stdout } = await run('describe', 'Deals', '-f', 'json')
    const described = JSON.parse(stdout) as { column: string; description: string }[]
    const other = described.find(
      ({ column, description }) => !description.includes('(') && description.replaceAll(' ', '_') !== column,
    )!
    const { stderr } = await run(`SELECT "${other.description}" FROM Deals`)
    expect(stderr).toContain(`hint: Perhaps you meant "Deals.${other.column}"`)
  })

  it('are found by patterns and by \\d', async () => {
    expect((await run('tables', 'Meet%', '--no-header')).stdout).toBe('crm,Events,TABLE,Meetings\n')
    expect((await run('tables', 'Event%', '--no-header')).stdout).toBe('crm,Events,TABLE,Meetings\n')
    expect((await run('\\dt Meet*')).stdout).toContain('Events')
    expect((await run('\\d Meetings')).stdout).toContain('Table crm.Events: Meetings')
    expect((await run('\\d Meetinks')).stderr).toContain('Perhaps you meant "Events"')
  })
})
