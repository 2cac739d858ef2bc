import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { awaitRedirect, openSignIn } from '../../src/auth/index.ts'
import { Secret } from '../../src/base/secret.ts'
import { resolveBeginnings } from '../../src/config/index.ts'
import { closeServers, listen } from '../support/servers.ts'

afterEach(closeServers)

/** A proxy that lets nobody through, and writes down where they wanted to go. */
async function closedProxy(): Promise<{ readonly proxy: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer((_, response) => response.writeHead(502).end())
  server.on('connect', ({ url }, socket: Socket) => {
    asked.push(url!)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  const { port } = await listen(server)
  return { proxy: `http://127.0.0.1:${port}`, asked }
}

/** The host that would be told the client's secret, or the message of a refusal. */
async function toldTo(answer: { readonly accountsServer?: string; readonly location?: string }): Promise<string> {
  const { proxy, asked } = await closedProxy()
  await using way = openSignIn(resolveBeginnings({ dataCenter: 'us', proxy }, { env: {} }))
  const code = { clientId: '1000.C', clientSecret: new Secret('hush-hush'), code: new Secret('1000.the.code') }
  const error: unknown = await way.exchange({ ...code, answer }).catch((thrown: unknown) => thrown)
  return asked[0] ?? (error as Error).message
}

describe('a grant code goes to', () => {
  it.each([
    ['where we started', {}, 'accounts.zoho.com:443'],
    ['the accounts server that is named', { accountsServer: 'https://accounts.zoho.eu' }, 'accounts.zoho.eu:443'],
    ['Canada', { accountsServer: 'https://accounts.zohocloud.ca/', location: 'ca' }, 'accounts.zohocloud.ca:443'],
    ['that of the location, where no server is named', { location: 'in' }, 'accounts.zoho.in:443'],
    ['where we started, if the location is no known one', { location: 'constructor' }, 'accounts.zoho.com:443'],
  ])('%s', async (_, answer, host) => {
    expect(await toldTo(answer)).toBe(host)
  })

  it.each([
    'https://accounts.zoho.evil',
    'https://accounts.zoho.eu@evil.example',
    'https://accounts.zoho.eu.evil.example',
    'http://accounts.zoho.eu',
    'https://accounts.zoho.eu:8443',
    'accounts.zoho.eu',
    '',
  ])('nobody, if "%s" is named', async (accountsServer) => {
    expect(await toldTo({ accountsServer })).toContain('not Zoho’s')
  })
})

describe('a browser that does not come back', () => {
  const waiting = (signal: AbortSignal, timeoutMs: number) => awaitRedirect({ port: 0, state: 'x', timeoutMs, signal })

  it('is waited for no longer than said', async () => {
    await using listener = await waiting(new AbortController().signal, 20)
    await expect(listener.answer).rejects.toMatchObject({ sqlState: 'HYT00' })
  })

  it('is not waited for after Ctrl-C, be it before or while', async () => {
    await using before = await waiting(AbortSignal.abort(), 60_000)
    await expect(before.answer).rejects.toMatchObject({ sqlState: '57014' })
    const ends = new AbortController()
    await using listener = await waiting(ends.signal, 60_000)
    ends.abort()
    await expect(listener.answer).rejects.toMatchObject({ sqlState: '57014' })
  })
})

describe('an authorization address', () => {
  it('asks for offline access and for consent, with all that is foreign encoded', async () => {
    await using way = openSignIn(resolveBeginnings({ dataCenter: 'ca' }, { env: {} }))
    const wanted = {
      clientId: '1000.C&x=1',
      scopes: ['A.b.READ', 'C.d.ALL'],
      redirectUri: 'http://127.0.0.1:1/c',
      state: '+/',
    }
    const url = new URL(way.authorizationUrl(wanted))
    expect(url.origin + url.pathname).toBe('https://accounts.zohocloud.ca/oauth/v2/auth')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: '1000.C&x=1',
      scope: 'A.b.READ,C.d.ALL',
      redirect_uri: 'http://127.0.0.1:1/c',
      access_type: 'offline',
      prompt: 'consent',
      state: '+/',
    })
  })
})
