/**
 * One suite for every service: what it claims of a want is so, what it refuses is left as it was, and nothing is asked for
 * an offer. Rows with conditions, orders and groups are held against those of the whole table.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Value } from '../../src/base/types.ts'
import { wantedScopes } from '../../src/driver/inner.ts'
import {
  type ColumnRef,
  type Conjunct,
  newMeter,
  type Offer,
  type OfferOptions,
  type Predicate,
  type ReadContext,
  refName,
  ScanRefused,
  type Table,
  type Want,
} from '../../src/source/index.ts'
import { hurry } from '../support/hurry.ts'
import { type Opened, openSample, samples } from './services.ts'

hurry()

type Row = readonly Value[]

const options: OfferOptions = { road: 'auto', pushdown: true, textComparison: 'exact', prefer: 'balanced' }
const context = (): ReadContext => ({ signal: new AbortController().signal, meter: newMeter() })
const conjunct = (predicate: Predicate): Conjunct => ({ predicate, sql: JSON.stringify(predicate.kind) })
const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted()

describe.each(samples)('the service of $schema', (sample) => {
  let at: Opened
  let table: Table
  let columns: readonly ColumnRef[]
  let whole: readonly Row[]
  const offered = (want: Omit<Want, 'table'>, given: Partial<OfferOptions> = {}): Offer =>
    at.service.offer({ table, ...want }, { ...options, ...given })
  /** The rows of a want, and the offer they came by: what is refused before its first page is offered anew. */
  const answered = async (want: Omit<Want, 'table'>, given: Partial<OfferOptions> = {}) => {
    for (let tried = 0; ; tried++) {
      const offer = offered(want, given)
      const rows: Row[] = []
      try {
        for await (const page of at.service.read(offer.scan, context())) rows.push(...page.rows)
        return { offer, rows }
      } catch (error) {
        if (!(error instanceof ScanRefused) || rows.length > 0 || tried === 24) throw error
      }
    }
  }
  const place = (name: string): number => columns.findIndex((ref) => refName(ref) === name)
  const all = (): Omit<Want, 'table'> => ({ columns, where: [] })

  beforeAll(async () => {
    at = await openSample(sample)
    table = (await at.service.table(sample.table, context()))!
    columns = table.columns.map((column) => ({ path: [], column }))
    whole = (await answered(all(), { pushdown: false })).rows
  })
  afterAll(() => at[Symbol.asyncDispose]())

  describe('tables', () => {
    it('have names of their own, and columns, keys and lookups that fit together', async () => {
      const names = await at.service.tables(context())
      expect(new Set(names.map(({ name }) => name)).size).toBe(names.length)
      for (const { schema, name, kind } of names.slice(0, 8)) {
        const found = (await at.service.table(name, context()))!
        expect(found).toMatchObject({ schema: at.service.schema, name, kind })
        expect(schema).toBe(at.service.schema)
        const own = new Set(found.columns.map((column) => column.name))
        expect(own.size).toBe(found.columns.length)
        for (const key of [...found.primaryKey, ...found.lookups.map(({ idColumn }) => idColumn)])
          expect(own).toContain(key)
      }
    })

    it('are none for a name that is not exactly one', async () => {
      expect(await at.service.table('No_Such_Table', context())).toBeUndefined()
      expect(await at.service.table(sample.table.toLowerCase().concat(' '), context())).toBeUndefined()
    })

    it('are asked for again when they are forgotten, unless that would tell nothing new', () => {
      expect(at.service.forget?.(sample.table) ?? false).toBe(false)
    })
  })

  describe('an offer', () => {
    it('is made of nothing but what is known, and the same each time', () => {
      const before = at.simulator.stats().calls
      for (const given of [{}, { pushdown: false }, { prefer: 'credits' }, { prefer: 'time' }] as const) {
        const [one, other] = [offered(all(), given), offered(all(), given)]
        expect(one.scan.text).toEqual(other.scan.text)
        expect(one.scan.key).toBe(other.scan.key)
        expect(one.price).toEqual(other.price)
      }
      at.service.expectedRows?.(table)
      expect(at.simulator.stats().calls).toBe(before)
    })

    it('names one of its roads, and one that there is not is as none', () => {
      for (const road of ['auto', 'no such road', ...Object.keys(at.service.roads)])
        expect(Object.keys(at.service.roads)).toContain(offered(all(), { road }).scan.road)
      expect(offered(all(), { road: 'no such road' }).scan.text).toEqual(offered(all()).scan.text)
    })

    it('says what it asks: another question has another key, a hint has not', () => {
      const { key } = offered(all()).scan
      if (key === undefined) return
      expect(offered({ ...all(), rowsHint: 3 }).scan.key).toBe(key)
      const others = [
        { columns: columns.slice(1), where: [] },
        { columns, where: [], orderBy: [byKey(true)], limit: 2 },
      ]
      for (const want of others) {
        // An order that stays here is no other question.
        const { scan, ordered, limited } = offered(want)
        if (ordered || limited || scan.columns.length < columns.length) expect(scan.key).not.toBe(key)
      }
    })
  })

  const byKey = (descending: boolean) => ({
    column: columns[place(table.primaryKey[0] ?? table.columns[0]!.name)]!,
    descending,
    nullsFirst: descending,
  })

  describe('rows', () => {
    it.each(['auto', 'every road'])('have the columns of the scan, and come once, by %s', async (which) => {
      const roads = which === 'auto' ? ['auto'] : Object.keys(at.service.roads)
      for (const road of roads) {
        const { offer, rows } = await answered(all(), { road })
        expect(offer.scan.columns).toEqual(columns.map(refName))
        expect(rows.every((row) => row.length === columns.length)).toBe(true)
        expect(sorted(rows)).toEqual(sorted(whole))
      }
    })

    it('cost no less than was said', async () => {
      const before = at.simulator.stats()
      const { offer } = await answered(all())
      const { calls, credits } = at.simulator.stats()
      expect(calls - before.calls).toBeGreaterThanOrEqual(offer.price.calls)
      expect(credits - before.credits).toBeGreaterThanOrEqual(offer.price.credits)
    })

    it('do not begin for a statement that has ended', async () => {
      const ended = { signal: AbortSignal.abort(), meter: newMeter() }
      if (offered(all()).price.calls === 0) return
      const before = at.simulator.stats().calls
      await expect(at.service.read(offered(all()).scan, ended)[Symbol.asyncIterator]().next()).rejects.toThrow()
      expect(at.simulator.stats().calls).toBe(before)
    })
  })

  describe('conditions', () => {
    /** For each column some, with the rows that pass them. */
    function* conditions(): Generator<{ readonly predicate: Predicate; readonly passes: (row: Row) => boolean }> {
      for (const [index, column] of columns.entries()) {
        const { type } = column.column
        const values = [...new Set(whole.map((row) => row[index]!))].filter((value) => value !== null)
        const isNull = (row: Row): boolean => row[index] === null
        for (const negated of [false, true])
          yield { predicate: { kind: 'null', column, negated }, passes: (row) => isNull(row) !== negated }
        const some = values.filter((value) => typeof value !== 'object').slice(0, 3)
        const [first] = some
        if (first === undefined || type.name === 'jsonb') continue
        const constants = some.map((value) => ({ value: value as Exclude<Value, null>, type }))
        const [constant] = constants as [(typeof constants)[0]]
        yield { predicate: { kind: 'compare', column, op: '=', constant }, passes: (row) => row[index] === first }
        yield {
          predicate: { kind: 'compare', column, op: '<>', constant },
          passes: (row) => !isNull(row) && row[index] !== first,
        }
        yield {
          predicate: { kind: 'in', column, constants, negated: false },
          passes: (row) => some.includes(row[index]!),
        }
      }
    }

    it('are kept as exactly as was said, one verdict for each', async () => {
      const wrong: string[] = []
      const outcomes = new Set<string>()
      for (const { predicate, passes } of conditions()) {
        const { offer, rows: got } = await answered({ columns, where: [conjunct(predicate)] })
        expect(offer.verdicts).toHaveLength(1)
        const [{ outcome }] = offer.verdicts as [Offer['verdicts'][0]]
        outcomes.add(outcome)
        expect(offer.exact).toBe(outcome === 'exact')
        const should = whole.filter(passes)
        const has = new Set(sorted(got))
        const lost = sorted(should).filter((row) => !has.has(row)).length
        const more = outcome === 'exact' ? got.length - should.length : 0
        if (lost > 0 || more !== 0 || has.size !== got.length)
          wrong.push(`${outcome} ${JSON.stringify(offer.scan.text)}: lacks ${lost}, has ${more} too many`)
      }
      expect(wrong).toEqual([])
      expect(outcomes.size).toBeGreaterThan(1)
    })

    it('stay here, all of them, without pushdown', () => {
      const where = [...conditions()].slice(0, 12).map(({ predicate }) => conjunct(predicate))
      const offer = offered({ columns, where }, { pushdown: false })
      expect(offer.verdicts.map(({ outcome }) => outcome)).toEqual(where.map(() => 'local'))
      expect(offer).toMatchObject({ exact: false, grouped: false, ordered: false, limited: false })
    })

    it('by keys are exact where lists of keys are taken, in the columns of the whole scan', async () => {
      const { keys, scan } = offered(all())
      for (const name of keys?.columns ?? []) {
        const index = place(name)
        const values = [...new Set(whole.map((row) => row[index]!))]
          .filter((value) => value !== null)
          .slice(0, Math.min(70, keys!.most))
        const constants = values.map((value) => ({
          value: value as Exclude<Value, null>,
          type: columns[index]!.column.type,
        }))
        const { offer, rows } = await answered({
          columns,
          where: [conjunct({ kind: 'in', column: columns[index]!, constants, negated: false })],
        })
        expect(offer.scan.columns).toEqual(scan.columns)
        const [{ outcome }] = offer.verdicts as [Offer['verdicts'][0]]
        // Of some texts there may be one that the remote system has no way to be asked for.
        if (outcome === 'local' && columns[index]!.column.type.name === 'text') continue
        expect(outcome).toBe('exact')
        const should = whole.filter((row) => values.includes(row[index]!))
        expect(sorted(rows)).toEqual(sorted(should))
      }
    })
  })

  describe('order, limit and groups', () => {
    it.each([false, true])(
      'the rows come in the order and number that were said, descending %s',
      async (descending) => {
        const wish = byKey(descending)
        const index = place(refName(wish.column))
        const { offer, rows } = await answered({ columns, where: [], orderBy: [wish], limit: 20, offset: 5 })
        const keys = (some: readonly Row[]): Value[] => some.map((row) => row[index]!)
        const inOrder = keys(whole).toSorted((a, b) => (String(a) < String(b) ? -1 : 1) * (descending ? -1 : 1))
        if (offer.ordered && offer.limited) expect(keys(rows)).toEqual(inOrder.slice(5, 25))
        // Nothing of it was done: neither rows nor their number are touched.
        else expect(sorted(rows)).toEqual(sorted(whole))
      },
    )

    it('groups are those of the rows, or none are made', async () => {
      const by = columns[place(sample.group)]!
      const want = { columns: [], where: [], grouping: { by: [by], aggregates: [{ fn: 'count' } as const] } }
      if (!offered(want).grouped) return
      const { offer, rows } = await answered(want)
      const counts = new Map<Value, number>()
      for (const row of whole) counts.set(row[place(sample.group)]!, (counts.get(row[place(sample.group)]!) ?? 0) + 1)
      expect(offer.scan.columns).toEqual([sample.group, 'count(*)'])
      expect(sorted(rows)).toEqual(sorted([...counts]))
    })
  })

  it('the account tells each thing by its name', async () => {
    const { account } = at.service
    if (!account) return
    const zone = await account.timeZone(context())
    expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow()
    expect(typeof (await account.edition(context()))).toBe('string')
    const report = await account.about(context())
    const scopes = report.features.map(({ scope }) => scope)
    expect([...new Set(scopes)].toSorted()).toEqual(wantedScopes([at.service.schema as 'crm'], true).toSorted())
    expect(report.features.every(({ works }) => works !== false)).toBe(true)
  })
})
