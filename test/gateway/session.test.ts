import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import * as client from './messages.ts'
import { transcript } from './messages.ts'
import { type Company, openCompany, Talk } from './support.ts'

let company: Company
beforeAll(async () => {
  company = await openCompany()
})
afterAll(() => company[Symbol.asyncDispose]())

async function opened(parameters: Record<string, string> = {}): Promise<Talk> {
  const talk = new Talk(company.backend)
  await talk.start(parameters)
  return talk
}

/** Each statement in a message of its own; what came back, without readiness. */
async function asked(...statements: string[]): Promise<string[]> {
  const talk = await opened()
  const lines = await Promise.all([talk.say(...statements.map(client.query))])
  return lines.flatMap(transcript)
}

describe('the greeting', () => {
  it('tells the settings, applies those of the client, and leaves out what nobody knows', async () => {
    const talk = new Talk(company.backend)
    const lines = transcript(
      await talk.start({
        TimeZone: 'Asia/Tokyo',
        datestyle: 'iso',
        nonsense: '1',
        options: '-c extra_float_digits=2 --application-name=a\\ b',
      }),
    )
    expect(lines).toContain('S server_version 14.18')
    expect(lines).toContain('S TimeZone Asia/Tokyo')
    expect(lines).toContain('S application_name a b')
    expect(lines).toContain('S DateStyle ISO, MDY')
    expect(lines.slice(-2)).toEqual(['K pid + 4 bytes', 'Z I'])
    expect(transcript(await talk.say(client.query('SHOW extra_float_digits')))).toContain('D 2')
  })
})

describe('Superset’s address, with options=-c timezone=UTC', () => {
  // What Superset 4 and 6 send for a chart by months, and before it.
  const months = `SELECT DATE_TRUNC('month', "Created_Time") AS __timestamp, COUNT(*) AS count
    FROM crm."Deals" GROUP BY DATE_TRUNC('month', "Created_Time") ORDER BY 1 LIMIT 5`

  it('has months begin at midnight of the zone that charts are labelled in', async () => {
    const talk = await opened({ options: '-c timezone=UTC' })
    expect(transcript(await talk.say(client.query('show timezone')))).toContain('D UTC')
    const rows = transcript(await talk.say(client.query(months))).filter((line) => line.startsWith('D '))
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row).toMatch(/^D \d{4}-\d\d-01 00:00:00\+00\|\d+$/)
  })
})

describe('the simple protocol', () => {
  it('runs several statements of one message, and stops at the first error', async () => {
    expect(await asked(`SELECT 1 AS a; SELECT 'x' AS b; SELECT nope; SELECT 3`)).toEqual([
      'T a:23',
      'D 1',
      'C SELECT 1',
      'T b:25',
      'D x',
      'C SELECT 1',
      'E ERROR 42703 column "nope" does not exist @40',
      'Z I',
    ])
  })

  it('reads Zoho’s tables with their types', async () => {
    const lines = await asked(
      `SELECT id, Deal_Name, Amount, Closing_Date, Created_Time, Account_Name_id FROM Deals ORDER BY id LIMIT 2`,
    )
    expect(lines[0]).toBe('T id:20 Deal_Name:1043 Amount:1700 Closing_Date:1082 Created_Time:1184 Account_Name_id:20')
    expect(lines[1]).toMatch(/^D \d+\|[^|]+\|-?[\d.]+\|\d{4}-\d\d-\d\d\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d\S*\|/)
    expect(lines.slice(-2)).toEqual(['C SELECT 2', 'Z I'])
  })

  it('answers an empty message, and refuses writes and what is not there', async () => {
    expect(await asked('', ' ; ')).toEqual(['I', 'Z I', 'I', 'Z I'])
    expect(await asked(`INSERT INTO Leads (Last_Name) VALUES ('x')`)).toContain(
      'E ERROR 25006 cannot execute INSERT in a read-only transaction',
    )
    expect(await asked('CREATE TEMP TABLE x (a int)')).toContain(
      'E ERROR 25006 cannot execute CREATE TABLE in a read-only transaction',
    )
    expect(await asked('SELECT * FROM nowhere')).toContain('E ERROR 42P01 relation "nowhere" does not exist @15')
    expect(await asked('SELECT 1; SELECT nope FROM Leads')).toContain(
      'E ERROR 42703 column "nope" does not exist in Leads @18',
    )
    expect(await asked('SELEC 1')).toContain('E ERROR 42601 syntax error at or near "SELEC" @1')
  })
})

describe('the extended protocol', () => {
  it('describes, binds and runs, pipelined', async () => {
    const talk = await opened()
    const lines = transcript(
      await talk.say(
        client.parse('SELECT Last_Name FROM Leads WHERE id > $1 ORDER BY id LIMIT $2', 's'),
        client.describeStatement('s'),
        client.bind(['0', '2'], { statement: 's' }),
        client.describePortal(),
        client.execute(),
        client.sync(),
      ),
    )
    expect(lines.slice(0, 3)).toEqual(['1', 't 20,20', 'T Last_Name:1043'])
    expect(lines.slice(3, 5)).toEqual(['2', 'T Last_Name:1043'])
    expect(lines.slice(-2)).toEqual(['C SELECT 2', 'Z I'])
  })

  it('suspends a portal at its row limit and goes on', async () => {
    const talk = await opened()
    const lines = transcript(
      await talk.say(
        client.query('BEGIN'),
        client.parse('SELECT id FROM Leads ORDER BY id LIMIT 5'),
        client.bind([], { portal: 'p' }),
        client.execute(2, 'p'),
        client.execute(2, 'p'),
        client.execute(2, 'p'),
        client.sync(),
      ),
    )
    const marks = lines.filter((line) => !line.startsWith('D'))
    expect(marks).toEqual(['C BEGIN', 'Z T', '1', '2', 's', 's', 'C SELECT 1', 'Z T'])
    expect(lines.filter((line) => line.startsWith('D'))).toHaveLength(5)
  })

  it('does nothing after an error until Sync', async () => {
    const talk = await opened()
    const lines = transcript(
      await talk.say(
        client.parse('SELECT nope FROM Leads'),
        client.bind(),
        client.execute(),
        client.sync(),
        client.query('SELECT 1'),
      ),
    )
    expect(lines).toEqual([
      'E ERROR 42703 column "nope" does not exist in Leads @8',
      'Z I',
      'T ?column?:23',
      'D 1',
      'C SELECT 1',
      'Z I',
    ])
  })

  it.each([
    [
      'an unknown statement',
      client.bind([], { statement: 'x' }),
      'E ERROR 26000 prepared statement "x" does not exist',
    ],
    ['an unknown portal', client.execute(0, 'x'), 'E ERROR 34000 portal "x" does not exist'],
    [
      'several statements',
      client.parse('SELECT 1; SELECT 2'),
      'E ERROR 42601 cannot insert multiple commands into a prepared statement',
    ],
  ])('refuses %s', async (_, message, expected) => {
    const talk = await opened()
    expect(transcript(await talk.say(message, client.sync()))).toEqual([expected, 'Z I'])
  })

  it('takes and gives binary values', async () => {
    const talk = await opened()
    const id = Buffer.alloc(8)
    id.writeBigInt64BE(0n)
    const bytes = await talk.say(
      client.parse(
        'SELECT id, Amount, Closing_Date FROM Deals WHERE id > $1 AND Amount IS NOT NULL ORDER BY id LIMIT 1',
        '',
        [20],
      ),
      client.bind([id], { given: [1], wanted: [1, 0, 1] }),
      client.execute(),
      client.sync(),
    )
    const row = client.serverMessages(bytes).find(({ letter }) => letter === 'D')
    const [first, amount, day] = client.rowValues(row!.body)
    expect(first?.readBigInt64BE()).toBeGreaterThan(0n)
    expect(amount?.toString()).toMatch(/^-?\d+\.\d\d$/)
    expect(day).toHaveLength(4)
  })
})

describe('transactions', () => {
  it('fail, and end in a rollback', async () => {
    expect(await asked('BEGIN', 'SELECT nope', 'SELECT 1', 'COMMIT')).toEqual([
      'C BEGIN',
      'Z T',
      'E ERROR 42703 column "nope" does not exist @8',
      'Z E',
      'E ERROR 25P02 current transaction is aborted, commands ignored until end of transaction block',
      'Z E',
      'C ROLLBACK',
      'Z I',
    ])
  })

  it('come back to a savepoint', async () => {
    const lines = await asked(
      'BEGIN',
      'SAVEPOINT a',
      'SELECT nope',
      'ROLLBACK TO a',
      'RELEASE a',
      'COMMIT',
      'RELEASE a',
    )
    expect(lines.filter((line) => line.startsWith('C'))).toEqual([
      'C BEGIN',
      'C SAVEPOINT',
      'C ROLLBACK',
      'C RELEASE',
      'C COMMIT',
    ])
    expect(lines.at(-2)).toBe('E ERROR 25P01 RELEASE SAVEPOINT can only be used in transaction blocks')
  })

  it('undo what was set in them', async () => {
    const lines = await asked(
      `SET application_name = 'a'`,
      'BEGIN',
      `SET application_name = 'b'`,
      'ROLLBACK',
      'SHOW application_name',
    )
    expect(lines).toContain('D a')
  })

  it('keep SET LOCAL to themselves', async () => {
    const lines = await asked(
      'BEGIN',
      `SET LOCAL statement_timeout = '5s'`,
      'SHOW statement_timeout',
      'COMMIT',
      'SHOW statement_timeout',
    )
    expect(lines.filter((line) => line.startsWith('D'))).toEqual(['D 5s', 'D 0'])
  })
})

it('a session whose client is gone begins nothing that came before that', async () => {
  const talk = new Talk(company.backend)
  await talk.start()
  const before = company.simulator.stats().calls
  talk.session.leave()
  expect(transcript(await talk.say(client.query('SELECT count(*) FROM "Deals"')))).toContainEqual(
    expect.stringContaining('The client went away.'),
  )
  expect(company.simulator.stats().calls).toBe(before)
})

describe('settings', () => {
  it('are judged by PostgreSQL and told to the client', async () => {
    expect(await asked(`SET TIME ZONE 'Asia/Tokyo'`, 'SHOW TimeZone')).toEqual([
      'C SET',
      'S TimeZone Asia/Tokyo',
      'Z I',
      'T TimeZone:25',
      'D Asia/Tokyo',
      'C SHOW',
      'Z I',
    ])
    const east = await asked(`SET TIME ZONE INTERVAL '+05:30' HOUR TO MINUTE`, `SELECT timestamptz '2024-01-01 00:00Z'`)
    expect(east).toEqual(expect.arrayContaining(['S TimeZone <+05:30>-05:30', 'D 2024-01-01 05:30:00+05:30']))
    expect(await asked(`SET nonsense = 1`)).toContain('E ERROR 42704 unrecognized configuration parameter "nonsense"')
    expect(await asked(`SET DateStyle = 'German'`)).toContain('E ERROR 0A000 DateStyle "German" is not supported')
  })

  it('reach the values of Zoho’s columns', async () => {
    const sql = 'SELECT Created_Time FROM Leads ORDER BY id LIMIT 1'
    const [, tokyo] = (await asked(`SET TimeZone = 'Asia/Tokyo'`, sql)).filter((line) => /^[DC]/.test(line))
    const [, utc] = (await asked(`SET TimeZone = 'UTC'`, sql)).filter((line) => /^[DC]/.test(line))
    expect(tokyo).toMatch(/\+09$/)
    expect(utc).toMatch(/\+00$/)
    expect(new Date(tokyo!.slice(2)).getTime()).toBe(new Date(utc!.slice(2)).getTime())
  })

  it('change by set_config, and go back by RESET and DISCARD', async () => {
    const lines = await asked(
      `SELECT set_config('search_path', '', false)`,
      'SHOW search_path',
      'RESET search_path',
      'SHOW search_path',
      `SET application_name = 'x'`,
      'DISCARD ALL',
      'SHOW application_name',
    )
    expect(lines.filter((line) => /^D/.test(line))).toEqual(['D', 'D', 'D crm', 'D'])
  })

  it('make nobody another', async () => {
    const lines = await asked(`SELECT set_config('session_authorization', 'postgres', false)`)
    expect(lines).toContain('E ERROR 42501 permission denied to set session authorization')
    expect(await asked('SET zohosql.credits = 1')).toContain(
      'E ERROR 22023 parameter "zohosql.credits" cannot be changed',
    )
  })

  it('of ours bound what a statement costs', async () => {
    const lines = await asked('SET zohosql.max_credits = 1', 'SELECT * FROM Leads', 'SHOW zohosql.max_credits')
    expect(lines[2]).toMatch(/^E ERROR 53400|^T/)
    expect(lines).toContain('D 1')
  })
})

describe('prepared statements in SQL', () => {
  it('PREPARE tells the types of its parameters, and NULL::unknown is NULL', async () => {
    const talk = await opened()
    const one = 'PREPARE typed (int, text) AS SELECT id FROM Leads WHERE id = $1 AND Last_Name = $2'
    const two = 'SELECT parameter_types[1] = 23 AND parameter_types[2] = 25 FROM pg_prepared_statements'
    const three = "SELECT NULL::unknown, coalesce(NULL::unknown, 7), 'x'::unknown"
    const lines = transcript(await talk.say(client.query(one), client.query(two), client.query(three)))
    expect(lines.filter((line) => line.startsWith('D '))).toEqual(['D t', 'D NULL|7|x'])
    expect(transcript(await talk.say(client.query('SELECT 1::unknown')))[0]).toMatch(/42846/)
  })

  it('are one name space with the protocol’s', async () => {
    const talk = await opened()
    const sql = 'SELECT Last_Name FROM Leads WHERE id > $1 ORDER BY id LIMIT 1'
    await talk.say(client.query(`PREPARE s (bigint) AS ${sql}`))
    const executed = transcript(await talk.say(client.query('EXECUTE s(0 + 1)')))
    expect(executed.filter((line) => !line.startsWith('D'))).toEqual(['T Last_Name:1043', 'C SELECT 1', 'Z I'])
    const described = transcript(await talk.say(client.describeStatement('s'), client.sync()))
    expect(described).toEqual(['t 20', 'T Last_Name:1043', 'Z I'])
    expect(transcript(await talk.say(client.query('DEALLOCATE s; EXECUTE s(1)')))).toEqual([
      'C DEALLOCATE',
      'E ERROR 26000 prepared statement "s" does not exist',
      'Z I',
    ])
  })
})

describe('cursors', () => {
  it('fetch, move and close', async () => {
    const lines = await asked(
      'BEGIN',
      'DECLARE c CURSOR FOR SELECT id FROM Leads ORDER BY id LIMIT 5',
      'FETCH 2 FROM c',
      'MOVE 1 IN c',
      'FETCH ALL c',
      'DECLARE d NO SCROLL CURSOR FOR SELECT id FROM Leads ORDER BY id LIMIT 5',
      'FETCH ABSOLUTE 4 FROM d',
      'FETCH BACKWARD 1 FROM d',
      'ROLLBACK',
    )
    expect(lines.filter((line) => !/^[DTZ]/.test(line))).toEqual([
      'C BEGIN',
      'C DECLARE CURSOR',
      'C FETCH 2',
      'C MOVE 1',
      'C FETCH 2',
      'C DECLARE CURSOR',
      'C FETCH 1',
      'E ERROR 55000 cursor can only scan forward',
      'C ROLLBACK',
    ])
  })

  it('go anywhere with SCROLL, as PostgreSQL’s do', async () => {
    const ways = `2 | backward 1 | prior | prior | last | next | prior | absolute 2 | relative 2 | relative -3 | 0 |
      absolute -2 | backward all | forward all | relative 0 | -1 | absolute 99 | prior | absolute -99 | next`
    const fetches = ways.split('|').map((way) => `FETCH ${way} FROM c`)
    for (const rows of [`(VALUES (1), (2), (3), (4), (5)) v(n)`, 'Leads LIMIT 5']) {
      const lines = await asked(
        'BEGIN',
        `DECLARE c SCROLL CURSOR FOR SELECT row_number() OVER () AS n FROM ${rows}`,
        ...fetches,
        'MOVE LAST IN c',
        'MOVE BACKWARD ALL IN c',
        'MOVE 2 IN c',
        'MOVE RELATIVE 0 IN c',
      )
      const met = lines
        .join(' ')
        .replaceAll(/T n:20|Z T/g, '')
        .split(/C FETCH \d+/)
        .slice(0, -1)
      expect(met.map((part) => part.match(/(?<=D )\d/g)?.join('') ?? '')).toEqual([
        '12',
        '1',
        '',
        '',
        '5',
        '',
        '5',
        '2',
        '4',
        '1',
        '1',
        '4',
        '321',
        '12345',
        '',
        '5',
        '',
        '5',
        '',
        '1',
      ])
      expect(lines.filter((line) => line.startsWith('C MOVE'))).toEqual([
        'C MOVE 1',
        'C MOVE 4',
        'C MOVE 2',
        'C MOVE 1',
      ])
    }
  })

  it('end with their transaction, unless they are held', async () => {
    const sql = 'CURSOR %s FOR SELECT 1'
    const lines = await asked(
      'BEGIN',
      `DECLARE a ${sql.replace('%s', '')}`,
      `DECLARE b ${sql.replace('%s', 'WITH HOLD')}`,
      'COMMIT',
      'FETCH a',
      'FETCH b',
      'CLOSE ALL',
      'FETCH b',
    )
    expect(lines.filter((line) => /^E/.test(line))).toEqual([
      'E ERROR 34000 cursor "a" does not exist',
      'E ERROR 34000 cursor "b" does not exist',
    ])
    expect(lines).toContain('C FETCH 1')
  })

  it('take parameters', async () => {
    const talk = await opened()
    const sql = 'DECLARE c CURSOR FOR SELECT id FROM Leads WHERE id > $1 LIMIT 2'
    const [, types] = transcript(
      await talk.say(client.query('BEGIN'), client.parse(sql), client.describeStatement(), client.sync()),
    ).filter((line) => /^[Ct]/.test(line))
    expect(types).toBe('t 20')
    await talk.say(client.bind(['1']), client.execute(), client.sync())
    expect(transcript(await talk.say(client.query('FETCH ALL c')))).toContain('C FETCH 2')
  })

  it('are described as portals', async () => {
    const talk = await opened()
    await talk.say(client.query('BEGIN'), client.query('DECLARE c CURSOR FOR SELECT id FROM Leads'))
    expect(transcript(await talk.say(client.describePortal('c'), client.sync()))).toEqual(['T id:20', 'Z T'])
  })
})

describe('COPY', () => {
  it('writes text, CSV and binary', async () => {
    expect(await asked(`COPY (SELECT 1, NULL, E'a\\tb') TO STDOUT`)).toEqual([
      'H',
      'd 1\t\\N\ta\\tb',
      'c',
      'C COPY 1',
      'Z I',
    ])
    expect(
      await asked(`COPY (SELECT 1 AS a, '"x,y"' AS b, '' AS c, NULL AS d) TO STDOUT (FORMAT csv, HEADER)`),
    ).toEqual(['H', 'd a,b,c,d', 'd 1,"""x,y""","",', 'c', 'C COPY 1', 'Z I'])
    const binary = await asked('COPY (SELECT 1) TO STDOUT (FORMAT binary)')
    expect(binary.map((line) => line[0])).toEqual(['H', 'd', 'd', 'c', 'C', 'Z'])
  })

  it('copies a table by name, and refuses the other direction', async () => {
    const lines = await asked('COPY crm."Leads" (id, "Last_Name") TO STDOUT')
    expect(lines.filter((line) => line.startsWith('d'))[0]).toMatch(/^d \d+\t/)
    const php = `COPY (SELECT 1, NULL) TO STDIN WITH DELIMITER E'\\t' NULL AS E'\\\\N'`
    expect(await asked(php)).toContain('d 1\t\\N')
    expect(await asked(`COPY (SELECT 1) TO '/tmp/x'`)).toContain('E ERROR 0A000 COPY to a file is not supported')
    expect(await asked('COPY Leads FROM STDIN')).toContain(
      'E ERROR 25006 cannot execute COPY FROM in a read-only transaction',
    )
  })
})

describe('temporary views and tables', () => {
  it('are kept in the session, and gone with it', async () => {
    const talk = new Talk(company.backend)
    await talk.start()
    const say = async (sql: string) => client.transcript(await talk.say(client.query(sql)))
    expect(
      await say('CREATE TEMPORARY VIEW won AS SELECT id, "Stage" FROM "Deals" WHERE "Stage" = \'Closed Won\''),
    ).toContain('C CREATE VIEW')
    expect(await say('CREATE TEMP TABLE kept AS SELECT count(*) AS n, now() AS made FROM won')).toContain('C SELECT 1')
    const [, row] = await say('SELECT n = (SELECT count(*) FROM won), n > 0, made < clock_timestamp() FROM kept')
    expect(row).toBe('D t|t|t')
    expect(await say('WITH w AS (SELECT * FROM won) SELECT count(*) = (SELECT n FROM kept) FROM w')).toContain('D t')
    expect(await say('CREATE TEMP TABLE kept AS SELECT 1')).toContain('E ERROR 42P07 relation "kept" already exists')
    expect(await say('CREATE TEMP VIEW bad AS SELECT nothing FROM "Deals"')).toContainEqual(
      expect.stringContaining('E ERROR 42703'),
    )
    expect(await asked('SELECT * FROM kept')).toContainEqual(expect.stringContaining('E ERROR 42P01'))
    expect(await say('DROP TABLE kept')).toContain('C DROP TABLE')
    expect(await say('DROP VIEW IF EXISTS won')).toContain('C DROP VIEW')
    expect(await say('SELECT 1 FROM won')).toContainEqual(expect.stringContaining('E ERROR 42P01'))
    expect(await say('DROP TABLE "Leads"')).toContain(
      'E ERROR 25006 cannot execute DROP TABLE in a read-only transaction',
    )
    expect(await say('CREATE TABLE x AS SELECT 1')).toContainEqual(expect.stringContaining('E ERROR 25006'))
  })
})

describe('statements that read the catalogues', () => {
  it('read Zoho’s tables too', async () => {
    const sql = `SELECT c.relname, count(l.id) > 0 FROM pg_class c, Leads l WHERE c.oid = '"Leads"'::regclass GROUP BY 1`
    expect(await asked(sql)).toEqual(['T relname:19 ?column?:16', 'D Leads|t', 'C SELECT 1', 'Z I'])
  })

  it('find CRM’s tables in public where search_path says so', async () => {
    const where = `SELECT table_schema FROM information_schema.tables WHERE table_name = 'Leads'`
    const lines = await asked(
      where,
      'SET search_path TO public',
      where,
      `SELECT count(*) > 0 FROM public."Leads"`,
      `SELECT set_config('search_path', '', false)`,
      where,
      'RESET search_path',
      where,
    )
    expect(lines.filter((line) => /^[DE]/.test(line))).toEqual(['D crm', 'D public', 'D t', 'D', 'D public', 'D crm'])
  })

  it('wait without holding up anybody', async () => {
    const talk = await opened()
    const waiting = talk.say(client.query('SELECT pg_sleep(30)'))
    expect(await asked('SELECT 1')).toContain('D 1')
    talk.session.cancel()
    expect(transcript(await waiting)).toContain('E ERROR 57014 canceling statement due to user request')
    expect(await asked('SELECT pg_sleep(0.01)')).toEqual(['T pg_sleep:2278', 'D', 'C SELECT 1', 'Z I'])
  })
})

describe('plans', () => {
  it('are told of any statement', async () => {
    const plan = await asked(`EXPLAIN SELECT id FROM Leads WHERE id = 1`)
    expect(plan.join('\n')).toMatch(/coql|select id/i)
    const [, json] = await asked(`EXPLAIN (FORMAT JSON) SELECT id FROM Leads`)
    expect(JSON.parse(json!.slice(2))[0].Plan.scans).toHaveLength(1)
    expect((await asked('EXPLAIN SELECT 1')).join()).toContain('Price: 0 calls')
    expect(await asked(`EXPLAIN (FORMAT xml) SELECT id FROM Leads`)).toEqual([
      'E ERROR 0A000 EXPLAIN (FORMAT xml) is not supported',
      'Z I',
    ])
    expect(await asked(`EXPLAIN (nope) SELECT id FROM Leads`)).toEqual([
      'E ERROR 42601 unrecognized EXPLAIN option "nope"',
      'Z I',
    ])
  })

  it('take parameters, and what they spend is counted', async () => {
    const talk = await opened()
    const sql = 'EXPLAIN (ANALYZE, FORMAT json, COSTS off) SELECT id FROM Leads WHERE id > $1 LIMIT 2'
    const lines = transcript(
      await talk.say(
        client.parse(sql),
        client.describeStatement(),
        client.bind(['1']),
        client.execute(),
        client.sync(),
      ),
    )
    expect(lines.slice(0, 3)).toEqual(['1', 't 20', 'T QUERY PLAN:114'])
    expect(JSON.parse(lines[4]!.slice(2))[0].Plan.spent.rows).toBe(2)
    expect(transcript(await talk.say(client.query('SHOW zohosql.calls')))).toContain('D 1')
    await talk.say(client.query('PREPARE p AS SELECT id FROM Leads WHERE id > $1'))
    const explained = transcript(await talk.say(client.query('EXPLAIN (COSTS off) EXECUTE p(7)'))).join()
    expect(explained).toMatch(/id >=? /)
    expect(explained).not.toContain('E ERROR')
    expect(transcript(await talk.say(client.query(`SELECT current_setting('zohosql.credits')`)))).toContain('D 1')
  })
})

describe('messages in any order', () => {
  it('end in answers: a session is never lost', async () => {
    const names = fc.constantFrom('', 'a', 'b')
    const sql = fc.constantFrom(
      'SELECT 1',
      'BEGIN',
      'COMMIT',
      'SELECT nope',
      '',
      'FETCH a',
      'DECLARE b CURSOR FOR SELECT 1',
      'SAVEPOINT a',
      'SHOW TimeZone',
      'SELECT $1::int',
      'DISCARD ALL',
      'DEALLOCATE a',
      ';',
      'SELECT id FROM "Leads" LIMIT 1',
      'CLOSE ALL',
      'PREPARE',
    )
    const message = fc.oneof(
      sql.map(client.query),
      fc.tuple(sql, names).map(([text, name]) => client.parse(text, name)),
      fc
        .tuple(names, names, fc.constantFrom([], ['1'], [null]))
        .map(([portal, statement, values]) => client.bind(values, { portal, statement })),
      fc.tuple(fc.integer({ min: -1, max: 2 }), names).map(([max, portal]) => client.execute(max, portal)),
      names.map(client.describePortal),
      names.map(client.describeStatement),
      names.map(client.closePortal),
      fc.constantFrom(
        client.sync(),
        client.flush(),
        client.framed('F', Buffer.of(0)),
        client.framed('d', Buffer.from('x')),
      ),
    )
    const talk = await opened()
    const seen = { errors: 0, rows: 0 }
    const conversation = fc.asyncProperty(fc.array(message, { maxLength: 12, size: 'max' }), async (messages) => {
      const lines = transcript(await talk.say(client.query('ROLLBACK'), ...messages, client.sync()))
      expect(lines.at(-1)).toMatch(/^Z [ITE]$/)
      seen.errors += lines.filter((line) => line.startsWith('E')).length
      seen.rows += lines.filter((line) => line.startsWith('D')).length
    })
    await fc.assert(conversation, { seed: 7, numRuns: 500 })
    expect(seen.errors).toBeGreaterThan(50)
    expect(seen.rows).toBeGreaterThan(20)
    expect(transcript(await talk.say(client.query('ROLLBACK; SELECT 1 AS a')))).toContain('D 1')
  })
})

describe('cancelling', () => {
  it('ends the statement that waits for Zoho, and the session goes on', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 300, latency: 150 })
    await using db = await connect(`${slow.connectionString};TokenStore=memory`)
    const talk = new Talk({ ...company.backend, db })
    await talk.start()
    const running = talk.say(client.query('SELECT * FROM Leads'))
    await new Promise((resolve) => setTimeout(resolve, 50))
    talk.session.cancel()
    expect(transcript(await running).slice(-2)).toEqual([
      'E ERROR 57014 canceling statement due to user request',
      'Z I',
    ])
    expect(transcript(await talk.say(client.query('SELECT 1')))).toContain('D 1')
  })

  it('comes by itself when statement_timeout passes', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 300, latency: 150 })
    await using db = await connect(`${slow.connectionString};TokenStore=memory`)
    const talk = new Talk({ ...company.backend, db })
    await talk.start({ statement_timeout: '40' })
    expect(transcript(await talk.say(client.query('SELECT * FROM Leads'))).slice(-2)).toEqual([
      'E ERROR 57014 canceling statement due to statement timeout',
      'Z I',
    ])
  })
})
