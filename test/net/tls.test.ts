import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentOptions, type HttpResponse, openAgent, transport } from '../../src/net/index.ts'
import { makeCertificates, type TestCertificates } from '../support/certificates.ts'
import { testFolder } from '../support/folders.ts'
import { closeServers, serveProxy, serveTls, type TestServer } from '../support/servers.ts'

type Kind = 'good' | 'wrongName' | 'unknownRoot' | 'expired'
const kinds: readonly Kind[] = ['good', 'wrongName', 'unknownRoot', 'expired']

let certificates: TestCertificates
let caFile: string
let proxy: TestServer
const servers = {} as Record<Kind, TestServer>
const proxied: string[] = []

beforeAll(async () => {
  certificates = await makeCertificates()
  caFile = join(testFolder(), 'root.pem')
  writeFileSync(caFile, certificates.root)
  for (const kind of kinds) {
    servers[kind] = await serveTls(certificates[kind], (_request, response) => response.end('{}'))
  }
  proxy = await serveProxy(proxied)
})
afterAll(closeServers)

async function ask(port: number, options: Partial<AgentOptions>, host = 'localhost'): Promise<HttpResponse> {
  const agent = openAgent({ verifyHost: true, verifyPeer: true, caFile, timeoutMs: 5_000, proxy: 'none', ...options })
  try {
    return await transport(agent)({ method: 'GET', url: `https://${host}:${port}/`, kind: 'read' })
  } finally {
    await agent.destroy()
  }
}

const outcome = (port: number, options: Partial<AgentOptions>, host?: string): Promise<string> =>
  ask(port, options, host).then(
    () => 'accepted',
    (error) => `${error.sqlState} ${error.code} ${error.cause?.code ?? error.cause?.message}`,
  )

const refused = (why: string) => `08001 CERTIFICATE_REFUSED ${why}`
const wrongName = refused('ERR_TLS_CERT_ALTNAME_INVALID')

/** Certificate by what is verified: host and peer, host alone, peer alone, nothing. */
const expected: Record<Kind, readonly [both: string, host: string, peer: string, none: string]> = {
  good: ['accepted', 'accepted', 'accepted', 'accepted'],
  wrongName: [wrongName, wrongName, 'accepted', 'accepted'],
  unknownRoot: [
    refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'accepted',
    refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'accepted',
  ],
  expired: [refused('CERT_HAS_EXPIRED'), 'accepted', refused('CERT_HAS_EXPIRED'), 'accepted'],
}

const flags = [
  { verifyHost: true, verifyPeer: true },
  { verifyHost: true, verifyPeer: false },
  { verifyHost: false, verifyPeer: true },
  { verifyHost: false, verifyPeer: false },
] as const

const cases = kinds.flatMap((kind) =>
  flags.map((flag, i) => ({ kind, ...flag, result: expected[kind][i]!, name: `${kind}, ${JSON.stringify(flag)}` })),
)

describe('certificates', () => {
  it.each(cases)('straight: $name', async ({ kind, result, ...flag }) => {
    expect(await outcome(servers[kind].port, flag)).toBe(result)
  })

  it.each(cases)('through a proxy: $name', async ({ kind, result, ...flag }) => {
    proxied.length = 0
    const through = { ...flag, proxy: { url: `http://127.0.0.1:${proxy.port}` } }
    expect(await outcome(servers[kind].port, through)).toBe(result)
    expect(proxied).toContain(`CONNECT localhost:${servers[kind].port}`)
  })

  it('are checked again on every connection, whatever was accepted before', async () => {
    const agent = openAgent({ verifyHost: true, verifyPeer: false, caFile, timeoutMs: 5_000, proxy: 'none' })
    const send = transport(agent)
    const status = (kind: Kind) =>
      send({ method: 'GET', url: `https://localhost:${servers[kind].port}/`, kind: 'read' }).then(
        ({ status }) => status,
        ({ code }) => code,
      )
    const seen = []
    for (const kind of ['good', 'wrongName', 'good', 'wrongName', 'wrongName'] as const) seen.push(await status(kind))
    await agent.destroy()
    expect(seen).toEqual([200, 'CERTIFICATE_REFUSED', 200, 'CERTIFICATE_REFUSED', 'CERTIFICATE_REFUSED'])
  })

  it('are not taken on trust from an earlier session, as Node would', async () => {
    const ticketKeys = randomBytes(48)
    const answer = (_request: unknown, response: ServerResponse) => void response.end('{}')
    const good = await serveTls(certificates.good, answer, ticketKeys)
    const other = await serveTls(certificates.wrongName, answer, ticketKeys)
    const agent = openAgent({ verifyHost: true, verifyPeer: true, caFile, timeoutMs: 5_000, proxy: 'none' })
    const send = transport(agent)
    const get = (port: number) => send({ method: 'GET', url: `https://localhost:${port}/`, kind: 'read' })
    expect((await get(good.port)).status).toBe(200)
    await expect(get(other.port)).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' })
    await agent.destroy()
  })

  it('match addresses as well as names', async () => {
    expect(await outcome(servers.good.port, {}, '127.0.0.1')).toBe('accepted')
    expect(await outcome(servers.wrongName.port, { verifyPeer: false }, '127.0.0.1')).toBe(wrongName)
  })

  it('are still held to their name where the chain is not looked at', async () => {
    const unverified = { verifyPeer: false, caFile: undefined }
    expect(await outcome(servers.wrongName.port, unverified)).toBe(wrongName)
    expect(await outcome(servers.good.port, unverified)).toBe('accepted')
  })

  it('of one’s own root are refused without caFile', async () => {
    expect(await outcome(servers.good.port, { caFile: undefined })).toBe(refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'))
  })

  it('are told of in a sentence with a way out', async () => {
    const errors = await Promise.all(
      (['wrongName', 'unknownRoot', 'expired'] as const).map((kind) => ask(servers[kind].port, {}).catch((e) => e)),
    )
    expect(errors.map(({ message }) => message.replace(/\d{4,}/, 'N'))).toEqual([
      'The certificate of localhost:N is made out to another name (ERR_TLS_CERT_ALTNAME_INVALID).',
      'The certificate of localhost:N does not chain to a trusted root (UNABLE_TO_VERIFY_LEAF_SIGNATURE).',
      'The certificate of localhost:N has expired (CERT_HAS_EXPIRED).',
    ])
    expect(errors[0].hint).toContain('useHostVerification')
    expect(errors[1].hint).toContain('caFile')
    expect(errors[2].hint).toContain('usePeerVerification')
  })
})

describe('caFile', () => {
  it('adds to the roots that Node trusts anyway, NODE_EXTRA_CA_CERTS among them', async () => {
    const script = `
      import { openAgent, transport } from './src/net/index.ts'
      const agent = openAgent({ verifyHost: true, verifyPeer: true, caFile: process.argv[1], timeoutMs: 5000, proxy: 'none' })
      for (const url of process.argv.slice(2)) {
        const { status } = await transport(agent)({ method: 'GET', url, kind: 'read' }).catch((error) => ({ status: error.code }))
        console.log(status)
      }
      process.exit()`
    const extra = join(testFolder(), 'stranger.pem')
    writeFileSync(extra, certificates.strangerRoot)
    const urls = kinds.map((kind) => `https://localhost:${servers[kind].port}/`)
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, caFile, ...urls]
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: extra }
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    expect(stdout.trim().split('\n')).toEqual(['200', 'CERTIFICATE_REFUSED', '200', 'CERTIFICATE_REFUSED'])
  })

  it('must be a readable PEM file', async () => {
    const empty = join(testFolder(), 'empty.pem')
    writeFileSync(empty, 'nothing')
    for (const bad of [empty, '/nowhere/root.pem']) {
      expect(() => openAgent({ verifyHost: true, verifyPeer: true, caFile: bad, timeoutMs: 1 })).toThrow(
        expect.objectContaining({ sqlState: 'HY024', message: expect.stringContaining(bad) }),
      )
    }
  })
})
