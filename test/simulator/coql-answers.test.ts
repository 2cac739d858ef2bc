import { describe, expect, it } from 'vitest'
import type { Variants } from '../../src/simulator/model.ts'
import { coql, type Row } from './coql-world.ts'

const first = 'from Deals where id = 201'

describe('rows', () => {
  it('hold what was selected and always id; null where empty', async () => {
    const { rows } = await coql()
    expect(rows('select Deal_Name, Amount, Seats, Website from Deals where id > 202')).toEqual([
      { Deal_Name: "O'Neil 100%_", Amount: null, Seats: null, Website: null, id: '203' },
      { Deal_Name: null, Amount: 10, Seats: null, Website: null, id: '204' },
    ])
  })

  it('have the keys of paths and aliases', async () => {
    const { rows } = await coql()
    const text = `select 'Deal_Name' as 'The deal', Account_Name.Account_Name, Account_Name.Parent_Account, Account_Name.id,
      Owner.email, Owner.role.name, 'Order', !Deals.Amount ${first}`
    expect(rows(text)).toEqual([
      {
        'The deal': 'Pump',
        'Account_Name.Account_Name': 'Zylker',
        'Account_Name.Parent_Account': null,
        'Account_Name.id': '100',
        'Owner.email': 'ada@example.test',
        'Owner.role.name': 'CEO',
        Order: 1,
        '!Deals.Amount': 0.1,
        id: '201',
      },
    ])
  })

  it('give values of each type', async () => {
    const { rows } = await coql()
    expect(
      rows(`select Big, Closing_Date, Created_Time, Hot, Languages, Rate, Flag, Label, Description, Layout ${first}`),
    ).toEqual([
      {
        Big: '9007199254740993',
        Closing_Date: '2026-03-09',
        Created_Time: '2026-03-09T13:00:00+01:00',
        Hot: true,
        Languages: ['English', 'German'],
        Rate: 1.5,
        Flag: true,
        Label: 'L',
        Description: 'long',
        Layout: { name: 'Standard', id: '5' },
        id: '201',
      },
    ])
  })

  it('change offset with daylight saving', async () => {
    const { rows } = await coql()
    expect(rows('select Created_Time from Deals where id = 203')[0]?.Created_Time).toBe('2026-07-01T12:00:00+02:00')
  })
})

const zylker = { name: 'Zylker', id: '100' }

/** Select list, cells by default, variants, cells then. */
const shapes: readonly [string, Row, Partial<Variants>, Row][] = [
  ['Account_Name', { Account_Name: zylker }, { coqlLookupShape: 'id' }, { Account_Name: { id: '100' } }],
  ['Account_Name', { Account_Name: zylker }, { coqlLookupShape: 'flat' }, { Account_Name: '100' }],
  [
    'Owner',
    { Owner: { name: 'Moss', id: '9001' } },
    { coqlUserName: 'full' },
    { Owner: { name: 'Ada Moss', id: '9001' } },
  ],
  ['Languages', { Languages: ['English', 'German'] }, { coqlMultiselect: 'joined' }, { Languages: 'English;German' }],
  ['Stage', { Stage: 'Qualification' }, { coqlPicklistDisplay: true }, { Stage: 'Qualifizierung' }],
  ['Rate', { Rate: 1.5 }, { formulaForm: 'string' }, { Rate: '1.5' }],
  ['Website', { Website: 'https://a.test' }, { coqlMissingColumns: ['website'] }, {}],
  [
    'Website, Amount',
    { Website: 'https://a.test', Amount: 0.1 },
    { coqlMissingColumns: ['Deals.Amount'] },
    { Website: 'https://a.test' },
  ],
  [
    'Created_Time',
    { Created_Time: '2026-03-09T13:00:00+01:00' },
    { datetimeZone: 'org' },
    { Created_Time: '2026-03-09T08:00:00-04:00' },
  ],
  [
    'Created_Time',
    { Created_Time: '2026-03-09T13:00:00+01:00' },
    { datetimeForm: 'zulu' },
    { Created_Time: '2026-03-09T12:00:00Z' },
  ],
]

describe('shapes', () => {
  it.each(shapes)('%s: %j, with %j: %j', async (list, usual, variants, other) => {
    const text = `select ${list} ${first}`
    expect((await coql()).rows(text)).toEqual([{ ...usual, id: '201' }])
    expect((await coql(variants)).rows(text)).toEqual([{ ...other, id: '201' }])
  })

  it('lookups by version', async () => {
    const text = `select Account_Name, Owner, Account_Name.Owner ${first}`
    expect((await coql({}, 'v6')).rows(text)).toEqual([
      { Account_Name: { id: '100' }, Owner: { id: '9001' }, 'Account_Name.Owner': { id: '9001' }, id: '201' },
    ])
    expect((await coql({}, 'v7')).rows(text)).toEqual([
      { Account_Name: zylker, Owner: { name: 'Moss', id: '9001' }, 'Account_Name.Owner': { id: '9001' }, id: '201' },
    ])
  })

  it('multi-module lookups', async () => {
    const text = 'select What_Id, Appointment_For from Tasks where id = 401'
    const { rows, world } = await coql()
    const deals = { api_name: 'Deals', id: world.modules.get('Deals')?.id }
    expect(rows(text)).toEqual([{ What_Id: { id: '100' }, Appointment_For: { module: deals, id: '201' }, id: '401' }])
    const flat = await coql({ coqlLookupShape: 'flat' })
    expect(flat.rows(text)).toEqual([{ What_Id: '100', Appointment_For: '201', id: '401' }])
  })

  it('long integers as numbers keep every digit', async () => {
    const { ask } = await coql({ bigintForm: 'number' })
    expect(JSON.stringify(ask(`select Big ${first}`).body)).toContain('"Big":9007199254740993')
  })

  it('empty cells as empty text or list', async () => {
    const text = 'select Deal_Name, Languages from Deals where id = 204'
    expect((await coql()).rows(text)).toEqual([{ Deal_Name: null, Languages: null, id: '204' }])
    const other = { emptyText: 'empty', emptyMultiselect: 'array' } as const
    expect((await coql(other)).rows(text)).toEqual([{ Deal_Name: '', Languages: [], id: '204' }])
    const joined = await coql({ ...other, coqlMultiselect: 'joined' })
    expect(joined.rows(text)).toEqual([{ Deal_Name: '', Languages: '', id: '204' }])
  })
})

describe('the answer', () => {
  it('says whether there is more, counts its rows and gives the limit asked for', async () => {
    const { ask } = await coql()
    const answer = (page: string) => {
      const { status, body, rows, limit } = ask(`select N from Numbers where id is not null ${page}`)
      return [status, (body as { info?: object } | undefined)?.info, rows, limit]
    }
    expect(answer('')).toEqual([200, { count: 200, more_records: true }, 200, 200])
    expect(answer('limit 2000')).toEqual([200, { count: 2000, more_records: true }, 2000, 2000])
    expect(answer('limit 2000, 500')).toEqual([200, { count: 500, more_records: false }, 500, 500])
    expect(answer('limit 2000, 499')).toEqual([200, { count: 499, more_records: true }, 499, 499])
    expect(answer('limit 10 offset 2495')).toEqual([200, { count: 5, more_records: false }, 5, 10])
    expect(answer('offset 2400')).toEqual([200, { count: 100, more_records: false }, 100, 200])
    expect(answer('limit 700 offset 2500')).toEqual([204, undefined, 0, 700])
  })

  it('gives the limit asked for also when the query is refused', async () => {
    const { ask } = await coql()
    expect(ask('select Nope from Deals where id is not null limit 1500')).toMatchObject({ status: 400, limit: 1500 })
  })

  it('holds the metadata of the columns when asked for', async () => {
    const { ask } = await coql()
    const { body } = ask(`select Amount, Account_Name.Industry ${first}`, { include_meta: ['fields'] })
    expect(Object.keys((body as { fields: object }).fields)).toEqual(['Amount'])
    const old = await coql({}, 'v6')
    expect(old.ask(`select Amount ${first}`, { include_meta: ['fields'] }).body).not.toHaveProperty('fields')
  })
})

describe('ORDER BY', () => {
  const order = async (by: string, variants: Partial<Variants> = {}): Promise<string> => {
    const { rows } = await coql(variants)
    return rows(`select Amount from Deals where id is not null order by ${by}`)
      .map((row) => row.id)
      .join(' ')
  }

  it.each([
    ['id', {}, '201 202 203 204'],
    ['id desc', {}, '204 203 202 201'],
    ['Amount, id', {}, '203 201 202 204'],
    ['Amount desc, id', {}, '204 202 201 203'],
    ['Amount, id', { coqlNullOrder: 'largest' }, '201 202 204 203'],
    ['Amount desc, id', { coqlNullOrder: 'largest' }, '203 204 202 201'],
    ['Amount desc, id', { coqlNullOrder: 'first' }, '203 204 202 201'],
    ['Amount, id', { coqlNullOrder: 'last' }, '201 202 204 203'],
    ['Deal_Name, id', {}, '204 203 201 202'],
    ['Deal_Name, id desc', {}, '204 203 202 201'],
    ['Deal_Name desc, id', { coqlTextOrder: 'binary' }, '202 201 203 204'],
    ['Deal_Name, id', { coqlTextOrder: 'locale' }, '204 203 202 201'],
    ['Closing_Date desc, id', {}, '202 201 203 204'],
    ['Big, id', {}, '203 204 202 201'],
    ['Account_Name, id', {}, '204 202 203 201'],
  ] as const)('%s %j', async (by, variants, expected) => {
    expect(await order(by, variants)).toBe(expected)
  })

  it('reads pages of a sorted table', async () => {
    const { rows } = await coql()
    const page = (offset: number) =>
      rows(`select N from Numbers where id is not null order by N desc, id limit ${offset}, 900`)
    const all = [0, 900, 1800].flatMap(page)
    expect(new Set(all.map((row) => row.id)).size).toBe(2500)
    const expected = [...all].sort((a, b) => Number(b.N) - Number(a.N) || Number(a.id) - Number(b.id))
    expect(all).toEqual(expected)
  })

  it('gives no stable pages where rows tie', async () => {
    const { rows } = await coql()
    const page = (offset: number) => rows(`select N from Numbers where id is not null order by N limit ${offset}, 900`)
    expect(new Set([0, 900, 1800].flatMap(page).map((row) => row.id)).size).toBeLessThan(2500)
  })

  it('takes an alias for the column it names', async () => {
    const { rows } = await coql()
    const text = "select Amount as 'How much' from Deals where id is not null order by 'How much' desc limit 1"
    expect(rows(text)).toEqual([{ 'How much': 10, id: '204' }])
  })
})

describe('aggregates', () => {
  const ask = async (text: string, variants: Partial<Variants> = {}) => (await coql(variants)).rows(text)

  it('count, add and compare', async () => {
    const list = 'COUNT(id), SUM(Amount), AVG(Seats), MIN(Closing_Date), MAX(Created_Time)'
    expect(await ask(`select ${list} from Deals where id < 204`)).toEqual([
      {
        'COUNT(id)': 3,
        // Sums are binary doubles.
        'SUM(Amount)': 0.1 + 0.2,
        'AVG(Seats)': 2.5,
        'MIN(Closing_Date)': '2026-03-09',
        'MAX(Created_Time)': '2026-07-01T12:00:00+02:00',
      },
    ])
  })

  it('of nothing but empty cells are empty, counts are zero', async () => {
    const text = 'select COUNT(Seats), SUM(Seats), MAX(Big), COUNT(id) from Deals where id = 204'
    expect(await ask(text)).toEqual([{ 'COUNT(Seats)': 0, 'SUM(Seats)': null, 'MAX(Big)': null, 'COUNT(id)': 1 }])
    expect((await ask(text, { coqlCountSkipsNull: false }))[0]).toMatchObject({ 'COUNT(Seats)': 1 })
  })

  it('of no rows are as the variant has it', async () => {
    const text = 'select COUNT(id), SUM(Amount), MIN(Closing_Date) from Deals where id = 1'
    expect(await ask(text)).toEqual([])
    const row = { 'COUNT(id)': null, 'SUM(Amount)': null, 'MIN(Closing_Date)': null }
    expect(await ask(text, { coqlEmptyAggregate: 'null' })).toEqual([row])
    const zero = { ...row, 'COUNT(id)': 0, 'SUM(Amount)': 0 }
    expect(await ask(text, { coqlEmptyAggregate: 'zero' })).toEqual([zero])
    expect(
      await ask(`${text} group by Stage`.replace('COUNT', 'Stage, COUNT'), { coqlEmptyAggregate: 'zero' }),
    ).toEqual([])
  })

  it('go by group; an empty group is null', async () => {
    const text = 'select Stage, COUNT(id) from Deals where id is not null group by Stage order by Stage desc'
    expect(await ask(text)).toEqual([
      { Stage: 'Qualification', 'COUNT(id)': 2 },
      { Stage: 'Closed Won', 'COUNT(id)': 1 },
      { Stage: null, 'COUNT(id)': 1 },
    ])
  })

  it('group lookups, users, dates and booleans', async () => {
    const rows = await ask(
      'select Owner, Hot, COUNT(id) from Deals where Owner is not null group by Owner, Hot order by Hot',
    )
    expect(rows).toEqual([
      { Owner: { name: 'Lovelace', id: '9002' }, Hot: false, 'COUNT(id)': 1 },
      { Owner: { name: 'Moss', id: '9001' }, Hot: true, 'COUNT(id)': 1 },
    ])
  })

  it('put texts together that differ by case, or not', async () => {
    const text = "select Deal_Name, COUNT(id) from Deals where Deal_Name = 'pump' group by Deal_Name"
    expect(await ask(text)).toEqual([{ Deal_Name: 'Pump', 'COUNT(id)': 2 }])
    expect(await ask(text, { coqlGroupFoldsCase: false })).toHaveLength(2)
  })

  it('come in pages like rows', async () => {
    const { ask: answer } = await coql()
    const text = 'select id, COUNT(N) from Numbers where id is not null group by id order by id'
    expect(answer(text).body).toMatchObject({ info: { count: 200, more_records: true } })
    expect(answer(`${text} limit 2400, 200`).body).toMatchObject({ info: { count: 100, more_records: false } })
  })
})

describe('keyset paging', () => {
  it('reads from the bound to the page, not the table', async () => {
    const { rows, world } = await coql()
    const module = world.modules.get('Numbers')!
    let read = 0
    const scan = module.scan.bind(module)
    module.scan = function* (after) {
      for (const record of scan(after)) {
        read++
        yield record
      }
    }
    const page = rows("select N from Numbers where (id > '12000' and N is not null) order by id asc limit 100")
    expect([page[0]?.id, page.at(-1)?.id, read]).toEqual(['12001', '12100', 101])
    read = 0
    rows('select N from Numbers where (id > 10010 and id < 10020) order by id limit 2000')
    expect(read).toBe(10)
    read = 0
    expect(rows("select N from Numbers where id in ('10001', '12499', '5')")).toHaveLength(2)
    expect(read).toBe(0)
  })

  it('sees every row once', async () => {
    const { rows } = await coql()
    const seen: unknown[] = []
    let last = '0'
    for (;;) {
      const page = rows(`select N from Numbers where id > '${last}' order by id asc limit 700`)
      if (page.length === 0) break
      seen.push(...page.map((row) => row.id))
      last = String(seen.at(-1))
    }
    expect([seen.length, new Set(seen).size]).toEqual([2500, 2500])
  })
})
