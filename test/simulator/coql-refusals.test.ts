import { describe, expect, it } from 'vitest'
import type { ApiVersion, Variants } from '../../src/simulator/model.ts'
import { coql } from './coql-world.ts'

const where = (condition: string): string => `select Amount from Deals where ${condition}`
const all = 'from Deals where id is not null'
const list = (count: number, item: (i: number) => string = String): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(', ')
/** Tests nested in pairs. */
const nested = (count: number): string => {
  const test = (i: number): string => (i === 1 ? 'Amount = 1' : `(${test(i - 1)} or Amount = ${i})`)
  return test(count)
}

const refusals: readonly [string, string][] = [
  // Names. The missing WHERE comes before the unknown module, the module before the column.
  ['select Nope from Nope', 'SYNTAX_ERROR {"clause":"where"}'],
  ['select Nope from Nope where id is not null', 'INVALID_QUERY {"module":"Nope"}'],
  ['select Amount from deals where id is not null', 'INVALID_QUERY {"module":"deals"}'],
  ['select Amount from Hidden where id is not null', 'INVALID_MODULE {}'],
  ['select Amount from Closed where id is not null', 'NO_PERMISSION {"permissions":["Crm_Implied_View_Closed"]}'],
  ['select Amount from Deals#123 where id is not null', 'INVALID_QUERY {"cvid":"123"}'],
  [`select Nope ${all}`, 'INVALID_QUERY {"column_name":"Nope"}'],
  [`select Id ${all}`, 'INVALID_QUERY {"column_name":"Id"}'],
  [`select amount ${all}`, 'INVALID_QUERY {"column_name":"amount"}'],
  [`select 'no path' ${all}`, 'INVALID_QUERY {"column_name":"no path"}'],
  [where('Nope = 1'), 'INVALID_QUERY {"column_name":"Nope"}'],
  [`select Amount ${all} order by Nope`, 'INVALID_QUERY {"column_name":"Nope"}'],
  [`select COUNT(id) ${all} group by Nope`, 'INVALID_QUERY {"column_name":"Nope"}'],
  [`select SUM(Nope) ${all}`, 'INVALID_QUERY {"column_name":"Nope"}'],
  [`select Account_Name.Nope ${all}`, 'INVALID_QUERY {"column_name":"Account_Name.Nope"}'],
  [`select Amount.Nope ${all}`, 'INVALID_QUERY {"column_name":"Amount.Nope"}'],
  [`select Owner.shoe_size ${all}`, 'INVALID_QUERY {"column_name":"Owner.shoe_size"}'],
  [
    `select Account_Name.Parent_Account.Parent_Account.Industry ${all}`,
    'INVALID_QUERY {"column_name":"Account_Name.Parent',
  ],
  [`select !Leads.Amount ${all}`, 'INVALID_QUERY {"column_name":"!Leads.Amount"}'],
  ["select 'What_Id->Leads.Last_Name' from Tasks where id is not null", 'INVALID_QUERY {"column_name":"What_Id->Leads'],
  [
    'select What_Id.Account_Name from Tasks where id is not null',
    'INVALID_QUERY {"column_name":"What_Id.Account_Name"}',
  ],
  // Types that are not supported at all, or not in a clause.
  [`select Items ${all}`, 'INVALID_QUERY {"column_name":"Items"}'],
  [`select Files ${all}`, 'INVALID_QUERY {"column_name":"Files"}'],
  [where('Items is null'), 'INVALID_QUERY {"column_name":"Items"}'],
  [where('Description is null'), 'INVALID_QUERY {"column_name":"Description","clause":"where"}'],
  [where("Description like '%x%'"), 'INVALID_QUERY {"column_name":"Description","clause":"where"}'],
  [where('Territories is null'), 'INVALID_QUERY {"column_name":"Territories","clause":"where"}'],
  [where('Layout = 1'), 'INVALID_QUERY {"column_name":"Layout","clause":"where"}'],
  [where('Owner.id = 9001'), 'INVALID_QUERY {"column_name":"Owner.id","clause":"where"}'],
  [`select Amount ${all} order by Description`, 'INVALID_QUERY {"column_name":"Description","clause":"order by"}'],
  [`select Amount ${all} order by Secret`, 'INVALID_QUERY {"column_name":"Secret","clause":"order by"}'],
  [`select Amount ${all} order by Account_Name.Account_Name`, '"clause":"order by"'],
  [`select COUNT(id) ${all} group by Description`, 'INVALID_QUERY {"column_name":"Description","clause":"group by"}'],
  [`select COUNT(id) ${all} group by Account_Name.Industry`, '"clause":"group by"'],
  // Operators by type.
  [
    where("Deal_Name > 'a'"),
    'INVALID_QUERY {"column_name":"Deal_Name","operator":">","reason":"invalid operator found"}',
  ],
  [where("Deal_Name between 'a' and 'b'"), '"operator":"between"'],
  [where("Stage >= 'a'"), '"operator":">="'],
  [where("Deal_Name not like 'x%'"), '"operator":"not like"'],
  [where("Amount like '1%'"), '"operator":"like"'],
  [where("Closing_Date like '2026%'"), '"operator":"like"'],
  [where('Hot != true'), '"operator":"!="'],
  [where('Hot is null'), '"operator":"is null"'],
  [where('Hot in (true)'), '"operator":"in"'],
  [where('Flag != true'), '"operator":"!="'],
  [where('Account_Name > 1'), '"operator":">"'],
  [where("Account_Name like '1%'"), '"operator":"like"'],
  [where("Owner.role.name like 'C%'"), '"operator":"like"'],
  [where('id >= 201'), '"operator":">="'],
  [where('id between 201 and 202'), '"operator":"between"'],
  [where("Secret = 's'"), '"operator":"="'],
  [where('Secret_Number > 1'), '"operator":">"'],
  [where("Record_Image = 'x'"), '"operator":"="'],
  // Values by type.
  [where("Amount = 'x'"), 'INVALID_QUERY {"column_name":"Amount","value":"x"}'],
  [where('Amount = x'), 'INVALID_QUERY {"column_name":"Amount","value":"x"}'],
  [where('Amount = true'), '"value":"true"'],
  [where("Amount = ''"), '"value":""'],
  [where("Amount = '1e5'"), '"value":"1e5"'],
  [where('Seats = 1.5'), '"value":"1.5"'],
  [where('Deal_Name = 5'), 'INVALID_QUERY {"column_name":"Deal_Name","value":"5"}'],
  [where('Deal_Name in (true)'), '"value":"true"'],
  [where('Hot = 1'), '"value":"1"'],
  [where("Hot = 'yes'"), '"value":"yes"'],
  [where("Closing_Date = '2026-02-30'"), '"value":"2026-02-30"'],
  [where("Closing_Date = '09/03/2026'"), '"column_name":"Closing_Date"'],
  [where("Closing_Date = '2026-03-09T00:00:00Z'"), '"column_name":"Closing_Date"'],
  [where("Created_Time = '2026-03-09T00:00:00'"), '"value":"2026-03-09T00:00:00"'],
  [where("Created_Time = '2026-03-09T00:00:00.000Z'"), '"value":"2026-03-09T00:00:00.000Z"'],
  [where("Created_Time = '2026-03-09 00:00:00+00:00'"), '"column_name":"Created_Time"'],
  [where("Created_Time = '2026-03-09T00:00Z'"), '"column_name":"Created_Time"'],
  [where("Account_Name = 'Zylker'"), '"value":"Zylker"'],
  [where('Account_Name = 1.5'), '"value":"1.5"'],
  [where("id > 'x'"), '"value":"x"'],
  // Repetition and aliases.
  [`select Amount, 'Amount' ${all}`, 'DUPLICATE_DATA {"column_name":"Amount"}'],
  [`select COUNT(id), COUNT(id) ${all}`, 'DUPLICATE_DATA {"column_name":"id","aggregate":"COUNT"}'],
  [`select Amount ${all} order by id, id desc`, 'DUPLICATE_DATA {"column_name":"id"}'],
  [`select COUNT(id) ${all} group by Stage, Stage`, 'DUPLICATE_DATA {"column_name":"Stage"}'],
  [
    `select COUNT(id), Stage ${all} group by Stage order by COUNT(id)`,
    'DUPLICATE_DATA {"column_name":"id","aggregate":"COUNT"}',
  ],
  [`select Stage ${all} group by Stage order by COUNT(id)`, 'INVALID_QUERY {}'],
  [`select Amount as '' ${all}`, 'INVALID_ALIAS {}'],
  [`select Amount as a, Seats as a ${all}`, 'DUPLICATE_ALIAS {"alias":"a","referred_columns":["Amount","Seats"]}'],
  [`select Amount as Seats, Seats ${all}`, 'INVALID_QUERY {"column_name":"Amount","alias":"Seats"}'],
  [`select id as key_of_it ${all}`, 'INVALID_QUERY {"column_name":"id","alias":"key_of_it"}'],
  [where('Cost = 1').replace('Amount', 'Amount as Cost'), 'INVALID_QUERY {"column_name":"Cost"}'],
  [`select Stage as s, COUNT(id) ${all} group by s`, 'INVALID_QUERY {"column_name":"s"}'],
  // Aggregates and groups.
  [`select Stage, COUNT(id) ${all}`, 'INVALID_QUERY {}'],
  [`select Amount, COUNT(id) ${all} group by Stage`, 'INVALID_QUERY {}'],
  [`select Stage, COUNT(id) ${all} group by Stage order by Amount`, 'INVALID_QUERY {}'],
  [`select SUM(Deal_Name) ${all}`, 'INVALID_QUERY {"column_name":"Deal_Name","aggregate":"SUM"}'],
  [`select MAX(Deal_Name) ${all}`, '"aggregate":"MAX"'],
  [`select MAX(id) ${all}`, '"aggregate":"MAX"'],
  [`select SUM(Closing_Date) ${all}`, '"aggregate":"SUM"'],
  [`select COUNT(Deal_Name) ${all}`, '"aggregate":"COUNT"'],
  [`select COUNT(Closing_Date) ${all}`, '"aggregate":"COUNT"'],
  [`select COUNT(Hot) ${all}`, '"aggregate":"COUNT"'],
  [`select SUM(Secret_Number) ${all}`, '"aggregate":"SUM"'],
  [`select SUM(Account_Name.Annual) ${all}`, 'INVALID_QUERY {"column_name":"Account_Name.Annual"}'],
  // Page.
  [`select Amount ${all} limit s`, 'INVALID_QUERY {"limit":"s"}'],
  [`select Amount ${all} limit -1`, 'INVALID_QUERY {"limit":"-1"}'],
  [`select Amount ${all} limit 1.5`, 'INVALID_QUERY {"limit":"1.5"}'],
  [`select Amount ${all} limit 5 offset x`, 'INVALID_QUERY {"offset":"x"}'],
  [`select Amount ${all} limit 0`, 'INVALID_DATA {}'],
  // Subqueries.
  [
    where('Account_Name = (select id from Accounts where id is not null)'),
    'INVALID_QUERY {"sub_query_sequence":1,"operator":"="}',
  ],
  [
    where('Amount = 1 and Account_Name in (select id, Account_Name from Accounts where id is not null)'),
    'INVALID_QUERY {"sub_query_sequence":1,"column_name":["id","Account_Name"]}',
  ],
  [
    where('Amount in (select Account_Name from Accounts where id is not null)'),
    'INVALID_QUERY {"column_name":"Amount"',
  ],
  [where('Account_Name in (select Nope from Accounts where id is not null)'), 'INVALID_QUERY {"column_name":"Nope"}'],
]

describe('refusals', async () => {
  const { refusal } = await coql()
  it.each(refusals)('%s', (text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})

/** What fits, what does not, by version. */
const limits: readonly [ApiVersion, string, (n: number) => string, number][] = [
  ['v8', '"by":"limit","limit":2000', (n) => `select Amount ${all} limit ${n}`, 2000],
  ['v6', '"by":"limit","limit":2000', (n) => `select Amount ${all} limit ${n}`, 2000],
  ['v3', '"by":"limit","limit":200', (n) => `select Amount ${all} limit ${n}`, 200],
  ['v8', '"by":"offset","limit":100000', (n) => `select Amount ${all} limit ${n}, 10`, 99_990],
  ['v6', '"by":"offset","limit":10000', (n) => `select Amount ${all} limit ${n}, 10`, 9990],
  ['v8', '"by":"offset","limit":100000', (n) => `select Amount ${all} offset ${n}`, 99_800],
  [
    'v8',
    '"by":"select_column","limit":500',
    (n) => `select ${list(n, (i) => `C${i}`)} from Wide where id is null`,
    500,
  ],
  ['v6', '"by":"select_column","limit":50', (n) => `select ${list(n, (i) => `C${i}`)} from Wide where id is null`, 50],
  ['v8', '"by":"criteria","limit":25', (n) => where(nested(n)), 25],
  ['v2', '"by":"criteria","limit":25', (n) => where(nested(n)), 25],
  ['v8', '"by":"in","limit":100', (n) => where(`Amount in (${list(n)})`), 100],
  ['v6', '"by":"in","limit":50', (n) => where(`Amount not in (${list(n)})`), 50],
  [
    'v8',
    '"by":"group_by","limit":4',
    (n) => `select COUNT(id) from Wide where id is null group by ${list(n, (i) => `C${i}`)}`,
    4,
  ],
  [
    'v8',
    '"by":"order_by","limit":10',
    (n) => `select C0 from Wide where id is null order by ${list(n, (i) => `C${i}`)}`,
    10,
  ],
  ['v8', '"by":"aggregate","limit":5', (n) => `select ${list(n, (i) => `SUM(C${i})`)} from Wide where id is null`, 5],
  ['v8', '"by":"joins","limit":5', (n) => `select ${list(n, (i) => `A${i}.Industry`)} from Wide where id is null`, 5],
  ['v6', '"by":"joins","limit":2', (n) => `select ${list(n, (i) => `A${i}.Industry`)} from Wide where id is null`, 2],
  [
    'v8',
    '"by":"select_joins","limit":15',
    (n) =>
      `select ${list(n, (i) => `A${i % 4}.${['Account_Name', 'Industry', 'Owner', 'Parent_Account'][i >> 2]}`)} from Wide where id is null`,
    15,
  ],
  ['v8', '"by":"dynamic_formula","limit":5', (n) => `select ${list(n, (i) => `Dynamic${i + 1}`)} ${all}`, 5],
  [
    'v8',
    '"by":"sub_query","limit":5',
    (n) => where(nested(n).replaceAll(/Amount = \d+/g, 'Account_Name in (select id from Accounts where id = 1)')),
    5,
  ],
]

describe('limits', () => {
  it.each(limits)('%s: %s', async (version, by, text, most) => {
    const { refusal } = await coql({}, version)
    expect(refusal(text(most))).toBe('accepted')
    expect(refusal(text(most + 1))).toBe(`LIMIT_EXCEEDED {${by}}`)
  })

  it.each([
    [{ coqlLimitMax: 200 }, `select Amount ${all} limit 201`],
    [{ coqlOffsetMax: 10_000 }, `select Amount ${all} limit 9999, 2`],
    [{ coqlSelectMax: 50 }, `select ${list(51, (i) => `C${i}`)} from Wide where id is null`],
    [{ coqlInMax: 50 }, where(`Amount in (${list(51)})`)],
    [{ coqlJoinMax: 2 }, `select ${list(3, (i) => `A${i}.Industry`)} from Wide where id is null`],
  ] as [Partial<Variants>, string][])('%j', async (variants, text) => {
    expect((await coql()).refusal(text)).toBe('accepted')
    expect((await coql(variants)).refusal(text)).toContain('LIMIT_EXCEEDED')
  })

  it('two relations after each other count once from v7, twice before', async () => {
    const text = `select Account_Name.Parent_Account.Industry, Owner.email ${all}`
    expect((await coql({ coqlJoinMax: 2 })).refusal(text)).toBe('accepted')
    expect((await coql({}, 'v6')).refusal(text)).toContain('"by":"joins"')
  })
})

describe('versions', () => {
  it.each([
    ['v6', 'v7', 'a custom view', (view: string) => `select Amount from Deals#${view} where id is not null`],
    ['v7', 'v8', 'a subquery', () => where('Account_Name in (select id from Accounts where id = 1)')],
    ['v3', 'v4', 'an aggregate', () => `select COUNT(id) ${all}`],
    ['v2', 'v3', 'GROUP BY', () => `select Stage ${all} group by Stage`],
    ['v6', 'v7', 'territories', () => `select Territories ${all}`],
  ] as [ApiVersion, ApiVersion, string, (view: string) => string][])(
    '%s lacks what %s has: %s',
    async (before, since, _what, text) => {
      const outcome = async (version: ApiVersion): Promise<string> => {
        const { refusal, world } = await coql({}, version)
        return refusal(text(world.views.find((view) => view.module === 'Deals')!.id))
      }
      expect(await outcome(since)).toBe('accepted')
      expect(await outcome(before)).not.toBe('accepted')
    },
  )
})

describe('what this org refuses', () => {
  it.each([
    [{ coqlForbidden: 'scope' }, `select Amount ${all}`, 401, 'OAUTH_SCOPE_MISMATCH'],
    [{ coqlForbidden: 'permission' }, `select Amount ${all}`, 403, 'NO_PERMISSION'],
    [{ coqlUnsupportedModules: ['Deals'] }, `select Amount ${all}`, 400, 'INVALID_MODULE'],
    [{ coqlSelectId: 'refused' }, `select id ${all}`, 400, 'INVALID_QUERY'],
    [{ coqlAggregates: 'refused' }, `select COUNT(id) ${all}`, 400, 'INVALID_QUERY'],
    [{ coqlGroupBy: 'refused' }, `select Stage ${all} group by Stage`, 400, 'INVALID_QUERY'],
  ] as [Partial<Variants>, string, number, string][])('%j', async (variants, text, status, code) => {
    expect((await coql()).refusal(text)).toBe('accepted')
    const { refusal } = (await coql(variants)).ask(text)
    expect([refusal?.status, refusal?.code]).toEqual([status, code])
  })

  it('duplicates with status 401, and faults under another code', async () => {
    const text = `select Amount, Amount ${all}`
    expect((await coql()).ask(text).status).toBe(400)
    expect((await coql({ coqlDuplicateStatus: 401 })).ask(text)).toMatchObject({
      status: 401,
      body: { code: 'DUPLICATE_DATA' },
    })
    const other = await coql({ coqlErrorCode: 'SYNTAX_ERROR' })
    expect(other.refusal(`select Nope ${all}`)).toBe('SYNTAX_ERROR {"column_name":"Nope"}')
    expect(other.refusal(`select Amount ${all} limit 3000`)).toContain('LIMIT_EXCEEDED')
  })
})

describe('the body', async () => {
  const { ask } = await coql()
  it.each([
    [{ select_query: undefined }, 'MANDATORY_NOT_FOUND', { api_name: 'select_query' }],
    [
      { select_query: 5 },
      'INVALID_DATA',
      { api_name: 'select_query', expected_data_type: 'string', json_path: '$.select_query' },
    ],
    [
      { include_meta: ['x'] },
      'INVALID_DATA',
      { api_name: 'include_meta', json_path: '$.include_meta[0]', supported_values: ['fields'] },
    ],
  ])('%j', (more, code, details) => {
    expect(ask(`select Amount ${all}`, more)).toMatchObject({ status: 400, body: { code, details, status: 'error' } })
  })
})
