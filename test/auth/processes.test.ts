import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { serveAccounts } from '../support/accounts.ts'
import { testFolder } from '../support/folders.ts'
import { closeServers } from '../support/servers.ts'

afterEach(closeServers)

type Child = ChildProcessByStdio<Writable, Readable, null>

async function start(connection: string): Promise<Child> {
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--import',
    './test/support/bundler-hook.ts',
    './test/support/one-call.ts',
  ]
  const child = spawn(process.execPath, [...args, connection], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function outcome(child: Child): Promise<string> {
  const ended = once(child, 'exit')
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stdin.end('go\n')
  await ended
  return text.trim()
}

describe('ten processes', () => {
  it('that start with an expired token make one new one', async () => {
    const accounts = await serveAccounts(100)
    const { host } = new URL(accounts.origin)
    const tokenStore = join(testFolder(), 'tokens.json')
    const connection =
      `Endpoint=${host};AccountsEndpoint=${host};UseEncryptedEndpoints=false;ClientId=1000.A;ClientSecret=secret;` +
      `RefreshToken=1000.r.r;AccessToken=expired;TokenStore=${tokenStore}`
    const children = await Promise.all(Array.from({ length: 10 }, () => start(connection)))
    const outcomes = await Promise.all(children.map(outcome))
    expect(outcomes).toEqual(Array(10).fill('200'))
    expect(accounts.authorizations.filter((text) => text.endsWith('expired'))).toHaveLength(10)
    expect(accounts.asked).toHaveLength(1)
    expect(readFileSync(tokenStore, 'utf8')).toContain('1000.new.1')
  })
})
