/**
 * Desk by every road under every reading of what its documents leave open, held against PostgreSQL with the same rows: the
 * demo's support desk next to its CRM, and a company by chance. `npm run oracle:desk` asks more, of 12,000 tickets.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskVariants } from '../../src/simulator/desk/variants.ts'
import { hurry } from '../support/hurry.ts'
import { type DeskPlace, openCompany } from './open.ts'
import { companyQuestions, questions } from './questions.ts'
import { byWay, mixed, single } from './setups.ts'

hurry()

const readings: readonly Partial<DeskVariants>[] = [
  {},
  {
    deskFromBase: 'one',
    deskFromZero: 'refused',
    deskFromCap: 'all',
    deskFields: 'refused',
    deskRangeEnds: 'exclusive',
    deskSearchCount: 'capped',
  },
  { deskFromBase: 'zero', deskFieldsCustom: 'null', deskBareText: 'prefix', deskTimes: 'epoch', deskMissing: 422 },
  { deskTicketsLimit: 100, deskTicketsSort: 'spec', deskOrder: 'oldest', deskEmpty: 'data', deskBareText: 'whole' },
  { deskSearchFromMax: 999, deskCustomSearch: 'refused', deskAllowedValues: 'layouts', deskTypeCase: 'upper' },
  { deskCustomNumbers: 'number', deskCustomBooleans: 'boolean', deskMultiselect: 'array', deskCounters: 'number' },
  {
    deskUnknownField: 422,
    deskInclude: 'one',
    deskStatusType: 'DateTime',
    deskBareText: 'substring',
    deskMissing: 403,
    deskStateForm: 'joined',
  },
  {
    deskFields: 'refused',
    deskSearchFromMax: 999,
    deskRangeEnds: 'exclusive',
    deskTrashed: 'missing',
    deskCreditReading: 'B',
    deskStateForm: 'capitals',
  },
]

/** Every `of`-th question, another share for each index. */
const share = (all: readonly string[], index: number, of: number): readonly string[] =>
  all.filter((_sql, i) => (i + index) % of === 0)

describe('the demo’s desk', () => {
  let place: DeskPlace
  beforeAll(async () => {
    place = await openCompany({ seed: 1, tickets: 160, demo: true })
  }, 120_000)
  afterAll(() => place[Symbol.asyncDispose]())

  it.each(readings.map((variants, index) => ({ name: JSON.stringify(variants), variants, index })))(
    'answers as PostgreSQL does, pushed down or not, where $name',
    async ({ name, variants, index }) => {
      const [some, others] = [share(questions, index, 4), share(questions, index + 2, 4)]
      expect(await place.disagreements({ name, variants, properties: '' }, some)).toEqual([])
      expect(await place.disagreements({ name, variants, properties: 'Pushdown=false' }, others)).toEqual([])
    },
  )

  it('is sent nothing that no desk takes', async () => {
    expect(await place.disagreements({ name: '', variants: {}, properties: '' }, questions)).toEqual([])
    expect(place.simulator.breaches()).toEqual([])
  })
})

describe('a company by chance', () => {
  let place: DeskPlace
  let all: readonly string[]
  beforeAll(async () => {
    place = await openCompany({ seed: 1, tickets: 300 })
    all = [...companyQuestions, ...(await place.queries(1, 0, 80))]
  }, 120_000)
  afterAll(() => place[Symbol.asyncDispose]())

  it.each(byWay.map((setup, index) => ({ ...setup, index })))('is answered for whole: $name', async (setup) => {
    expect(await place.disagreements(setup, share(all, setup.index, 6))).toEqual([])
  })

  it('is answered for under each reading by itself', async () => {
    const wrong: string[] = []
    for (const [index, setup] of single.entries()) {
      const found = await place.disagreements(setup, share(all, index, 80))
      wrong.push(...found.map((line) => `[${setup.name}] ${line}`))
    }
    expect(wrong).toEqual([])
  })

  it.each([11, 13, 15])('is answered for under a mix of readings, seed %d', async (seed) => {
    expect(await place.disagreements(mixed(seed), share(all, seed, 12))).toEqual([])
  })
})

it('times without milliseconds are whole seconds', async () => {
  await using place = await openCompany({ seed: 2, tickets: 120, wholeSeconds: true })
  const all = [...companyQuestions, ...(await place.queries(2, 0, 20))]
  const variants = { deskTimes: 'seconds', deskRangeEnds: 'exclusive' } as const
  expect(await place.disagreements({ name: '', variants, properties: '' }, share(all, 0, 8))).toEqual([])
})
