import { describe, expect, it } from 'vitest'
import { type HttpResponse, Limiter, limited } from '../../src/net/index.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

/** Work that runs until told, so that the order of starting can be seen. */
class Works {
  readonly started: string[] = []
  readonly #ends = new Map<string, () => void>()
  run(limiter: Limiter, name: string, ticket = {}): Promise<string> {
    return limiter.run(() => {
      this.started.push(name)
      return new Promise((resolve) => this.#ends.set(name, () => resolve(name)))
    }, ticket)
  }
  async end(name: string): Promise<void> {
    this.#ends.get(name)!()
    await tick()
  }
}

describe('limiter', () => {
  it('runs so many at a time, first come first served', async () => {
    const limiter = new Limiter({ max: 2 })
    const works = new Works()
    const all = ['a', 'b', 'c', 'd'].map((name) => works.run(limiter, name))
    expect(works.started).toEqual(['a', 'b'])
    expect(limiter.state).toMatchObject({ running: 2, waiting: 2 })
    await works.end('b')
    expect(works.started).toEqual(['a', 'b', 'c'])
    await works.end('a')
    await works.end('c')
    await works.end('d')
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
    expect(limiter.state).toMatchObject({ running: 0, waiting: 0 })
  })

  it('lets light calls pass heavy ones that wait for their class', async () => {
    const limiter = new Limiter({ max: 3, heavyMax: 1 })
    const works = new Works()
    for (const name of ['h1', 'h2', 'l1', 'l2', 'l3']) void works.run(limiter, name, { heavy: name.startsWith('h') })
    await tick()
    expect(works.started).toEqual(['h1', 'l1', 'l2'])
    await works.end('l1')
    expect(works.started).toEqual(['h1', 'l1', 'l2', 'l3'])
    await works.end('h1')
    expect(works.started.at(-1)).toBe('h2')
  })

  it('gives a place back when the work fails', async () => {
    const limiter = new Limiter({ max: 1 })
    await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await limiter.run(async () => 'yes')).toBe('yes')
  })

  it('lets go of who is cancelled while waiting', async () => {
    const limiter = new Limiter({ max: 1 })
    const works = new Works()
    const cancel = new AbortController()
    void works.run(limiter, 'a')
    const waiting = works.run(limiter, 'b', { signal: cancel.signal })
    const next = works.run(limiter, 'c')
    cancel.abort()
    await expect(waiting).rejects.toMatchObject({ sqlState: '57014' })
    await works.end('a')
    await works.end('c')
    expect(await next).toBe('c')
    expect(works.started).toEqual(['a', 'c'])
    await expect(works.run(limiter, 'd', { signal: cancel.signal })).rejects.toMatchObject({ sqlState: '57014' })
  })

  it('refuses when too many wait', async () => {
    const limiter = new Limiter({ max: 1, queueMax: 1 })
    const works = new Works()
    void works.run(limiter, 'a')
    void works.run(limiter, 'b')
    await expect(works.run(limiter, 'c')).rejects.toMatchObject({ sqlState: '53000' })
  })

  it('can be widened and narrowed while running', async () => {
    const limiter = new Limiter({ max: 1 })
    const works = new Works()
    for (const name of ['a', 'b', 'c', 'd']) void works.run(limiter, name)
    limiter.setMax(3)
    await tick()
    expect(works.started).toEqual(['a', 'b', 'c'])
    limiter.setMax(1)
    await works.end('a')
    await works.end('b')
    expect(works.started).toEqual(['a', 'b', 'c'])
    await works.end('c')
    expect(works.started).toEqual(['a', 'b', 'c', 'd'])
  })

  it('halves at 429 and recovers step by step', async () => {
    let now = 0
    const limiter = new Limiter({ max: 8, now: () => now })
    let status = 429
    const send = limited(limiter)(async () => ({ status }) as HttpResponse)
    const exchange = () => send({ method: 'GET', url: 'https://h/', kind: 'read' })
    await exchange()
    expect(limiter.state.allowed).toBe(4)
    await exchange()
    expect(limiter.state.allowed).toBe(2)
    status = 200
    const seen: number[] = []
    for (now of [100, 4_999, 5_000, 5_500, 6_000, 7_000, 8_000, 9_000, 10_000, 20_000]) {
      await exchange()
      seen.push(limiter.state.allowed)
    }
    expect(seen).toEqual([2, 2, 3, 3, 4, 5, 6, 7, 8, 8])
  })
})
