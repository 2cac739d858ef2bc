import { describe, expect, it } from 'vitest'
import type { FaultKind, FaultOptions } from '../../src/simulator/index.ts'
import { type Client, withSimulator } from './help.ts'

const org = '/crm/v8/org'
const struck = (kind: FaultKind): FaultOptions => ({ script: [{ kind, path: '/org' }] })

/** Status of a call, or what broke it. */
async function outcome({ get }: Client): Promise<number | string> {
  try {
    return (await get(org)).status
  } catch (error) {
    if (error instanceof SyntaxError) return 'syntax'
    return (error as { cause?: { code?: string } }).cause?.code ?? String(error)
  }
}

describe('scripted faults', () => {
  const kinds: readonly [kind: FaultKind, first: number | string][] = [
    ['500', 500],
    ['502', 502],
    ['503', 503],
    ['html', 502],
    ['html-200', 200],
    ['429', 429],
    ['reset', 'ECONNRESET'],
    ['reset-after', 'ECONNRESET'],
    ['truncated', 'UND_ERR_SOCKET'],
    ['cut-json', 'syntax'],
    ['slow', 200],
    ['expire', 401],
  ]
  it.each(kinds)('%s strikes once', async (kind, first) => {
    await withSimulator({ faults: struck(kind) }, async (client) => {
      expect(await outcome(client)).toBe(first)
      expect(await outcome(client)).toBe(kind === 'expire' ? 401 : 200)
      expect(client.simulator.calls()[0]).toMatchObject({ fault: kind })
    })
  })

  it('hang never answers, and does not keep the simulator from closing', async () => {
    await withSimulator({ faults: struck('hang') }, async ({ simulator }) => {
      const headers = { Authorization: `Bearer ${simulator.accessToken}` }
      const waiting = fetch(simulator.url + org, { headers, signal: AbortSignal.timeout(80) })
      await expect(waiting).rejects.toThrow(/timeout/)
    })
  })

  it('a call that was broken before an answer costs nothing, one broken after it does', async () => {
    for (const [kind, credits] of [
      ['reset', 0],
      ['reset-after', 1],
    ] as const) {
      await withSimulator({ faults: struck(kind) }, async (client) => {
        await outcome(client)
        expect(client.simulator.stats().credits).toBe(credits)
        expect(client.simulator.stats().statuses).toEqual({ 0: 1 })
      })
    }
  })

  it('strikes the nth fitting call, some times, with any status and body', async () => {
    const script = [
      {
        kind: 'status' as const,
        path: /coql$/,
        containing: 'Deals',
        nth: 2,
        times: 2,
        status: 418,
        body: { code: 'TEA' },
      },
    ]
    await withSimulator({ faults: { script } }, async ({ coql }) => {
      const ask = async (module: string): Promise<number> =>
        (await coql(`select id from ${module} where id is not null`)).status
      const statuses: number[] = []
      for (const module of ['Deals', 'Leads', 'Deals', 'Deals', 'Deals']) statuses.push(await ask(module))
      expect(statuses).toEqual([200, 200, 418, 418, 200])
    })
  })
})

describe('faults by chance', () => {
  const run = async (seed: number): Promise<(number | string)[]> => {
    const outcomes: (number | string)[] = []
    const faults = { random: { seed, rate: 0.4, kinds: ['500', '503', 'reset', '429'] as const } }
    await withSimulator({ faults }, async (client) => {
      for (let i = 0; i < 40; i++) outcomes.push(await outcome(client))
    })
    return outcomes
  }

  it('strike the same calls for the same seed', async () => {
    const first = await run(7)
    expect(await run(7)).toEqual(first)
    expect(await run(8)).not.toEqual(first)
    const hit = first.filter((status) => status !== 200).length
    expect(hit).toBeGreaterThan(8)
    expect(hit).toBeLessThan(25)
    expect(new Set(first)).toEqual(new Set([200, 500, 503, 429, 'ECONNRESET']))
  })

  it('end when they are taken away', async () => {
    await withSimulator({ faults: { random: { seed: 1, rate: 1, kinds: ['500'] } } }, async (client) => {
      expect(await outcome(client)).toBe(500)
      client.simulator.setFaults({})
      expect(await outcome(client)).toBe(200)
    })
  })
})
