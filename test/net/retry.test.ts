import { describe, expect, it } from 'vitest'
import { type ErrorCode, ZohoSqlError } from '../../src/base/errors.ts'
import { type ExchangeMeter, type HttpRequest, type HttpResponse, retrying } from '../../src/net/index.ts'

type Step = number | Partial<HttpResponse> | ErrorCode | ZohoSqlError

const respond = (step: Partial<HttpResponse>): HttpResponse => ({
  status: 200,
  headers: {},
  body: Buffer.alloc(0),
  bytes: 0,
  ...step,
})

/** Plays the steps, the last one for ever, and tells how it went. */
async function play(steps: readonly Step[], request: Partial<HttpRequest> = {}, maxRetries = 5) {
  const waits: number[] = []
  let calls = 0
  const send = retrying({ maxRetries, random: () => 1, sleep: async (ms) => void waits.push(ms) })(async () => {
    const step = steps[Math.min(calls++, steps.length - 1)]!
    if (step instanceof ZohoSqlError) throw step
    if (typeof step === 'string') throw new ZohoSqlError(step, step)
    return respond(typeof step === 'number' ? { status: step } : step)
  })
  const full: HttpRequest = { method: 'GET', url: 'https://h/p', kind: 'read', ...request }
  const result = await send(full).then(
    ({ status }) => ({ status, error: undefined }),
    (error: ZohoSqlError) => ({ status: undefined, error }),
  )
  return { ...result, calls, waits }
}

describe('retry', () => {
  it.each<[string, Step]>([
    ['429', 429],
    ['500', 500],
    ['503', 503],
    ['a lost connection', 'CONNECTION_LOST'],
    ['a timeout', 'TIMEOUT'],
    ['a page with status 200', new ZohoSqlError('REMOTE_ANSWER', 'page', { status: 200 })],
  ])('repeats a read after %s', async (_, step) => {
    expect(await play([step, step, 200])).toMatchObject({ status: 200, calls: 3 })
  })

  it.each<[string, Step]>([
    ['400', 400],
    ['401', 401],
    ['404', 404],
    ['a refused certificate', 'CERTIFICATE_REFUSED'],
    ['a host that never answered', 'CONNECTION_FAILED'],
    ['refused credentials', 'AUTHENTICATION_FAILED'],
    ['an answer that is too large', 'RESOURCE_LIMIT'],
    ['a redirection', new ZohoSqlError('REMOTE_ANSWER', 'moved', { status: 302 })],
  ])('does not repeat after %s', async (_, step) => {
    expect((await play([step, 200])).calls).toBe(1)
  })

  it('repeats a write only where it certainly did not arrive', async () => {
    const write = { kind: 'write', method: 'POST' } as const
    // What 429 says of a write is believed by nobody: the caller looks.
    expect(await play([429, 200], write)).toMatchObject({ status: 429, calls: 1 })
    expect(await play([503, 200], write)).toMatchObject({ status: 503, calls: 1 })
    for (const lost of ['CONNECTION_LOST', 'TIMEOUT'] as const) {
      expect(await play([lost, 200], write)).toMatchObject({ calls: 1, error: { code: lost } })
    }
    expect(await play(['CONNECTION_LOST', 200], { ...write, idempotent: true })).toMatchObject({ status: 200 })
  })

  it('waits for a host that answered before', async () => {
    expect(await play([503, 'CONNECTION_FAILED', 200])).toMatchObject({ status: 200, calls: 3 })
  })

  it('doubles the bound of its waits, up to 5 s', async () => {
    expect((await play([503], {}, 7)).waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000])
  })

  it('honours Retry-After unless it is too long', async () => {
    const later = (seconds: string) => ({ status: 429, headers: { 'retry-after': seconds } })
    expect(await play([later('7'), 200])).toMatchObject({ status: 200, waits: [7000] })
    expect(await play([later('3600'), 200])).toMatchObject({ calls: 1, error: { code: 'TOO_MANY_REQUESTS' } })
  })

  it('ends 429 with both possible causes and what was spent', async () => {
    const meter: ExchangeMeter = { calls: 6, credits: 9, bytes: 0, retries: 0 }
    const { error, calls } = await play([429], { meter })
    expect(calls).toBe(6)
    expect(error).toMatchObject({ sqlState: '53400', status: 429 })
    expect(error!.message).toMatch(/6 times.*in flight.*or the credits/)
    expect(error!.hint).toContain('6 calls and 9 credits')
    expect(meter.retries).toBe(5)
  })

  it('ends at once when the credits are gone', async () => {
    const none = { status: 429, headers: { 'x-api-credits-remaining': '0' } }
    const said = {
      status: 429,
      error: { code: 'TOO_MANY_REQUESTS', message: 'exceeded in the past 24 hours', details: {} },
    }
    const both = { status: 429, error: { ...said.error, message: 'concurrency or 24 hours limit' } }
    for (const step of [none, said]) {
      expect(await play([step, 200])).toMatchObject({
        calls: 1,
        error: { message: expect.stringContaining('are used up') },
      })
    }
    expect(await play([both, 200])).toMatchObject({ status: 200, calls: 2 })
  })

  it('gives up after maxRetries, sooner when every attempt times out', async () => {
    expect(await play([500])).toMatchObject({ calls: 6, error: { code: 'REMOTE_REFUSED', status: 500 } })
    expect(await play(['CONNECTION_LOST'], {}, 2)).toMatchObject({ calls: 3, error: { code: 'CONNECTION_LOST' } })
    expect(await play(['TIMEOUT'])).toMatchObject({ calls: 3, error: { code: 'TIMEOUT' } })
    expect(await play([429], {}, 0)).toMatchObject({ calls: 1, error: { code: 'TOO_MANY_REQUESTS' } })
  })

  it('ends when the statement is cancelled, also while waiting', async () => {
    const cancel = new AbortController()
    const send = retrying({ maxRetries: 5, random: () => 1 })(async () => {
      setTimeout(() => cancel.abort(), 5)
      return respond({ status: 503 })
    })
    await expect(send({ method: 'GET', url: 'https://h/', kind: 'read', signal: cancel.signal })).rejects.toMatchObject(
      {
        sqlState: '57014',
      },
    )
    expect(await play(['CONNECTION_LOST', 200], { signal: AbortSignal.abort() })).toMatchObject({
      calls: 0,
      error: { sqlState: '57014' },
    })
  })
})
