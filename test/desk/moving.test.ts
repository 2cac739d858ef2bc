/**
 * Desks that change while they are read: before each call some rows are changed, thrown away or made. What was there
 * throughout must be in the answer, once; or the answer is an error.
 */
import { expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import type { DeskVariants } from '../../src/simulator/desk/variants.ts'
import { type Chance, chance } from '../oracle/chance.ts'
import { openPlace, type Place } from '../support/place.ts'
import { all } from './all.ts'

const TICKETS = 460

/** Who changes a desk: of every fourth ticket nothing changes but its time of change, the others come and go. */
class Others {
  readonly #place: () => Place
  readonly #random: Chance
  #made = 0
  isAtWork = false
  readonly gone = new Set<string>()

  constructor(place: () => Place, seed: number) {
    this.#place = place
    this.#random = chance(`others ${seed}`)
  }

  get #ids(): readonly string[] {
    return this.#place()
      .simulator.deskRows('tickets')
      .map(({ id }) => String(id))
  }

  /** Before a call. */
  act(): void {
    if (!this.isAtWork) return
    const random = this.#random
    const { simulator } = this.#place()
    const ids = this.#ids
    for (let i = 0; i < 2; i++)
      simulator.deskPut('tickets', { id: random.pick(ids), priority: random.pick(['Low', 'High']) })
    if (random.odds(0.5)) {
      const id = random.pick(ids)
      this.gone.add(id)
      simulator.deskRemove('tickets', id)
    }
    if (random.odds(0.7)) {
      const status = random.pick(['Open', 'Closed'])
      const [first] = simulator.deskRows('departments')
      simulator.deskPut('tickets', {
        subject: `New ${this.#made++}`,
        status,
        statusType: status,
        departmentId: first!.id,
      })
    }
  }
}

/** Each with what of a ticket that was there all the time puts it into the answer. */
const readings: readonly (readonly [sql: string, belongs: (row: Readonly<Record<string, unknown>>) => boolean])[] = [
  ['SELECT id FROM desk.tickets', () => true],
  ['SELECT id, "accountId", "isArchived" FROM desk.tickets', () => true],
  ['SELECT id, description, "modifiedTime" FROM desk.tickets', () => true],
  [`SELECT id FROM desk.tickets WHERE status = 'Open'`, ({ status }) => status === 'Open'],
  [`SELECT id, "tagCount" FROM desk.tickets WHERE status = 'Escalated'`, ({ status }) => status === 'Escalated'],
  [`SELECT id FROM desk.tickets WHERE "modifiedTime" >= '2020-01-01'`, () => true],
  [`SELECT id FROM desk.tickets WHERE "createdTime" >= '2020-01-01' ORDER BY "createdTime", id`, () => true],
  [`SELECT id FROM desk.tickets WHERE subject ILIKE '%the%'`, ({ subject }) => /the/i.test(String(subject))],
]

async function readWhileMoving(seed: number, properties: string, variants: Partial<DeskVariants>): Promise<string[]> {
  const wrong: string[] = []
  let place: Place | undefined
  const others = new Others(() => place!, seed)
  const latency = (): number => {
    others.act()
    return 0
  }
  place = await openPlace(
    { rows: 250, credits: 1e9, latency, variants, desk: { tickets: TICKETS, credits: 1e9 } },
    `Services=crm,desk;${properties}`,
  )
  await using open = place
  for (const [sql, belongs] of readings) {
    await open.db.explain(sql)
    const before = open.simulator
      .deskRows('tickets')
      .filter(belongs)
      .map(({ id }) => String(id))
    others.isAtWork = true
    const read = await all(open.db, sql).catch((error: Error) => error)
    others.isAtWork = false
    // Searches count what is changed all the time: that is an error in the end.
    if (properties === 'Road=search' && read instanceof ZohoSqlError && read.code === 'REMOTE_ANSWER') continue
    if (read instanceof Error) throw read
    const ids = read.map(([id]) => String(id))
    const lost = before.filter((id) => !others.gone.has(id) && !ids.includes(id))
    if (lost.length > 0) wrong.push(`${lost.length} lost: ${sql}`)
    if (new Set(ids).size !== ids.length) wrong.push(`${ids.length - new Set(ids).size} doubled: ${sql}`)
  }
  return wrong
}

const desks: readonly Partial<DeskVariants>[] = [
  {},
  { deskTicketsLimit: 100, deskFromBase: 'one', deskRangeEnds: 'exclusive' },
  { deskFields: 'refused', deskSearchFromMax: 999, deskTimes: 'seconds' },
  { deskSearchCount: 'capped', deskOrder: 'oldest', deskTicketsSort: 'spec' },
]

const cases = [
  ...desks.map((variants, seed) => ({ variants, way: '', seed })),
  ...desks.slice(0, 2).map((variants, i) => ({ variants, way: 'Road=search', seed: 10 + i })),
  { variants: desks[2]!, way: 'Road=records', seed: 20 },
]

it.each(cases)('a desk that changes while it is read loses and doubles no row: $way $variants', async (given) => {
  expect(await readWhileMoving(given.seed, given.way, given.variants)).toEqual([])
})
