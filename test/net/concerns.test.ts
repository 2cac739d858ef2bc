import { describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { Secret } from '../../src/base/secret.ts'
import {
  compose,
  type ExchangeMeter,
  exchanges,
  type HttpRequest,
  type HttpResponse,
  metered,
  traced,
  urlOf,
  urlPath,
} from '../../src/net/index.ts'

const request: HttpRequest = { method: 'GET', url: 'https://h/p', kind: 'read' }
const answer = (status: number): HttpResponse => ({ status, headers: {}, body: Buffer.alloc(3), bytes: 3 })
const newMeter = (creditsMax?: number): ExchangeMeter => ({ calls: 0, credits: 0, bytes: 0, retries: 0, creditsMax })

describe('compose', () => {
  it('puts the first concern outermost', async () => {
    const order: string[] = []
    const concern = (name: string) => (send: (r: HttpRequest) => Promise<HttpResponse>) => (r: HttpRequest) => {
      order.push(name)
      return send(r)
    }
    await compose(async () => answer(200), concern('a'), concern('b'))(request)
    expect(order).toEqual(['a', 'b'])
  })
})

describe('meter', () => {
  it('counts what reached Zoho, and bills what Zoho bills', async () => {
    const meter = newMeter()
    for (const status of [200, 400, 401, 429])
      await metered(async () => answer(status))({ ...request, meter, credits: 3 })
    expect(meter).toMatchObject({ calls: 4, credits: 6, bytes: 12 })
    for (const code of ['CONNECTION_LOST', 'CONNECTION_FAILED'] as const) {
      const failing = metered(() => Promise.reject(new ZohoSqlError(code, code)))
      await expect(failing({ ...request, meter })).rejects.toThrow(code)
    }
    expect(meter).toMatchObject({ calls: 5, credits: 7 })
  })

  it('refuses the call that would lead beyond the limit', async () => {
    const meter = newMeter(3)
    const send = metered(async () => answer(200))
    await send({ ...request, meter, credits: 2 })
    await expect(send({ ...request, meter, credits: 2 })).rejects.toMatchObject({
      sqlState: '53400',
      code: 'CREDIT_LIMIT',
    })
    await send({ ...request, meter, credits: 1 })
    expect(meter).toMatchObject({ calls: 2, credits: 3 })
  })
})

describe('trace', () => {
  it('writes one line without secrets, and never the body of a token request', async () => {
    const token = new Secret('very-secret-value')
    const lines: string[] = []
    const events: unknown[] = []
    const listen = (event: unknown) => void events.push(event)
    exchanges.subscribe(listen)
    const send = traced((line) => lines.push(line))(async ({ kind }) => {
      if (kind === 'write') throw new ZohoSqlError('CONNECTION_LOST', 'gone')
      return answer(200)
    })
    const body = `{"select_query":"select\\n id from Leads where a='${token.reveal()}'"}`
    await send({ ...request, method: 'POST', url: `https://h/p?x=${token.reveal()}`, body })
    await send({ ...request, kind: 'token', body: 'client_secret=hidden-thing' })
    await expect(send({ ...request, kind: 'write' })).rejects.toThrow('gone')
    exchanges.unsubscribe(listen)
    expect(lines.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual([
      `POST https://h/p?x=*** 200 N ms 3 B {"select_query":"select\\n id from Leads where a='***'"}`,
      'GET https://h/p 200 N ms 3 B',
      'GET https://h/p CONNECTION_LOST N ms 0 B',
    ])
    expect(events).toMatchObject([
      { status: 200, url: 'https://h/p?x=***' },
      { kind: 'token' },
      { failure: 'CONNECTION_LOST' },
    ])
    expect(JSON.stringify(events)).not.toContain('secret-value')
  })

  it.each([
    ['failed', ['GET https://h/p 503 N ms 3 B']],
    ['all', ['GET https://h/p 200 N ms 3 B', 'GET https://h/p 503 N ms 3 B']],
    ['asked', ['GET https://h/p 200 N ms 3 B {"asked":1}', 'GET https://h/p 503 N ms 3 B {"asked":1}']],
  ] as const)('of %s exchanges', async (level, expected) => {
    const lines: string[] = []
    const statuses = [200, 503]
    const send = traced((line) => lines.push(line), level)(async () => answer(statuses.shift()!))
    for (const _ of [200, 503]) await send({ ...request, body: '{"asked":1}' })
    expect(lines.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual(expected)
  })
})

describe('url', () => {
  it('encodes whatever is filled in', () => {
    expect(urlPath`/crm/${'v8'}/${'a/b?c'}/${7}`).toBe('/crm/v8/a%2Fb%3Fc/7')
    expect(urlOf('https://h/base', '/p', { a: 'x y&z=(1)', b: undefined, c: true, d: 0 })).toBe(
      'https://h/base/p?a=x%20y%26z%3D(1)&c=true&d=0',
    )
    expect(urlOf('https://h', '/p')).toBe('https://h/p')
  })
})
