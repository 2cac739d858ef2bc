/** The gateway with --read-write: statements, tags, COPY, blocks; what the store holds afterwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import type { Backend } from '../../src/gateway/session/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { company } from '../write/help.ts'
import * as client from './messages.ts'
import { transcript } from './messages.ts'
import { backendOf, Talk } from './support.ts'

interface Place extends AsyncDisposable {
  readonly simulator: Simulator
  readonly db: Connection
}

async function place(properties = ''): Promise<Place> {
  const simulator = await startSimulator({ data: company })
  const db = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  return {
    simulator,
    db,
    async [Symbol.asyncDispose]() {
      await db.close()
      await simulator.close()
    },
  }
}

let refusing: Place
let immediate: Place
beforeAll(async () => {
  refusing = await place()
  immediate = await place('transactions=immediate')
})
afterAll(() => Promise.all([refusing[Symbol.asyncDispose](), immediate[Symbol.asyncDispose]()]))

const held = (at: Place, name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)
const countOf = (at: Place) => at.simulator.rows('Parts').length

async function opened(at: Place, otherwise: Partial<Backend> = {}): Promise<Talk> {
  const talk = new Talk({ ...(await backendOf(at.db)), readWrite: true, ...otherwise })
  await talk.start()
  return talk
}

const said = async (talk: Talk, ...messages: Buffer[]): Promise<string[]> => transcript(await talk.say(...messages))
const asked = async (talk: Talk, ...statements: string[]): Promise<string[]> =>
  (await said(talk, ...statements.map(client.query))).filter((line) => !line.startsWith('Z'))

describe('statements that write', () => {
  it('have PostgreSQL’s tags, and rows only where RETURNING asks for them', async () => {
    const talk = await opened(refusing)
    expect(await asked(talk, "INSERT INTO Parts (Name, Count) VALUES ('g1', 1), ('g1', 2)")).toEqual(['C INSERT 0 2'])
    expect(await asked(talk, "INSERT INTO Parts (Name) VALUES ('g2') RETURNING Name, Count")).toEqual([
      'T Name:1043 Count:23',
      'D g2|NULL',
      'C INSERT 0 1',
    ])
    expect(await asked(talk, "UPDATE Parts SET Count = Count + 10 WHERE Name = 'g1'")).toEqual(['C UPDATE 2'])
    expect(held(refusing, 'g1').map(({ Count }) => Count)).toEqual([11, 12])
    expect(await asked(talk, "WITH x AS (SELECT 'g1' AS n) DELETE FROM Parts USING x WHERE Name = n")).toEqual([
      'C DELETE 2',
    ])
    expect(held(refusing, 'g1')).toEqual([])
    expect(await asked(talk, "UPDATE Parts SET Count = 1 WHERE Name = 'nobody'")).toEqual(['C UPDATE 0'])
  })

  it('tell their parameters’ types, and run as often as they are bound', async () => {
    const talk = await opened(refusing)
    const lines = await said(
      talk,
      client.parse('INSERT INTO Parts (Name, Count, Price, Day, Account_id) VALUES ($1, $2, $3, $4, $5)', 's'),
      client.describeStatement('s'),
      client.bind(['p1', '7', '1.005', '2026-02-03', '9007199254740993'], { statement: 's' }),
      client.execute(),
      client.bind(['p1', '8', null, null, null], { statement: 's' }),
      client.execute(),
      client.sync(),
    )
    expect(lines).toEqual(['1', 't 25,23,1700,1082,20', 'n', '2', 'C INSERT 0 1', '2', 'C INSERT 0 1', 'Z I'])
    expect(held(refusing, 'p1').map(({ Count, Price, Day }) => [Count, Price, Day])).toEqual([
      [7, 1.01, '2026-02-03'],
      [8, null, null],
    ])
  })

  it('tell of row, column and value what was refused, and nothing is sent', async () => {
    const talk = await opened(refusing)
    const before = countOf(refusing)
    const [error] = await asked(talk, "INSERT INTO Parts (Name, Count) VALUES ('bad', 1), ('bad', 99999999999)")
    expect(error).toMatch(/^E ERROR 22003 .*row 2, column "Count"/)
    expect(countOf(refusing)).toBe(before)
    const answer = await talk.say(
      client.query("INSERT INTO Parts (Name, Code) VALUES ('c', 'same'), ('c', 'same'), ('c', 'other')"),
    )
    const [state, message, detail] = answer
      .toString()
      .split('\0')
      .filter((field) => /^[CMD]/.test(field))
    expect(state).toBe('C23505')
    expect(message).toContain('2 rows were written, 1 row was refused')
    expect(detail).toContain('Row 2, column "Code": DUPLICATE_DATA: duplicate data')
  })

  it('of one message stand when a later one fails, and its error says so', async () => {
    const talk = await opened(refusing)
    const detail = async (...messages: Buffer[]): Promise<string | undefined> =>
      (await talk.say(...messages))
        .toString()
        .split(/[\0\n]/)
        .find((field) => field.includes('earlier'))
        ?.replace(/^D/, '')
    const insert = "INSERT INTO Parts (Name) VALUES ('m1')"
    const none = "UPDATE Parts SET Count = 1 WHERE Name = 'none such'"
    const bad = 'INSERT INTO Parts (Count) VALUES (99999999999)'
    expect(await detail(client.query(`${insert}; ${insert}, ('m1'), ('m1'), ('m1'); ${none}; ${bad}; ${insert}`))).toBe(
      '2 earlier statements of this message wrote 5 rows, which stand: Zoho takes nothing back.',
    )
    expect(held(refusing, 'm1')).toHaveLength(5)
    const run = [client.bind(), client.execute()]
    const batch = [client.parse(insert), ...run, ...run, client.parse(`${insert} RETURNING id`), ...run]
    // What was said of one message is nothing to the next.
    expect(await detail(client.query(bad))).toBeUndefined()
    expect(await detail(...batch, client.parse(bad), ...run, client.sync())).toMatch(
      /^3 earlier statements of this message wrote 3 rows, which stand/,
    )
    expect(await detail(...batch, client.sync(), client.parse(bad), ...run, client.sync())).toBeUndefined()
    const copied = [client.query(`COPY Parts (Name) FROM STDIN; ${bad}`), client.copyData('m2\n'), client.copyDone()]
    expect(await detail(...copied)).toMatch(/^1 earlier statement of this message wrote 1 row, which stands/)
  })

  it('of a script with one that is no SQL are not begun, wherever it stands', async () => {
    const talk = await opened(refusing)
    const insert = "INSERT INTO Parts (Name) VALUES ('m3')"
    const answer = await talk.say(client.query(`${insert}; ${insert}; INSRT INTO Parts`))
    expect(answer.toString().split('\0')).toContain('C42601')
    expect(held(refusing, 'm3')).toHaveLength(0)
    expect((await talk.say(client.query(`${insert}; SELECT * FROM "none such"`))).toString()).toContain('C42P01')
    expect(held(refusing, 'm3')).toHaveLength(1)
  })

  it('are refused without --read-write, and where the session is to read only', async () => {
    const closed = await opened(refusing, { readWrite: false })
    const insert = "INSERT INTO Parts (Name) VALUES ('x')"
    const refused = 'E ERROR 25006 cannot execute INSERT in a read-only transaction'
    expect(await asked(closed, insert)).toEqual([refused])
    expect(await asked(closed, 'WITH x AS (SELECT 1) INSERT INTO Parts (Name) SELECT 1 FROM x')).toEqual([refused])
    expect(await asked(closed, 'COPY Parts (Name) FROM STDIN')).toEqual([
      'E ERROR 25006 cannot execute COPY FROM in a read-only transaction',
    ])
    expect((await asked(closed, 'SHOW transaction_read_only'))[1]).toBe('D on')
    const talk = await opened(refusing)
    expect((await asked(talk, 'SHOW transaction_read_only'))[1]).toBe('D off')
    expect(await asked(talk, 'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', insert)).toContain(refused)
    expect(
      await asked(talk, 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE', 'BEGIN READ ONLY', insert),
    ).toContain(refused)
    expect(held(refusing, 'x')).toEqual([])
  })

  it('have privileges in the catalogues: what the metadata lets be written, and by a reading door nothing', async () => {
    const questions = [
      `SELECT has_table_privilege('"Parts"', 'INSERT'), has_table_privilege('"Parts"', 'DELETE'),
        has_table_privilege('"Users"', 'INSERT'), has_column_privilege('"Parts"', 'Name', 'UPDATE'),
        has_column_privilege('"Parts"', 'Number', 'UPDATE'), has_any_column_privilege('"Parts"', 'UPDATE')`,
      `SELECT string_agg(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.table_privileges
        WHERE table_schema = 'crm' AND table_name = 'Parts'`,
      `SELECT string_agg(column_name || ' ' || privilege_type, ',' ORDER BY column_name, privilege_type)
        FROM information_schema.column_privileges WHERE table_name = 'Parts' AND column_name IN ('Name', 'Number')`,
      "SELECT is_insertable_into FROM information_schema.tables WHERE table_name = 'Parts'",
      `SELECT string_agg(column_name || ' ' || is_updatable || ' ' || is_identity, ',' ORDER BY column_name)
        FROM information_schema.columns WHERE table_name = 'Parts' AND column_name IN ('Name', 'Number', 'id')`,
      `SELECT relacl::text, pg_relation_is_updatable(oid, false),
        (SELECT pg_column_is_updatable(attrelid, attnum, false) FROM pg_attribute WHERE attrelid = c.oid AND attname = 'Name'),
        pg_get_serial_sequence('"Parts"', 'id') FROM pg_class c WHERE relname = 'Parts'`,
      `SELECT attidentity FROM pg_attribute WHERE attrelid = '"Parts"'::regclass AND attname = 'id'`,
    ]
    const rows = async (talk: Talk) => (await asked(talk, ...questions)).filter((line) => /^[DE]/.test(line))
    expect(await rows(await opened(refusing))).toEqual([
      'D t|t|f|t|f|t',
      'D DELETE,INSERT,SELECT,UPDATE',
      'D Name INSERT,Name SELECT,Name UPDATE,Number SELECT',
      'D YES',
      'D Name YES NO,Number NO NO,id NO YES',
      'D {zohosql=arwd/zohosql,=arwd/zohosql}|28|t|crm."Parts_id_seq"',
      'D a',
    ])
    expect(await rows(await opened(refusing, { readWrite: false }))).toEqual([
      'D f|f|f|f|f|f',
      'D SELECT',
      'D Name SELECT,Number SELECT',
      'D NO',
      'D Name NO NO,Number NO NO,id NO NO',
      'D {zohosql=r/zohosql,=r/zohosql}|0|f|NULL',
      'D',
    ])
  })

  it('take what SQLAlchemy’s objects insert: all columns, NULL where nothing was said, rows in order', async () => {
    const talk = await opened(refusing)
    const cells = (name: string, n: number) => `('${name}', NULL, NULL, NULL, 5, ${n})`
    expect(
      await asked(
        talk,
        `INSERT INTO crm."Parts" ("Name", "Number", "Account", "Account_id", "Count")
          SELECT p0::VARCHAR, p1::VARCHAR, p2::VARCHAR, p3::BIGINT, p4::INTEGER
          FROM (VALUES ${cells('sa1', 0)}, ${cells('sa2', 1)}) AS imp_sen(p0, p1, p2, p3, p4, sen_counter)
          ORDER BY sen_counter RETURNING crm."Parts"."Name", crm."Parts"."Name" AS "Name__1"`,
      ),
    ).toEqual(['T Name:1043 Name__1:1043', 'D sa1|sa1', 'D sa2|sa2', 'C INSERT 0 2'])
    const refused = await asked(
      talk,
      'INSERT INTO "Parts" ("Name", "Number") SELECT p0, p1 FROM (VALUES (\'x\', \'7\')) AS v(p0, p1)',
    )
    expect(refused[0]).toContain('E ERROR 428C9')
  })

  it('say what does the same where PostgreSQL’s statement is none of ours', async () => {
    const talk = await opened(refusing)
    expect(await asked(talk, 'TRUNCATE Parts')).toEqual(['E ERROR 0A000 TRUNCATE is not supported @1'])
    expect(await asked(talk, 'UPDATE Parts SET Count = 1')).toEqual([
      'E ERROR 54000 UPDATE would reach every row of "Parts".',
    ])
  })
})

describe('a transaction block', () => {
  it('refuses writes, for Zoho takes nothing back', async () => {
    const talk = await opened(refusing)
    const lines = await said(
      talk,
      ...['BEGIN', "INSERT INTO Parts (Name) VALUES ('t1')", 'SELECT 1', 'COMMIT'].map(client.query),
    )
    expect(lines.filter((line) => /^[CEZ]/.test(line))).toEqual([
      'C BEGIN',
      'Z T',
      expect.stringMatching(/^E ERROR 25001 INSERT cannot run inside a transaction block/),
      'Z E',
      expect.stringMatching(/^E ERROR 25P02/),
      'Z E',
      'C ROLLBACK',
      'Z I',
    ])
    expect(held(refusing, 't1')).toEqual([])
  })

  it('with transactions=immediate writes at once; COMMIT is fine, ROLLBACK says what stands', async () => {
    const talk = await opened(immediate)
    const insert = "INSERT INTO Parts (Name) VALUES ('t2')"
    expect(await asked(talk, 'BEGIN', insert, 'COMMIT')).toEqual(['C BEGIN', 'C INSERT 0 1', 'C COMMIT'])
    const lines = await said(talk, ...['BEGIN', insert, 'ROLLBACK', 'BEGIN', 'ROLLBACK'].map(client.query))
    expect(lines.slice(-6)).toEqual([
      expect.stringMatching(/^E ERROR 0A000 ROLLBACK takes nothing back: INSERT of 1 row in crm.Parts stands/),
      'Z I',
      'C BEGIN',
      'Z T',
      'C ROLLBACK',
      'Z I',
    ])
    expect(held(immediate, 't2')).toHaveLength(2)
  })

  it('tells of savepoints too, and of what a failed statement wrote', async () => {
    const talk = await opened(immediate)
    const lines = await asked(
      talk,
      'BEGIN',
      "INSERT INTO Parts (Name) VALUES ('t3')",
      'SAVEPOINT a',
      'ROLLBACK TO a',
      "INSERT INTO Parts (Name, Code) VALUES ('t3', 'twin'), ('t3', 'twin')",
      'ROLLBACK TO a',
      'COMMIT',
    )
    expect(lines.slice(0, 4)).toEqual(['C BEGIN', 'C INSERT 0 1', 'C SAVEPOINT', 'C ROLLBACK'])
    expect(lines[4]).toMatch(/^E ERROR 23505/)
    expect(lines[5]).toMatch(/^E ERROR 0A000 .*INSERT of 1 row in crm.Parts stands/)
    expect(lines[6]).toMatch(/^E ERROR 0A000 .*INSERT of 1 row in crm.Parts; INSERT of 1 row in crm.Parts stands/)
  })
})

describe('COPY … FROM STDIN', () => {
  it('takes text: escapes, NULL, a last line without an end, and an end of old', async () => {
    const talk = await opened(refusing)
    const lines = await said(
      talk,
      client.query('COPY Parts (Name, Code, Count) FROM STDIN; SELECT 1 AS after'),
      client.copyData('copied\ta\\tb\\n\\\\'),
      client.copyData('\t5\ncopied\t\\N\t\\N\n\\.\nnever\tread\t1\n'),
      client.copyDone(),
    )
    expect(lines).toEqual(['G', 'C COPY 2', 'T after:23', 'D 1', 'C SELECT 1', 'Z I'])
    expect(held(refusing, 'copied').map(({ Code, Count }) => [Code, Count])).toEqual([
      ['a\tb\n\\', 5],
      [null, null],
    ])
  })

  it('takes CSV: header, delimiter, quotes; an empty field is NULL unless it is quoted', async () => {
    const talk = await opened(refusing)
    const lines = await said(
      talk,
      client.query("COPY Parts (Name, Code, Count) FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER ';', NULL 'nil')"),
      client.copyData('any;thing;here\ncsv;"a;""b""";1\ncsv;nil;nil\n'),
      client.copyDone(),
    )
    expect(lines).toEqual(['G', 'C COPY 2', 'Z I'])
    expect(held(refusing, 'csv').map(({ Code, Count }) => [Code, Count])).toEqual([
      ['a;"b"', 1],
      [null, null],
    ])
  })

  it('takes the columns from the header where none are named, and else wants them named', async () => {
    const talk = await opened(refusing)
    const copy = 'COPY Parts FROM STDIN WITH (FORMAT csv, HEADER)'
    expect(await said(talk, client.query(copy), client.copyData('Count,Name\n3,named\n'), client.copyDone())).toEqual([
      'G',
      'C COPY 1',
      'Z I',
    ])
    expect(held(refusing, 'named')[0]).toMatchObject({ Count: 3 })
    expect(await asked(talk, 'COPY Parts FROM STDIN')).toEqual([
      expect.stringMatching(/^E ERROR 42601 COPY into Parts has to name its columns/),
    ])
  })

  it('writes nothing when a row is bad, the client gives up, or the session is in a block', async () => {
    const talk = await opened(refusing)
    const before = countOf(refusing)
    const copy = client.query('COPY Parts (Name, Count) FROM STDIN')
    const bad = await said(talk, copy, client.copyData('a\t1\nb\tx\n'), client.copyDone())
    expect(bad[1]).toMatch(/^E ERROR 22P02 .*row 2, column "Count"/)
    expect(await said(talk, copy, client.copyData('a\n'), client.copyDone())).toEqual([
      'G',
      'E ERROR 22P04 missing data for column "Count"',
      'Z I',
    ])
    expect(await said(talk, copy, client.copyData('a\t1\n'), client.copyFail('no more'))).toEqual([
      'G',
      'E ERROR 57014 COPY from stdin failed: no more',
      'Z I',
    ])
    const lines = await asked(talk, 'BEGIN', 'COPY Parts (Name, Count) FROM STDIN', 'ROLLBACK')
    expect(lines[1]).toMatch(/^E ERROR 25001/)
    expect(countOf(refusing)).toBe(before)
  })

  it('refuses bytes that are no text, and options that are none', async () => {
    const talk = await opened(refusing)
    for (const form of ['text', 'csv']) {
      const copy = client.query(`COPY Parts (Name) FROM STDIN (FORMAT ${form})`)
      const lines = await said(talk, copy, client.copyData(Buffer.from([0x61, 0xff, 0x0a])), client.copyDone())
      expect(lines[1]).toMatch(/^E ERROR 22021/)
    }
    expect(await asked(talk, 'COPY Parts (Name) FROM STDIN (FORMAT csv, NONSENSE 1)')).toEqual([
      'E ERROR 42601 option "nonsense" not recognized',
    ])
    expect(await asked(talk, "COPY Parts (Name) FROM '/etc/passwd'")).toEqual([
      'E ERROR 0A000 COPY from a file is not supported',
    ])
  })

  it('goes by the extended protocol too, and an error waits for Sync', async () => {
    const talk = await opened(refusing)
    const start = [client.parse('COPY Parts (Name) FROM STDIN'), client.bind(), client.execute(), client.sync()]
    expect(await said(talk, ...start, client.copyData('extended\n'), client.copyDone(), client.sync())).toEqual([
      '1',
      '2',
      'G',
      'C COPY 1',
      'Z I',
    ])
    const lines = await said(talk, ...start, client.copyData('a\tb\n'), client.copyDone(), client.sync())
    expect(lines.slice(2)).toEqual(['G', 'E ERROR 22P04 extra data after last expected column', 'Z I'])
  })

  it('stops at maxWriteRows', async () => {
    await using few = await place('maxWriteRows=3')
    const talk = await opened(few)
    const lines = await said(
      talk,
      client.query('COPY Parts (Name) FROM STDIN'),
      client.copyData('a\n'.repeat(4)),
      client.copyDone(),
    )
    expect(lines[1]).toMatch(/^E ERROR 54000 COPY would write more than 3 rows/)
    expect(held(few, 'a')).toEqual([])
  })
})
