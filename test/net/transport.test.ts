import { readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { compose, deadline, type HttpRequest, type HttpResponse, openAgent, transport } from '../../src/net/index.ts'
import { testFolder } from '../support/folders.ts'
import { closeServers, listen, serve, serveProxy } from '../support/servers.ts'

const agents: { destroy(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()))
  await closeServers()
  vi.unstubAllEnvs()
})

type Options = Partial<Parameters<typeof openAgent>[0]>

function sender(options: Options = {}) {
  const agent = openAgent({ verifyHost: true, verifyPeer: true, timeoutMs: 5_000, proxy: 'none', ...options })
  agents.push(agent)
  return transport(agent)
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  kind: 'read',
  ...more,
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function ask(answer: Answer, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
  const { port } = await serve(answer)
  return sender()(get(`http://127.0.0.1:${port}/x?a=1`, more))
}

const failure = (work: Promise<unknown>): Promise<{ code: string; sqlState: string; message: string }> =>
  work.then(
    () => ({ code: 'none', sqlState: '', message: '' }),
    (error) => error,
  )

const text = 'page '.repeat(10_000)

describe('transport', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('decodes %s and counts what travelled', async (encoding, bytes) => {
    const response = await ask((_request, answer) => {
      answer.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    })
    expect(response.body.toString()).toBe(text)
    expect(response.bytes).toBe(bytes.length)
  })

  it('sends method, path, headers and body', async () => {
    const seen: unknown[] = []
    await ask(
      (request, answer) => {
        request.on('data', (chunk) => seen.push(String(chunk)))
        request.on('end', () => {
          seen.push(request.method, request.url, request.headers['x-a'], request.headers.accept)
          answer.end()
        })
      },
      { method: 'POST', body: 'b', headers: { 'x-a': '1' } },
    )
    expect(seen).toEqual(['b', 'POST', '/x?a=1', '1', 'application/json'])
  })

  it('bounds a body after decoding', async () => {
    const bomb = gzipSync(Buffer.alloc(2_000_000))
    const error = await failure(
      ask((_request, answer) => void answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), {
        bytesMax: 1_000_000,
      }),
    )
    expect(bomb.length).toBeLessThan(10_000)
    expect(error).toMatchObject({ code: 'RESOURCE_LIMIT', sqlState: '53000' })
  })

  it('saves a file that only its owner can read, and refusals not at all', async () => {
    const saveTo = join(testFolder(), 'result.zip')
    const refusal = await ask((_request, answer) => void answer.writeHead(400).end('{"code":"X"}'), { saveTo })
    expect(refusal.body.toString()).toBe('{"code":"X"}')
    expect(() => statSync(saveTo)).toThrow(/ENOENT/)
    const saved = await ask((_request, answer) => void answer.end(text), { saveTo })
    expect(saved).toMatchObject({ bytes: text.length, body: Buffer.alloc(0) })
    expect(readFileSync(saveTo, 'utf8')).toBe(text)
    expect(statSync(saveTo).mode & 0o777).toBe(0o600)
  })

  it.each<[string, Answer, string]>([
    ['a reset before the head', (_request, answer) => answer.destroy(), 'CONNECTION_LOST 08S01'],
    [
      'a body cut short',
      (_request, answer) => {
        answer.writeHead(200, { 'content-length': '100' }).write('half')
        setTimeout(() => answer.destroy(), 20)
      },
      'CONNECTION_LOST 08S01',
    ],
    [
      'a chunked body cut short',
      (_request, answer) => {
        answer.write('half')
        setTimeout(() => answer.destroy(), 20)
      },
      'CONNECTION_LOST 08S01',
    ],
    [
      'compressed data cut short',
      (_request, answer) => {
        const half = gzipSync(text).subarray(0, 50)
        answer.writeHead(200, { 'content-encoding': 'gzip', 'content-length': half.length }).end(half)
      },
      'REMOTE_ANSWER HV000',
    ],
  ])('tells of %s', async (_, answer, expected) => {
    const error = await failure(ask(answer))
    expect(`${error.code} ${error.sqlState}`).toBe(expected)
  })

  it('tells of hosts that refuse, do not exist, or do not speak TLS', async () => {
    const { port, close } = await serve(() => undefined)
    await close()
    const plain = await serve((_request, answer) => void answer.end())
    const send = sender()
    const errors = await Promise.all(
      [`http://127.0.0.1:${port}/`, 'https://no-such-host.invalid/', `https://127.0.0.1:${plain.port}/`].map((url) =>
        failure(send(get(url))),
      ),
    )
    expect(errors.map(({ code, sqlState }) => `${code} ${sqlState}`)).toEqual(Array(3).fill('CONNECTION_FAILED 08001'))
    expect(errors[1]!.message).toContain('no-such-host.invalid')
    expect(errors[2]!.message).toContain('TLS')
  })

  it('tells of garbage instead of HTTP', async () => {
    const { port } = await listen(createServer((socket) => void socket.end('what?\r\n\r\n')) as never)
    expect(await failure(sender()(get(`http://127.0.0.1:${port}/`)))).toMatchObject({ code: 'CONNECTION_LOST' })
  })

  it('ends at once when the statement is cancelled', async () => {
    const cancel = new AbortController()
    const error = await failure(ask(() => cancel.abort(), { signal: cancel.signal }))
    expect(error).toMatchObject({ code: 'CANCELLED', sqlState: '57014' })
  })

  it('ends a hanging exchange, be it the head or the body that hangs', async () => {
    const { port } = await serve((request, answer) => {
      if (request.url === '/body') answer.writeHead(200).write('{')
    })
    const send = compose(sender(), deadline(50))
    for (const path of ['/head', '/body']) {
      const error = await failure(send(get(`http://127.0.0.1:${port}${path}`)))
      expect(error).toMatchObject({ code: 'TIMEOUT', sqlState: 'HYT00' })
      expect(error.message).toContain('0.05 s')
    }
  })

  it('bounds the pauses of a download instead of its whole time', async () => {
    const saveTo = join(testFolder(), 'slow')
    const { port } = await serve((request, answer) => {
      answer.write('a')
      if (request.url !== '/hang') for (const i of [1, 2, 3, 4]) setTimeout(() => answer.write('b'), i * 60)
      if (request.url !== '/hang') setTimeout(() => answer.end(), 300)
    })
    const send = compose(sender({ timeoutMs: 150 }), deadline(150))
    const url = `http://127.0.0.1:${port}/`
    expect(await send(get(url, { saveTo }))).toMatchObject({ bytes: 5 })
    expect(await failure(send(get(`${url}hang`, { saveTo })))).toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('proxy', () => {
  const address = 'http://api.example.test/x'

  it('is the one of the property, for plain HTTP too', async () => {
    const seen: string[] = []
    const { port } = await serveProxy(seen)
    vi.stubEnv('NO_PROXY', '*')
    const response = await sender({ proxy: { url: `http://127.0.0.1:${port}` } })(get(address))
    expect(response.body.toString()).toContain('proxy')
    expect(seen).toEqual([`GET ${address}`])
  })

  it('is the environment’s, except for this machine and NO_PROXY', async () => {
    const seen: string[] = []
    const { port } = await serveProxy(seen)
    const local = await serve((_request, answer) => void answer.end('local'))
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${port}`)
    vi.stubEnv('http_proxy', `http://127.0.0.1:${port}`)
    vi.stubEnv('NO_PROXY', 'direct.invalid')
    vi.stubEnv('no_proxy', 'direct.invalid')
    const send = sender({ proxy: undefined })
    await send(get(address))
    expect((await send(get(`http://127.0.0.1:${local.port}/`))).body.toString()).toBe('local')
    expect(await failure(send(get('http://direct.invalid/')))).toMatchObject({ code: 'CONNECTION_FAILED' })
    expect(seen).toEqual([`GET ${address}`])
  })

  it('asks for user and password in its own words', async () => {
    const seen: string[] = []
    const { port } = await serveProxy(seen, 'Basic right')
    const url = `http://127.0.0.1:${port}`
    const wrong = await failure(sender({ proxy: { url } })(get('https://localhost:1/')))
    expect(wrong).toMatchObject({ code: 'CONNECTION_FAILED' })
    expect(wrong.message).toContain('the proxy answered 407')
    const right = await failure(
      sender({ proxy: { url, authorization: new Secret('Basic right') } })(get('https://localhost:1/')),
    )
    expect(right.message).toContain('the proxy answered 502')
  })
})
