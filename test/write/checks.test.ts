/** What is checked before the first call, the guards, and what Zoho refuses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Place } from '../support/place.ts'
import { failure, place } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await place()
})
afterAll(() => at[Symbol.asyncDispose]())

const writes = () => at.simulator.writes().length
const long = 'x'.repeat(41)

describe('nothing is sent when a row is bad', () => {
  it.each([
    ["('ok', 1), ('bad', 2147483648)", '(Name, Count)', '22003', 'Count', 1],
    ["('ok', 1), ('bad', 12345678901)", '(Name, Count)', '22003', 'Count', 1],
    ["('bad', 1e14)", '(Name, Price)', '22003', 'Price', 0],
    [`('${long}', 1)`, '(Name, Count)', '22001', 'Name', 0],
    ["('ok', 'A'), ('bad', 'a')", '(Name, Kind)', '23514', 'Kind', 1],
    ["('bad', 'x;q')", '(Name, Marks)', '23514', 'Marks', 0],
    ["('bad', 'nobody')", '(Name, Account)', '23503', 'Account', 0],
    ["('bad', 'Twice')", '(Name, Account)', '21000', 'Account', 0],
    ["('bad', 12)", '(Name, Account_id)', '23503', 'Account_id', 0],
    ["('bad', 12)", '(Name, Owner_id)', '23503', 'Owner_id', 0],
    ["('bad', 'Nobody Here')", '(Name, Owner)', '23503', 'Owner', 0],
    ["('bad', 'no@example.test')", '(Name, Owner_email)', '23503', 'Owner_email', 0],
    ["('bad', 'infinity')", '(Name, Moment)', '22008', 'Moment', 0],
    ['(1), (2)', '(Count)', '23502', 'Name', 0],
    ["('ok', 1), (NULL, 2)", '(Name, Count)', '23502', 'Name', 1],
    ["('ok', 1), ('', 2)", '(Name, Count)', '23502', 'Name', 1],
  ])('INSERT … VALUES %s %s is %s', async (values, columns, state, column, row) => {
    const before = writes()
    const error = await failure(() => at.db.query(`INSERT INTO Parts ${columns} VALUES ${values}`))
    expect(error.sqlState).toBe(state)
    expect(error.message).toContain(`row ${row + 1}, column "${column}"`)
    expect(error.outcomes?.[row]).toMatchObject({ index: row, outcome: 'rejected', column })
    expect(writes()).toBe(before)
  })

  it.each([
    ["INSERT INTO Parts (Name, Count) VALUES ('x', 'abc')", '22P02', /row 1, column "Count"/],
    ["INSERT INTO Parts (Name, Day) VALUES ('x', '2026-02-30')", '22008', /row 1, column "Day"/],
    ["INSERT INTO Parts (Name, Moment) VALUES ('x', 'soon')", '22007', /row 1, column "Moment"/],
    ["INSERT INTO Parts (Name, Active) VALUES ('x', 'maybe')", '22P02', /row 1, column "Active"/],
    ["INSERT INTO Parts (Name, Day) VALUES ('x', 5)", '42804', /column "Day" is of type date/],
    ["INSERT INTO Parts (Name, Count) VALUES ('x', 'a' || 'b')", '42804', /column "Count" is of type integer/],
    ["INSERT INTO Parts (id, Name) VALUES (1, 'x')", '428C9', /column "id"/],
    ["INSERT INTO Parts (Number, Name) VALUES ('1', 'x')", '428C9', /column "Number"/],
    ["INSERT INTO Parts (Created_Time, Name) VALUES (now(), 'x')", '428C9', /column "Created_Time"/],
    ['UPDATE Parts SET id = 1 WHERE Count = 1', '428C9', /column "id"/],
    ["INSERT INTO Parts (Account, Account_id, Name) VALUES ('Zuse AG', 1, 'x')", '42701', /"Account" and "Account_id"/],
    ["INSERT INTO Parts (Name, Name) VALUES ('x', 'y')", '42701', /more than once/],
    ["INSERT INTO Parts (Name, Nope) VALUES ('x', 'y')", '42703', /column "Nope" of relation "Parts"/],
    ["INSERT INTO Parts (Name) VALUES ('x', 'y')", '42601', /more expressions than target columns/],
    ["INSERT INTO Parts (Name, Count) VALUES ('x')", '42601', /more target columns than expressions/],
    ['INSERT INTO Parts (Name) SELECT Name, Count FROM Parts', '42601', /more expressions/],
    ["INSERT INTO Nothing (Name) VALUES ('x')", '42P01', /"Nothing"/],
    ['UPDATE Parts SET Count = count(*) WHERE Count = 1', '42803', /aggregate/],
    ['UPDATE Parts SET id = DEFAULT WHERE Count = 1', '0A000', /nothing is left to set/],
    ['UPDATE Parts SET Name = DEFAULT WHERE Count = 1', '23502', /column "Name"/],
    ['UPDATE Parts p SET Count = 1 FROM Accounts a WHERE p.Account_id = a.id RETURNING a.id', '0A000', /RETURNING/],
    ['UPDATE Parts SET Name = NULL WHERE Count = 1', '23502', /column "Name"/],
    ["INSERT INTO Parts (Name) VALUES ('x') ON CONFLICT (Code) DO NOTHING", '42P10', /"Code"/],
    ["UPDATE Users SET full_name = 'x' WHERE id = 1", '0A000', /"Users"/],
    ["INSERT INTO information_schema.tables (table_name) VALUES ('x')", '0A000', /"tables"/],
    ['TRUNCATE Parts', '0A000', /TRUNCATE/],
    ['MERGE INTO Parts USING Accounts ON true WHEN MATCHED THEN DELETE', '0A000', /MERGE/],
    ['WITH x AS (DELETE FROM Parts RETURNING id) SELECT * FROM x', '0A000', /WITH … DELETE/],
  ])('%s is %s', async (sql, state, message) => {
    const before = writes()
    const error = await failure(() => at.db.query(sql))
    expect(error.sqlState).toBe(state)
    expect(error.message).toMatch(message)
    expect(writes()).toBe(before)
  })

  it('a parameter is named with its place', async () => {
    const error = await failure(() =>
      at.db.query('INSERT INTO Parts (Name, Count) VALUES (?, ?), (?, ?)', ['a', 1, 'b', 'no']),
    )
    expect(error.message).toBe('parameter 4: invalid input syntax for type integer: "no" (row 2, column "Count")')
  })

  it('unless onWriteError=continue: then it is an outcome', async () => {
    await using own = await place('OnWriteError=continue')
    const rows = await own.db.query(
      "INSERT INTO Parts (Name, Kind) VALUES ('a', 'A'), ('b', 'Q'), ('c', 'B') RETURNING Name",
    )
    expect([rows.count, rows.map(({ Name }) => Name)]).toEqual([2, ['a', 'c']])
    expect(rows.outcomes?.map(({ outcome, column }) => [outcome, column])).toEqual([
      ['written', null],
      ['rejected', 'Kind'],
      ['written', null],
    ])
    expect(rows.stats.notices.join()).toContain('1 of 3 rows were refused')
  })
})

describe('guards', () => {
  it.each([
    'UPDATE Parts SET Count = 1',
    'UPDATE Parts SET Count = 1 WHERE true',
    'UPDATE Parts SET Count = 1 WHERE 1 = 1 OR Count = 2 OR true',
    'DELETE FROM Parts',
    "DELETE FROM Parts WHERE now() > '2000-01-01'",
    "DELETE FROM Parts USING Accounts AS a WHERE a.Account_Name = 'Zuse AG'",
    'DELETE FROM Parts WHERE EXISTS (SELECT 1 FROM Accounts)',
    'DELETE FROM Parts WHERE id = id',
    'DELETE FROM Parts AS p WHERE NOT (p.id <> id)',
    'UPDATE Parts SET Count = 1 WHERE Name IS NOT DISTINCT FROM Name AND id >= id',
  ])('%s is 54000', async (sql) => {
    const error = await failure(() => at.db.query(sql))
    expect([error.code, error.sqlState]).toEqual(['UNFILTERED_WRITE', '54000'])
  })

  it('a condition on a column is one, and allowUnfilteredWrites lets all', async () => {
    await using own = await place('AllowUnfilteredWrites=true')
    expect((await own.db.query('UPDATE Parts SET Ratio = 1')).count).toBe(250)
    await using other = await place()
    expect((await other.db.query('DELETE FROM Parts WHERE id IS NOT NULL')).count).toBe(250)
    expect(other.simulator.rows('Parts')).toEqual([])
  })

  it('maxWriteRows and maxCredits hold before the first row is sent', async () => {
    await using few = await place('MaxWriteRows=99')
    const many = await failure(() => few.db.query('UPDATE Parts SET Ratio = 1 WHERE Count < 100'))
    expect([many.code, few.simulator.writes().length]).toEqual(['WRITE_LIMIT', 0])
    await using poor = await place('MaxCredits=12')
    const costly = await failure(() => poor.db.query('UPDATE Parts SET Ratio = 1 WHERE Count < 100'))
    expect([costly.code, poor.simulator.writes().length]).toEqual(['CREDIT_LIMIT', 0])
    expect((await poor.db.query('UPDATE Parts SET Ratio = 1 WHERE Count < 90')).count).toBe(90)
  })

  it('readOnly refuses every write, but not their plans', async () => {
    await using own = await place('ReadOnly=true')
    for (const sql of [
      "INSERT INTO Parts (Name) VALUES ('x')",
      'DELETE FROM Parts WHERE Count = 1',
      'EXPLAIN ANALYZE DELETE FROM Parts WHERE Count = 1',
    ])
      expect((await failure(() => own.db.query(sql))).sqlState).toBe('25006')
    expect(String(await own.db.explain('DELETE FROM Parts WHERE Count = 1'))).toContain('DELETE /crm/v8/Parts?ids=…')
    expect(own.simulator.writes()).toEqual([])
  })

  it('unknownPicklistValues=send lets Zoho decide', async () => {
    await using own = await place('UnknownPicklistValues=send')
    await own.db.query("INSERT INTO Parts (Name, Kind) VALUES ('new kind', 'Q')")
    expect(own.simulator.rows('Parts').at(-1)).toMatchObject({ Kind: 'Q' })
  })

  it('triggers are Zoho’s, none, or some', async () => {
    const triggers = async (properties: string) => {
      await using own = await place(properties)
      await own.db.query("INSERT INTO Parts (Name) VALUES ('t')")
      return own.simulator.writes().at(-1)!.triggers
    }
    expect(await triggers('Triggers=none')).toEqual([])
    expect(await triggers('Triggers={workflow,approval}')).toEqual(['workflow', 'approval'])
    expect((await triggers('')).length).toBeGreaterThan(2)
  })
})

describe('what Zoho refuses', () => {
  it.each(['update', 'delete'] as const)('%s of a record that is not there is 23503, of its id', async (action) => {
    const error = await failure(() =>
      at.db.load('Parts', [{ id: '999', ...(action === 'update' && { Count: 1 }) }], { action }),
    )
    expect([error.sqlState, error.outcomes?.[0]?.column]).toEqual(['23503', 'id'])
  })

  it('TRUNCATE says what empties a table', async () => {
    expect((await failure(() => at.db.query('TRUNCATE Parts'))).hint).toBe('Use DELETE FROM … WHERE id IS NOT NULL.')
  })

  const outcomes = (rows: readonly { outcome: string }[] | undefined) => rows?.map(({ outcome }) => outcome)

  it('ends the statement, with what was written', async () => {
    await using own = await place('MaxConcurrency=1')
    await own.db.query("INSERT INTO Parts (Name, Code) VALUES ('first', 'K1')")
    const values = Array.from({ length: 250 }, (_, i) => `('v', '${i === 103 ? 'k1' : `V${i}`}')`)
    const error = await failure(() => own.db.query(`INSERT INTO Parts (Name, Code) VALUES ${values.join()}`))
    expect([error.code, error.sqlState]).toEqual(['ROWS_REJECTED', '23505'])
    expect(error.outcomes).toHaveLength(250)
    expect(error.outcomes![103]).toEqual({
      index: 103,
      outcome: 'rejected',
      id: own.simulator.rows('Parts').find((row) => row.Code === 'K1')!.id,
      code: 'DUPLICATE_DATA',
      message: expect.stringContaining('duplicate'),
      column: 'Code',
    })
    const kinds = outcomes(error.outcomes)!
    expect(kinds.filter((kind) => kind === 'written')).toHaveLength(199)
    expect(kinds.slice(200)).toEqual(Array(50).fill('notSent'))
    expect(own.simulator.rows('Parts').filter((row) => row.Name === 'v')).toHaveLength(199)
  })

  it.each([
    ['DUPLICATE_DATA', '23505'],
    ['MANDATORY_NOT_FOUND', '23502'],
    ['INVALID_DATA', '22023'],
    ['NO_PERMISSION', '42501'],
    ['RECORD_LOCKED', '55006'],
    ['RECORD_IN_BLUEPRINT', '55006'],
    ['NOT_APPROVED', '55006'],
    ['STORAGE_SPACE_EXCEEDED', 'HV000'],
  ])('%s is %s, whatever the status of the answer', async (code, state) => {
    for (const status of [400, 202, 207, 200]) {
      await using own = await place('', {
        variants: { writeAllFailedStatus: status },
        faults: { rows: [{ code, details: { api_name: 'Count' } }] },
      })
      const error = await failure(() => own.db.query('UPDATE Parts SET Count = 1 WHERE Count = 5'))
      expect([error.sqlState, error.outcomes?.[0]?.code, error.outcomes?.[0]?.column]).toEqual([state, code, 'Count'])
    }
  })

  it('with onWriteError=continue all is sent, and told', async () => {
    await using own = await place('OnWriteError=continue', {
      faults: { rows: [{ code: 'INVALID_DATA', nth: 3, times: 1 }] },
    })
    const rows = await own.db.query('UPDATE Parts SET Ratio = 1 WHERE Count < 150')
    expect(rows.count).toBe(149)
    expect(rows.outcomes?.filter(({ outcome }) => outcome !== 'written').map(({ code }) => code)).toEqual([
      'INVALID_DATA',
    ])
  })

  it('a refusal of the whole call is one of each row', async () => {
    await using own = await place('', {
      faults: {
        script: [
          {
            kind: 'status',
            path: 'Parts',
            status: 403,
            body: { code: 'NO_PERMISSION', message: 'permission denied', details: {}, status: 'error' },
            times: 9,
          },
        ],
      },
    })
    const error = await failure(() => own.db.query("INSERT INTO Parts (Name) VALUES ('a'), ('b')"))
    expect(error.sqlState).toBe('42501')
    expect(error.outcomes?.map(({ outcome, code }) => [outcome, code])).toEqual(
      Array(2).fill(['rejected', 'NO_PERMISSION']),
    )
  })
})

describe('a kept answer', () => {
  it('is not what a write is computed from, and is forgotten by it', async () => {
    await using own = await place('CacheTtl=3600')
    const count = async () =>
      (await own.db.query('SELECT Count FROM Parts WHERE Code IS NULL AND Name = ?', ['part 7']))[0]!.Count
    expect(await count()).toBe(7)
    await own.db.query("UPDATE Parts SET Count = Count + 1 WHERE Name = 'part 7'")
    expect(await count()).toBe(8)
    await own.db.query("UPDATE Parts SET Count = Count + 1 WHERE Name = 'part 7'")
    expect(await count()).toBe(9)
  })
})
