import { expect, it } from 'vitest'
import { pool } from '../../src/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'

it('a pool tells once that the refresh token was revoked, and asks no more', async () => {
  const simulator = await startSimulator({ data: 'odd', rows: 5 })
  try {
    await using shared = await pool(`${simulator.connectionString};TokenStore=memory`)
    const told: string[] = []
    expect(shared.on('tokenInvalidated', ({ sqlState }) => told.push(sqlState))).toBe(shared)
    simulator.revoke()
    for (let i = 0; i < 3; i++)
      await expect(shared.query('SELECT id FROM Leads')).rejects.toMatchObject({ sqlState: '28000' })
    await new Promise(setImmediate)
    expect(told).toEqual(['28000'])
    expect(simulator.calls().filter(({ path }) => path.endsWith('/oauth/v2/token'))).toHaveLength(1)
  } finally {
    await simulator.close()
  }
})
