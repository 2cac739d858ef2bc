/** What reading a desk costs: long lists from both ends, pages side by side, what belongs to tickets by their counters. */

import { afterEach, describe, expect, it } from 'vitest'
import type { SimulatorOptions } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'
import { all } from './all.ts'

let place: Place
afterEach(() => place[Symbol.asyncDispose]())

async function start(options: SimulatorOptions = {}): Promise<void> {
  const { desk, ...rest } = options
  place = await openPlace({ rows: 250, ...rest, desk: { credits: 1e9, ...desk } }, 'Services=crm,desk')
  await all(place.db, 'SELECT id FROM desk.departments')
  place.simulator.resetStats()
}

const paths = (): string[] => place.simulator.calls().map(({ path }) => path)
const credits = (): number => place.simulator.stats().credits

describe('long lists', () => {
  it.each([
    [50, 2600, 52 * 3 + 3 + 12],
    [100, 2600, 26 * 3 + 3 + 12],
    [50, 5000, 100 * 3 + 60],
  ])('of columns that only lists show cost no deep offsets: pages of %i, %i tickets', async (size, tickets, most) => {
    await start({ variants: { deskTicketsLimit: size }, desk: { tickets } })
    const ids = await all(place.db, 'SELECT id, "accountId" FROM desk.tickets')
    expect(new Set(ids.map(([id]) => id)).size).toBe(tickets)
    expect(ids).toHaveLength(tickets)
    expect(credits()).toBeLessThanOrEqual(most)
    expect(
      Math.max(...place.simulator.calls().map(({ query }) => Number(/from=(\d+)/.exec(query)?.[1] ?? 0))),
    ).toBeLessThanOrEqual(2000)
  })

  it('learn how many rows a page has, once', async () => {
    await start({ desk: { tickets: 120 } })
    for (let i = 0; i < 2; i++)
      expect(await all(place.db, 'SELECT id, "accountId" FROM desk.tickets')).toHaveLength(120)
    expect(place.simulator.calls().filter(({ status }) => status === 422)).toHaveLength(1)
  })
})

describe('pages', () => {
  it('that are sure to be wanted are asked for side by side, no more of them than one by one', async () => {
    await start({ latency: 5, variants: { deskTicketsLimit: 100 }, desk: { tickets: 1500 } })
    const sql = 'SELECT id, description FROM desk.tickets'
    await place.db.explain(sql)
    place.simulator.resetStats()
    expect(await all(place.db, sql)).toHaveLength(1500)
    expect(credits()).toBeLessThanOrEqual(16 * 3)
    expect(place.simulator.stats().maxInFlight).toBeGreaterThan(2)
  })
})

describe('what belongs to tickets', () => {
  const comments = (): number => paths().filter((path) => path.endsWith('/comments')).length
  const counted = (priority: string): number =>
    place.simulator.deskRows('tickets').filter((row) => row.priority === priority && Number(row.commentCount) > 0)
      .length
  const joined = `SELECT t.id, c.content FROM desk.tickets t JOIN desk.ticket_comments c ON c."ticketId" = t.id
     WHERE t.priority = 'High'`

  it('is asked for of tickets whose counter is not 0', async () => {
    await start({ desk: { tickets: 120 } })
    await all(place.db, joined)
    expect(comments()).toBe(counted('High'))
    place.simulator.resetStats()
    await all(place.db, 'SELECT count(*) FROM desk.ticket_comments')
    expect(comments()).toBe(
      place.simulator.deskRows('tickets').filter(({ commentCount }) => Number(commentCount) > 0).length,
    )
  })

  it('is not believed to be nothing because a late index says so', async () => {
    await start({ variants: { deskIndexDelay: 60_000 }, desk: { tickets: 120 } })
    const quiet = place.simulator.deskRows('tickets').find((row) => row.priority === 'High' && row.commentCount === 0)!
    const expected = (await all(place.db, joined)).length
    const { url, accessToken } = place.simulator
    await fetch(`${url}/api/v1/tickets/${quiet.id}/comments`, {
      method: 'POST',
      headers: {
        authorization: `Zoho-oauthtoken ${accessToken}`,
        orgId: '60019283746',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ content: 'From elsewhere', isPublic: false }),
    })
    expect(await all(place.db, `${joined} AND t."modifiedTime" > '2020-01-01'`)).toHaveLength(expected + 1)
  })
})
