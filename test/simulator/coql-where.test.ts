import { describe, expect, it } from 'vitest'
import type { Variants } from '../../src/simulator/model.ts'
import { coql } from './coql-world.ts'

/** Condition, ids of the deals it accepts by default. */
const conditions: readonly [string, string][] = [
  ['id is not null', '201 202 203 204'],
  // text
  ["Deal_Name = 'pump'", '201 202'],
  ["Deal_Name != 'pump'", '203'],
  ["Deal_Name in ('PUMP', 'x')", '201 202'],
  ["Deal_Name not in ('pump')", '203'],
  ["Deal_Name like 'PU%'", '201 202'],
  ["Deal_Name like '%mp'", '201 202'],
  ["Deal_Name like '%neil%'", '203'],
  ["Deal_Name like '100%_'", ''],
  ["Deal_Name like '%100%_'", '203'],
  ["Deal_Name like '%p_mp%'", ''],
  ["Deal_Name like 'pump'", '201 202'],
  ["Deal_Name not like '%u%'", '203'],
  ["Deal_Name = 'O''Neil 100%_'", '203'],
  ['Deal_Name is null', '204'],
  ['Deal_Name is not null', '201 202 203'],
  ["Deal_Name = ''", ''],
  ["Deal_Name != ''", '201 202 203'],
  ['Stage = Qualification', '201 203'],
  ["Label = 'L'", '201'],
  // numbers
  ['Amount = 0.1', '201'],
  ["Amount = '0.10'", '201'],
  ['Amount != 0.1', '202 204'],
  ['Amount > 0.1', '202 204'],
  ['Amount >= 0.1', '201 202 204'],
  ['Amount < 10', '201 202'],
  ['Amount <= 10', '201 202 204'],
  ['Amount between 0.1 and 0.2', '201 202'],
  ['Amount not between 0.1 and 0.2', '204'],
  ['Amount in (0.1, 10)', '201 204'],
  ['Amount not in (0.1, 10)', '202'],
  ['Amount > -1', '201 202 204'],
  ['Big = 9007199254740993', '201'],
  ["Big > '9007199254740992'", '201'],
  ['Rate > 1', '201'],
  ['Secret_Number = 7', '201'],
  // dates
  ["Closing_Date = '2026-03-09'", '201'],
  ["Closing_Date > '2026-03-09'", '202'],
  ["Closing_Date between '2026-03-01' and '2026-03-31'", '201 202'],
  ["Created_Time = '2026-03-09T13:00:00+01:00'", '201'],
  ["Created_Time >= '2026-03-09T12:00:01Z'", '202 203 204'],
  ["Created_Time < '2026-03-09T18:30:00-05:00'", '201'],
  ["Created_Time between '2026-07-01T10:00:00Z' and '2026-07-01T10:00:01Z'", '203 204'],
  // A day begins at midnight of the user, who is an hour ahead of UTC in March.
  ["Created_Time >= '2026-03-10'", '202 203 204'],
  ["Created_Time = '2026-03-10'", ''],
  // booleans, multi-selects, lookups
  ['Hot = true', '201 204'],
  ["Hot = 'false'", '202 203'],
  ['Flag is null', '202 203 204'],
  ["Languages = 'English;German'", '201'],
  ["Languages = 'German'", '202'],
  ["Languages like '%German%'", '201 202'],
  ['Languages is null', '203 204'],
  ['Account_Name = 100', '201'],
  ["Account_Name != '100'", '202 203'],
  ["Account_Name in ('100', 101)", '201 202'],
  ['Account_Name is null', '204'],
  ['Owner = 9001', '201'],
  // id
  ["id = '202'", '202'],
  ["id != '202'", '201 203 204'],
  ["id in ('204', '202', '999', '202')", '202 204'],
  ["id not in ('204')", '201 202 203'],
  ["id > '202'", '203 204'],
  ["id < '1000' and id > '0202'", '203 204'],
  ["(id > '201' and id < '204')", '202 203'],
  ["id > '201' or Amount = 0.1", '201 202 203 204'],
  // joins
  ["Account_Name.Account_Name = 'zylker'", '201'],
  ["Account_Name.Parent_Account.Account_Name = 'Zylker'", '202'],
  ['Account_Name.Parent_Account = 100', '202'],
  ["Account_Name.Account_Name != 'zylker'", '202 203'],
  ['Account_Name.Industry is null', '203 204'],
  ['Account_Name.id = 101', '202'],
  ["Owner.email = 'ada@example.test'", '201'],
  ["Owner.last_name like 'Love%'", '202'],
  ["Owner.role.name = 'CEO'", '201'],
  ["Owner.profile.id != '2'", '202'],
  ["Account_Name.Owner.last_name = 'Moss'", '201'],
  ["'Account_Name.Type' = 'Customer'", '201'],
  ['!Deals.Amount = 10', '204'],
  // subqueries
  ["Account_Name in (select id from Accounts where Industry = 'ASP')", '201'],
  ["Account_Name not in (select id from Accounts where Industry = 'ASP')", '202 203'],
  ["Account_Name = (select id from Accounts where Industry = 'ERP')", '202'],
  ["Account_Name != (select id from Accounts where Industry = 'none')", ''],
  ["id in (select id from Deals where Deal_Name = 'pump')", '201 202'],
  ['Amount > (select Amount from Deals where Seats = 3)', '202 204'],
  // booleans of tests
  ["(Hot = true and Amount = 10) or Stage = 'Closed Won'", '202 204'],
  ["(Hot = true or Amount = 0.2) and (Deal_Name is not null and Stage != 'Closed Won')", '201'],
]

describe('conditions', async () => {
  const ask = await coql()
  it.each(conditions)('%s', (condition, expected) => {
    expect(ask.ids(condition).join(' ')).toBe(expected)
  })
})

/** Condition, what it accepts by default, the variant, what it accepts then (a code: it is refused). */
const readings: readonly [string, string, Partial<Variants>, string][] = [
  ["Deal_Name = 'pump'", '201 202', { coqlTextCompare: 'sensitive' }, '202'],
  ["Deal_Name != 'pump'", '203', { coqlTextCompare: 'sensitive' }, '201 203'],
  ["Deal_Name in ('pump')", '201 202', { coqlTextCompare: 'sensitive' }, '202'],
  ["Deal_Name like 'pu%'", '201 202', { coqlTextCompare: 'sensitive' }, '202'],
  ["Deal_Name != 'pump'", '203', { coqlNotEqualKeepsNull: true }, '203 204'],
  ["Deal_Name not in ('pump')", '203', { coqlNotEqualKeepsNull: true }, '203 204'],
  ["Deal_Name not like '%ump%'", '203', { coqlNotEqualKeepsNull: true }, '203 204'],
  ['Amount not between 0 and 1', '204', { coqlNotEqualKeepsNull: true }, '203 204'],
  ['Amount != 10', '201 202', { coqlNotEqualKeepsNull: true }, '201 202 203'],
  ["Deal_Name like '%p_mp%'", '', { coqlLikeWildcards: 'sql' }, '201 202'],
  ["Deal_Name like 'P%p'", '', { coqlLikeWildcards: 'sql' }, '201 202'],
  ["Deal_Name = ' pump '", '', { coqlTrimsText: true }, '201 202'],
  ["Deal_Name = ''", '', { coqlEmptyLiteral: 'null' }, '204'],
  ["Deal_Name in ('', 'pump')", '201 202', { coqlEmptyLiteral: 'null' }, '201 202 204'],
  ["Deal_Name != ''", '201 202 203', { coqlEmptyLiteral: 'error' }, 'INVALID_QUERY'],
  ['Amount >= 1 and Amount < 20', '204', { coqlRangePair: 'refused' }, 'SYNTAX_ERROR'],
  ["id > '201' and id < '203'", '202', { coqlRangePair: 'refused' }, '202'],
  ['Amount between 0.1 and 10', '201 202 204', { coqlBetweenInclusive: false }, '202'],
  ["Created_Time = '2026-03-10'", '', { coqlDateOnDatetime: 'day' }, '202'],
  ["Created_Time > '2026-03-10'", '202 203 204', { coqlDateOnDatetime: 'day' }, '203 204'],
  ["Created_Time in ('2026-03-09', '2026-03-10')", '', { coqlDateOnDatetime: 'day' }, '201 202'],
  ["Created_Time > '2026-03-10'", '202 203 204', { coqlDateOnDatetime: 'error' }, 'INVALID_QUERY'],
  ["Created_Time > '2026-03-09T20:00:00Z'", '202 203 204', { coqlZuluRefused: true }, 'INVALID_QUERY'],
  ["Deal_Name = 'O\\'Neil'", 'SYNTAX_ERROR', { coqlBackslash: 'escape' }, ''],
  ["Stage = 'Gewonnen'", '', { coqlPicklistDisplay: true }, '202'],
  ["Stage = 'Closed Won'", '202', { coqlPicklistDisplay: true }, ''],
  ["Hot = true and Amount > 0 and Stage = 'Qualification'", 'SYNTAX_ERROR', { coqlStrictBrackets: false }, '201'],
  ["Amount = 10 or Hot = true and Stage = 'Qualification'", 'SYNTAX_ERROR', { coqlStrictBrackets: false }, '201 204'],
  ['Deal_Name IS NULL', '204', { coqlUpperNullTest: 'refused' }, 'SYNTAX_ERROR'],
  ['id is not null', '201 202 203 204', { coqlPending: 'include' }, '201 202 203 204 205'],
  ['Deal_Name = 5', 'INVALID_QUERY', { coqlErrorCode: 'INVALID_DATA' }, 'INVALID_DATA'],
  ['Website is not null', '201', { coqlRefusedColumns: ['Deals.Website'] }, 'INVALID_QUERY'],
  ["Account_Name.Industry = 'ASP'", '201', { coqlRefusedColumns: ['Accounts.Industry'] }, 'INVALID_QUERY'],
]

describe('readings', () => {
  it.each(readings)('%s: %s, with %j: %s', async (condition, usual, variant, other) => {
    const outcome = async (variants: Partial<Variants>): Promise<string> => {
      const ask = await coql(variants)
      const { refusal } = ask.ask(`select Deal_Name from Deals where ${condition}`)
      return refusal?.code ?? ask.ids(condition).join(' ')
    }
    expect([await outcome({}), await outcome(variant)]).toEqual([usual, other])
  })

  it('converted leads are there or left out', async () => {
    const text = 'select Last_Name from Leads where id is not null'
    expect((await coql()).rows(text)).toHaveLength(2)
    expect((await coql({ coqlConvertedLeads: 'omit' })).rows(text)).toEqual([{ Last_Name: 'Moss', id: '301' }])
    const unknown = await coql({ coqlConvertedColumn: 'unknown' })
    expect(unknown.refusal('select Converted__s from Leads where id is not null')).toContain('INVALID_QUERY')
  })

  it('a subquery gives a hundred rows at most', async () => {
    const ask = await coql()
    const text = 'select N from Numbers where id in (select id from Numbers where id is not null limit 150) limit 200'
    expect(ask.rows(text)).toHaveLength(100)
  })

  it('a path into one module is empty where the lookup points into another', async () => {
    const ask = await coql()
    const text = "select 'What_Id->Accounts.Account_Name' from Tasks where id is not null"
    expect(ask.rows(text).map((row) => row['What_Id->Accounts.Account_Name'])).toEqual(['Zylker', null, null])
    const where = "select Subject from Tasks where 'What_Id->Accounts.Industry' = 'ASP'"
    expect(ask.rows(where).map((row) => row.Subject)).toEqual(['Call'])
    const module = "select Appointment_For.module.api_name from Tasks where Appointment_For.module.api_name = 'Deals'"
    expect(ask.rows(module)).toEqual([{ 'Appointment_For.module.api_name': 'Deals', id: '401' }])
  })
})
