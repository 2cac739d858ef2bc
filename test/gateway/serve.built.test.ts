import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { expect, it } from 'vitest'

/** The command as it is installed: it starts, serves, and ends in good order. */

const command = fileURLToPath(new URL('../../bin/zohosql.js', import.meta.url))

it('zohosql serve --demo serves until it is told to stop', async () => {
  const server = spawn(process.execPath, [command, 'serve', '--demo', '--data', 'odd', '--rows', '200', '--port', '0'])
  try {
    let said = ''
    server.stderr.on('data', (chunk) => {
      said += chunk
    })
    while (!/at 127\.0\.0\.1:\d+/.test(said)) await once(server.stderr, 'data')
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(said)?.[1])
    const db = new Client({ host: '127.0.0.1', port, user: 'zoho', database: 'zoho' })
    await db.connect()
    const { rows } = await db.query('SELECT count(*)::int AS n FROM "Leads"')
    expect(rows[0].n).toBeGreaterThan(0)
    await db.end()
    server.kill('SIGTERM')
    expect(await once(server, 'close')).toEqual([0, null])
    const events = said.split('\n').filter((line) => line.startsWith('{'))
    expect(events.map((line) => JSON.parse(line).event)).toEqual([
      'no-password',
      'connected',
      'disconnected',
      'stopping',
    ])
  } finally {
    server.kill('SIGKILL')
  }
})
