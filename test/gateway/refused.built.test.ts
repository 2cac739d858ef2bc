import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

/** `zohosql serve` that cannot start says why and is gone, whatever it had begun. */

const command = fileURLToPath(new URL('../../bin/zohosql.js', import.meta.url))

let company: Simulator
let narrow: Simulator
beforeAll(async () => {
  company = await startSimulator({ data: 'odd', rows: 50 })
  narrow = await startSimulator({ data: 'odd', rows: 50, scopes: ['ZohoCRM.modules.ALL'] })
})
afterAll(async () => {
  await company.close()
  await narrow.close()
})

interface Ended {
  readonly code: number | null
  readonly said: string
}

async function serving(connection: string, ...options: string[]): Promise<Ended> {
  const env = { ...process.env, ZOHOSQL_CONNECTION: undefined, ZOHOSQL_PROFILE: undefined }
  const words = ['serve', '-c', `${connection};TokenStore=memory`, ...options]
  const server = spawn(process.execPath, [command, ...words], { env: { ...env, ZOHOSQL_SERVE_PASSWORD: 'x' } })
  try {
    let said = ''
    server.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(server, 'close')
    return { code, said }
  } finally {
    server.kill('SIGKILL')
  }
}

const free = ['--port', '0']

/** What cannot start, and what it has to say. */
const kinds: Readonly<Record<string, () => [Promise<Ended>, RegExp]>> = {
  'port taken': () => [
    serving(company.connectionString, '--port', String(company.port)),
    /Cannot listen at .*EADDRINUSE/,
  ],
  'port of the figures taken': () => [
    serving(company.connectionString, ...free, '--metrics-port', String(company.port)),
    /Cannot listen at .*EADDRINUSE/,
  ],
  'port of the web door taken': () => [
    serving(company.connectionString, ...free, '--http-port', String(company.port)),
    /Cannot listen at .*EADDRINUSE[\s\S]*choose another port/,
  ],
  'foreign address': () => [
    serving(company.connectionString, ...free, '--host', '203.0.113.5'),
    /Cannot listen at 203\.0\.113\.5:0: EADDRNOTAVAIL/,
  ],
  'unknown client': () => [
    serving(company.connectionString.replace(/ClientId=[^;]*/i, 'ClientId=1000.NOBODY'), ...free),
    /SQLSTATE: 28/,
  ],
  'dead endpoint': () => [
    serving(company.connectionString.replaceAll(`:${company.port}`, ':1'), ...free),
    /SQLSTATE: 08/,
  ],
  'missing scope': () => [serving(narrow.connectionString, ...free), /SQLSTATE: 42501/],
}

describe('serve that cannot start', () => {
  it.each(Object.keys(kinds))('%s', async (kind) => {
    const [ends, words] = kinds[kind]!()
    const { code, said } = await ends
    expect(said).toMatch(words)
    expect(code).toBe(1)
  })
})
