/** Results as npm `odbc` gives them, and the forms of values. */
import { describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/index.ts'
import { place, stateOf } from './company.ts'

describe('a result', () => {
  it('is an array of objects with columns, count, statement and parameters with it', async () => {
    await using at = await place()
    const sql = 'SELECT id, Name, Price FROM Things WHERE Name = ?'
    const rows = await at.db.query(sql, ["O'Neil"])
    expect(Array.isArray(rows)).toBe(true)
    expect([...rows]).toEqual([{ id: '9007199254740997', Name: "O'Neil", Price: 1250.5 }])
    expect(rows.count).toBe(1)
    expect(rows.statement).toBe(sql)
    expect(rows.parameters).toEqual(["O'Neil"])
    expect(JSON.parse(JSON.stringify(rows))).toEqual([...rows])
    expect(Object.keys(rows)).toEqual(['0'])
  })

  it('describes its columns in ODBC’s words', async () => {
    await using at = await place()
    const { columns } = await at.db.query(
      'SELECT id, Name, Count, Price, Ratio, Active, Day, Moment, count(*) OVER () AS n FROM Things LIMIT 1',
    )
    expect(columns.map(({ sqlType, ...described }) => described)).toEqual([
      { name: 'id', dataType: -5, dataTypeName: 'SQL_BIGINT', columnSize: 19, decimalDigits: 0, nullable: false },
      { name: 'Name', dataType: -9, dataTypeName: 'SQL_WVARCHAR', columnSize: 120, decimalDigits: 0, nullable: true },
      { name: 'Count', dataType: 4, dataTypeName: 'SQL_INTEGER', columnSize: 10, decimalDigits: 0, nullable: true },
      { name: 'Price', dataType: 2, dataTypeName: 'SQL_NUMERIC', columnSize: 16, decimalDigits: 2, nullable: true },
      { name: 'Ratio', dataType: 8, dataTypeName: 'SQL_DOUBLE', columnSize: 15, decimalDigits: 0, nullable: true },
      { name: 'Active', dataType: -7, dataTypeName: 'SQL_BIT', columnSize: 1, decimalDigits: 0, nullable: true },
      { name: 'Day', dataType: 91, dataTypeName: 'SQL_TYPE_DATE', columnSize: 10, decimalDigits: 0, nullable: true },
      {
        name: 'Moment',
        dataType: 93,
        dataTypeName: 'SQL_TYPE_TIMESTAMP',
        columnSize: 26,
        decimalDigits: 6,
        nullable: true,
      },
      { name: 'n', dataType: -5, dataTypeName: 'SQL_BIGINT', columnSize: 19, decimalDigits: 0, nullable: true },
    ])
  })

  it('has its columns when it has no rows, and names as they are written', async () => {
    await using at = await place()
    const rows = await at.db.query('SELECT NAME, price AS "Price in €", 1 + 1, upper(name) FROM things WHERE 1 = 0')
    expect([...rows]).toEqual([])
    expect(rows.columns.map((column) => column.name)).toEqual(['NAME', 'Price in €', '?column?', 'upper'])
  })

  it('says what it cost and that it is complete', async () => {
    await using at = await place()
    await at.db.query('SELECT id FROM Things')
    const { stats } = await at.db.query('SELECT id FROM Things')
    expect(stats).toMatchObject({ calls: 1, credits: 1, rowsFetched: 3, road: 'coql', retries: 0, complete: true })
    expect(stats.notices).toEqual([])
    expect(stats.bytes).toBeGreaterThan(50)
    expect(stats.elapsedMs).toBeGreaterThan(0)
  })

  it('takes its type from the caller', async () => {
    await using at = await place()
    const [row] = await at.db.query<{ Name: string }>('SELECT Name FROM Things ORDER BY id LIMIT 1')
    expect(row?.Name.length).toBe(6)
  })

  it('keeps a column whatever its name', async () => {
    await using at = await place()
    const [row] = await at.db.query('SELECT 1 AS "__proto__", 2 AS "constructor", 3 AS "2"')
    expect(Object.entries(row!).toSorted()).toEqual([
      ['2', 3],
      ['__proto__', 1],
      ['constructor', 2],
    ])
  })
})

const everything =
  'SELECT id, Name, Account, Account_id, Owner, Owner_id, Owner_email, Count, Serial, Price, Ratio, Active, Day, Moment, Kind, Tags FROM Things'

describe.each(['coql', 'records'])('values by %s', (road) => {
  it('have the forms that are promised', async () => {
    await using at = await place(`Road=${road}`)
    const [first, empty] = await at.db.query(`${everything} ORDER BY id`)
    expect(first).toEqual({
      id: '9007199254740997',
      Name: "O'Neil",
      Account: 'Zuse AG',
      Account_id: '9007199254740993',
      Owner: 'Eve Adams',
      Owner_id: '9007199254740995',
      Owner_email: 'eve@example.test',
      Count: 7,
      Serial: '9223372036854775807',
      Price: 1250.5,
      Ratio: 0.1,
      Active: true,
      Day: '2026-03-09',
      Moment: new Date('2026-03-09T08:35:00Z'),
      Kind: 'A',
      Tags: 'y;x',
    })
    const { id, Name, Active, ...others } = empty!
    expect([id, Name, Active]).toEqual(['9007199254740998', 'empty', false])
    expect(new Set(Object.values(others))).toEqual(new Set([null]))
  })

  it('as texts that lose nothing', async () => {
    await using at = await place(`Road=${road};ExactNumbers=true;Dates=string`)
    const [row] = await at.db.query(`${everything} ORDER BY id`)
    expect(row).toMatchObject({ Price: '1250.50', Ratio: '0.1', Moment: '2026-03-09T08:35:00.000Z', Count: 7 })
  })
})

describe('computed values', () => {
  it('counts are numbers, ids stay texts, sums are numbers unless exact ones are asked for', async () => {
    const sql =
      'SELECT count(*) AS n, max(id) AS id, sum(Price) AS sum, avg(Price) AS avg, sum(Count) AS whole FROM Things'
    await using at = await place()
    expect([...(await at.db.query(sql))]).toEqual([{ n: 3, id: '9007199254740999', sum: 1250.6, avg: 625.3, whole: 7 }])
    await using exact = await place('ExactNumbers=true')
    expect([...(await exact.db.query(sql))]).toEqual([
      { n: 3, id: '9007199254740999', sum: '1250.60', avg: '625.3000000000000000', whole: 7 },
    ])
  })

  it('of every type', async () => {
    await using at = await place('TimeZone=Asia/Kolkata')
    const [row] = await at.db.query(`SELECT 1.10 AS numeric, 1e300::double precision AS double, 2147483647 AS int,
      9007199254740993 AS big, true AS yes, date '2026-03-09' AS day, timestamp '2026-03-09 10:00' AS local,
      timestamptz '2026-03-09 10:00' AS instant, interval '1 day 02:00' AS span, time '10:00' AS clock,
      NULL AS nothing, ARRAY[1, 2] AS list, 'x'::varchar AS text`)
    expect(row).toEqual({
      numeric: 1.1,
      double: 1e300,
      int: 2147483647,
      big: '9007199254740993',
      yes: true,
      day: '2026-03-09',
      local: '2026-03-09T10:00:00.000',
      instant: new Date('2026-03-09T04:30:00Z'),
      span: '1 day 02:00:00',
      clock: '10:00:00',
      nothing: null,
      list: '{1,2}',
      text: 'x',
    })
  })
})

describe('an error', () => {
  it('is a ZohoSqlError with everything that was promised', async () => {
    await using at = await place()
    const error = await at.db.query('SELECT Nme FROM Things').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ZohoSqlError)
    expect(error).toMatchObject({
      name: 'ZohoSqlError',
      sqlState: '42703',
      code: 'UNDEFINED_COLUMN',
      position: 7,
      hint: expect.stringContaining('Name'),
      odbcErrors: [{ state: '42703', message: expect.stringContaining('Nme') }],
    })
  })

  it.each([
    ['SELECT FROM WHERE', '42601'],
    ['SELECT * FROM Nowhere', '42P01'],
    ['SELECT a.Name FROM Things', '42P01'],
    ['SELECT Name FROM Things, Accounts, Things t', '42702'],
    ['SELECT nofunction(Name) FROM Things', '42883'],
    ['SELECT Name, count(*) FROM Things', '42803'],
    ["SELECT 'x'::integer", '22P02'],
    ['SELECT 1 / 0', '22012'],
    ['SELECT * FROM Things LIMIT -1', '2201W'],
    ['SELECT (SELECT Name FROM Things)', '21000'],
    ['SELECT 1; SELECT 2', '42601'],
  ])('%s: %s', async (sql, state) => {
    await using at = await place()
    expect(await stateOf(() => at.db.query(sql))).toBe(state)
  })

  it.each([
    ["INSERT INTO Things (Name) VALUES ('x')", '25006'],
    ["UPDATE Things SET Name = 'x' WHERE Count = 7", '25006'],
    ['DELETE FROM Things WHERE Count = 7', '25006'],
    ['CREATE TABLE x (a int)', '0A000'],
    ['DROP TABLE Things', '0A000'],
    ['TRUNCATE Things', '0A000'],
  ])('no write is done by a connection that only reads: %s', async (sql, state) => {
    await using at = await place('ReadOnly=true')
    const before = JSON.stringify(at.simulator.rows('Things'))
    expect(await stateOf(() => at.db.query(sql))).toBe(state)
    expect(JSON.stringify(at.simulator.rows('Things'))).toBe(before)
    expect(at.simulator.writes()).toEqual([])
  })
})
