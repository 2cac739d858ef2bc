import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { startSimulator } from '../../src/simulator/index.ts'
import { ended, firstOutput, startCommand } from '../support/command.ts'

const over = ({ connectionString }: { connectionString: string }) => ['-c', `${connectionString};TokenStore=memory`]

describe('the built command', () => {
  it('starts', async () => {
    expect(await ended(startCommand(['--version']))).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('answers from the demo company', async () => {
    const sql = 'SELECT count(*) AS deals FROM Deals'
    expect(await ended(startCommand(['--demo', '--data', 'odd', sql]))).toMatchObject({
      code: 0,
      stdout: 'deals\n2500\n',
      stderr: '',
    })
  })

  it('ends with 1 and 2', async () => {
    expect((await ended(startCommand(['--demo', '--data', 'odd', 'SELECT x']))).code).toBe(1)
    expect((await ended(startCommand(['--nonsense']))).code).toBe(2)
  })

  it('ends in peace when its reader goes away, and stops calling', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 5 })
    const child = startCommand([...over(simulator), '-f', 'ndjson', 'SELECT * FROM Deals'])
    const end = ended(child)
    await firstOutput(child)
    child.stdout!.destroy()
    expect(await end).toMatchObject({ code: 0, stderr: '' })
    expect(simulator.stats().calls).toBeLessThan(30)
  })

  it('is interrupted by Ctrl-C: the calls end, and the code is 130', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 200 })
    const child = startCommand([...over(simulator), '-f', 'ndjson', 'SELECT * FROM Deals'])
    const end = ended(child)
    await firstOutput(child)
    const before = simulator.stats().calls
    child.kill('SIGINT')
    const { code, stderr } = await end
    expect(code).toBe(130)
    expect(stderr).toBe('interrupted\n')
    expect(simulator.stats().calls - before).toBeLessThanOrEqual(10)
  })

  it.each([1, 2])('leaves no piece of a file behind, when Ctrl-C is pressed %i times', async (times) => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 100 })
    const folder = mkdtempSync(join(tmpdir(), 'zohosql-interrupted-'))
    try {
      const child = startCommand([...over(simulator), 'copy', 'SELECT * FROM Deals', join(folder, 'deals.parquet')])
      const end = ended(child)
      while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      for (let i = 0; i < times; i++) child.kill('SIGINT')
      expect((await end).code).toBe(130)
      expect(readdirSync(folder)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('leaves no download behind when it is told to end at once', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 300 })
    const TMPDIR = mkdtempSync(join(tmpdir(), 'zohosql-interrupted-'))
    const downloads = (): string[] => readdirSync(TMPDIR).filter((name) => name.startsWith('zohosql-'))
    try {
      const [, connection] = over(simulator)
      const child = startCommand(['-c', `${connection};Road=bulk`, 'SELECT * FROM Deals'], { env: { TMPDIR } })
      const end = ended(child)
      while (downloads().length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      for (let i = 0; i < 2; i++) child.kill('SIGINT')
      expect((await end).code).toBe(130)
      expect(downloads()).toEqual([])
    } finally {
      rmSync(TMPDIR, { recursive: true })
    }
  })

  it('streams: the first rows are there long before the last page', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 20_000, latency: 100 })
    const child = startCommand([...over(simulator), '-f', 'csv', 'SELECT id FROM Deals'])
    const end = ended(child)
    await firstOutput(child)
    const atFirst = simulator.stats().byRoad.coql?.rows ?? 0
    const { stdout } = await end
    expect(stdout.split('\n')).toHaveLength(20_002)
    expect(atFirst).toBeLessThan(20_000)
  })
})

describe('zohosql simulate', () => {
  it('prints its connection string, answers, and ends by Ctrl-C', async () => {
    const server = startCommand(['simulate', '--rows', '50', '--seed', '7', '--latency', '1'])
    const closed = once(server, 'close')
    const connectionString = (await firstOutput(server)).trim()
    const client = startCommand([...over({ connectionString }), 'SELECT count(*) FROM Deals', '--no-header'])
    expect(await ended(client)).toMatchObject({ code: 0, stdout: '50\n' })
    server.kill('SIGINT')
    expect(await closed).toEqual([0, null])
  })

  it('refuses figures that are none, and a port that is taken', async () => {
    expect((await ended(startCommand(['simulate', '--rows', 'many']))).code).toBe(2)
    await using simulator = await startSimulator({ data: 'odd' })
    const taken = await ended(startCommand(['simulate', '--port', String(simulator.port)]))
    expect(taken.code).toBe(1)
    expect(taken.stderr).toContain('is taken')
  })
})
