/** Every method in every state: allowed, or refused with its SQLSTATE. */
import { describe, expect, it } from 'vitest'
import { type Connection, type Cursor, pool, type Statement } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import type { Place } from '../support/place.ts'
import { company, place, stateOf } from './company.ts'

const sql = 'SELECT Name FROM Things'
type Outcomes = Readonly<Record<string, string>>

/** Each method called on a fresh object that was brought into the state. */
async function outcomes<T>(
  methods: Readonly<Record<string, (object: T) => unknown>>,
  make: (at: Place) => Promise<T>,
): Promise<Outcomes> {
  const found: Record<string, string> = {}
  for (const [name, call] of Object.entries(methods)) {
    await using at = await place()
    const object = await make(at)
    found[name] = await stateOf(() => call(object))
  }
  return found
}

const all = (methods: object, state: string, but: Outcomes = {}): Outcomes => ({
  ...Object.fromEntries(Object.keys(methods).map((name) => [name, state])),
  ...but,
})

describe('a connection', () => {
  const methods: Readonly<Record<string, (db: Connection) => unknown>> = {
    query: (db) => db.query(sql),
    'query for a cursor': async (db) => (await db.query(sql, [], { cursor: true })).close(),
    stream: async (db) => {
      for await (const row of db.stream(sql)) void row
    },
    open: async (db) => (await db.open(sql)).close(),
    explain: (db) => db.explain(sql),
    describe: (db) => db.describe(sql),
    createStatement: (db) => db.createStatement(),
    tables: (db) => db.tables(),
    columns: (db) => db.columns(null, 'crm', 'Things'),
    primaryKeys: (db) => db.primaryKeys(null, 'crm', 'Things'),
    foreignKeys: (db) => db.foreignKeys(null, null, null, null, 'crm', 'Things'),
    typeInfo: (db) => db.typeInfo(),
    close: (db) => db.close(),
  }

  it('open', async () => {
    expect(await outcomes(methods, async ({ db }) => db)).toEqual(all(methods, 'ok'))
  })

  it('while a statement runs', async () => {
    const running = async ({ db }: Place): Promise<Connection> => {
      void db.query(sql).catch(() => undefined)
      return db
    }
    expect(await outcomes(methods, running)).toEqual(all(methods, 'ok'))
  })

  it('while a cursor is open', async () => {
    const withCursor = async ({ db }: Place): Promise<Connection> => {
      await (await db.query(sql, [], { cursor: true })).fetch()
      return db
    }
    expect(await outcomes(methods, withCursor)).toEqual(all(methods, 'ok'))
  })

  it('closed', async () => {
    const closed = async ({ db }: Place): Promise<Connection> => {
      await db.close()
      expect(db.connected).toBe(false)
      return db
    }
    expect(await outcomes(methods, closed)).toEqual(all(methods, '08003', { close: 'ok' }))
  })

  it('after a statement failed', async () => {
    const failed = async ({ db }: Place): Promise<Connection> => {
      expect(await stateOf(() => db.query('SELECT nothing FROM nowhere'))).toBe('42P01')
      return db
    }
    expect(await outcomes(methods, failed)).toEqual(all(methods, 'ok'))
  })
})

describe('a statement', () => {
  const methods: Readonly<Record<string, (statement: Statement) => unknown>> = {
    prepare: (statement) => statement.prepare(sql),
    bind: (statement) => statement.bind(["O'Neil"]),
    execute: (statement) => statement.execute(),
    'execute for a cursor': async (statement) => (await statement.execute({ cursor: true })).close(),
    close: (statement) => statement.close(),
  }
  const withParameter = `${sql} WHERE Name = ?`

  it('new', async () => {
    const fresh = ({ db }: Place): Promise<Statement> => db.createStatement()
    expect(await outcomes(methods, fresh)).toEqual(all(methods, 'HY010', { prepare: 'ok', close: 'ok' }))
  })

  it('prepared, values missing', async () => {
    const prepared = async ({ db }: Place): Promise<Statement> => {
      const statement = await db.createStatement()
      await statement.prepare(withParameter)
      return statement
    }
    const missing = { execute: '07001', 'execute for a cursor': '07001' }
    expect(await outcomes(methods, prepared)).toEqual(all(methods, 'ok', missing))
  })

  it('bound, and executed before', async () => {
    const executed = async ({ db }: Place): Promise<Statement> => {
      const statement = await db.createStatement()
      await statement.prepare(withParameter)
      await statement.bind(["O'Neil"])
      expect(await statement.execute()).toHaveLength(1)
      return statement
    }
    expect(await outcomes(methods, executed)).toEqual(all(methods, 'ok'))
  })

  it('closed', async () => {
    const closed = async ({ db }: Place): Promise<Statement> => {
      const statement = await db.createStatement()
      await statement.prepare(sql)
      await statement.close()
      return statement
    }
    expect(await outcomes(methods, closed)).toEqual(all(methods, '08003', { close: 'ok' }))
  })

  it('of a closed connection', async () => {
    const orphaned = async ({ db }: Place): Promise<Statement> => {
      const statement = await db.createStatement()
      await statement.prepare(sql)
      await db.close()
      return statement
    }
    const refused = { execute: '08003', 'execute for a cursor': '08003' }
    expect(await outcomes(methods, orphaned)).toEqual(all(methods, 'ok', refused))
  })

  it('keeps its text when the next one is wrong, and runs with other values', async () => {
    await using at = await place()
    const statement = await at.db.createStatement()
    await statement.prepare(withParameter)
    expect(await stateOf(() => statement.prepare('SELECT FROM WHERE'))).toBe('42601')
    for (const [name, count] of [
      ['third', 1],
      ['nobody', 0],
    ] as const) {
      await statement.bind([name])
      expect(await statement.execute()).toHaveLength(count)
    }
  })
})

describe('a cursor', () => {
  const methods: Readonly<Record<string, (cursor: Cursor) => unknown>> = {
    fetch: (cursor) => cursor.fetch(),
    noData: (cursor) => cursor.noData,
    columns: (cursor) => cursor.columns,
    close: (cursor) => cursor.close(),
  }
  const opened = ({ db }: Place): Promise<Cursor> => db.query(sql, [], { cursor: true, fetchSize: 2 })

  it('open', async () => {
    expect(await outcomes(methods, opened)).toEqual(all(methods, 'ok'))
  })

  it('while it fetches', async () => {
    const fetching = async (at: Place): Promise<Cursor> => {
      const cursor = await opened(at)
      void cursor.fetch().catch(() => undefined)
      return cursor
    }
    expect(await outcomes(methods, fetching)).toEqual(all(methods, 'ok', { fetch: 'HY010' }))
  })

  it('at its end: nothing more, without an error', async () => {
    await using at = await place()
    const cursor = await opened(at)
    expect([cursor.noData, (await cursor.fetch()).length, cursor.noData]).toEqual([false, 2, false])
    expect([(await cursor.fetch()).length, cursor.noData]).toEqual([1, true])
    expect((await cursor.fetch()).length).toBe(0)
  })

  it('closed', async () => {
    const closed = async (at: Place): Promise<Cursor> => {
      const cursor = await opened(at)
      await cursor.close()
      return cursor
    }
    expect(await outcomes(methods, closed)).toEqual(all(methods, 'ok', { fetch: '08003' }))
  })

  it('of a closed connection', async () => {
    const orphaned = async (at: Place): Promise<Cursor> => {
      const cursor = await opened(at)
      await at.db.close()
      return cursor
    }
    expect(await outcomes(methods, orphaned)).toEqual(all(methods, 'ok', { fetch: '08003' }))
  })

  it('does not take just any fetchSize', async () => {
    await using at = await place()
    for (const fetchSize of [0, -1, 1.5, Number.NaN])
      expect(await stateOf(() => at.db.query(sql, [], { cursor: true, fetchSize }))).toBe('22023')
  })
})

describe('a stream', () => {
  it('begins with its first row, and is read once', async () => {
    await using at = await place()
    const stream = at.db.stream(sql)
    expect(at.simulator.calls()).toEqual([])
    const rows: unknown[] = []
    for await (const row of stream) rows.push(row)
    expect(rows).toHaveLength(3)
    expect((await stream.columns).map((column) => column.name)).toEqual(['Name'])
    expect((await stream.stats).complete).toBe(true)
    const again = async (): Promise<void> => {
      for await (const row of stream) void row
    }
    expect(await stateOf(again)).toBe('HY010')
  })
})

describe('a pool', () => {
  it('gives connections that end alone, and all end with it', async () => {
    await using simulator = await startSimulator({ data: company })
    const connections = await pool(`${simulator.connectionString};TokenStore=memory`)
    const [first, second] = [await connections.connect(), await connections.connect()]
    expect(await first.query(sql)).toHaveLength(3)
    await first.close()
    expect(await stateOf(() => first.query(sql))).toBe('08003')
    expect(await second.query(sql)).toHaveLength(3)
    expect(await connections.query(sql)).toHaveLength(3)
    // One account: the token and the metadata were asked for once.
    expect(simulator.stats().byRoad.token.calls).toBe(1)
    await connections.close()
    await connections.close()
    for (const work of [() => second.query(sql), () => connections.connect(), () => connections.query(sql)])
      expect(await stateOf(work)).toBe('08003')
  })

  it('and everything else is disposed of with `await using`', async () => {
    await using simulator = await startSimulator({ data: company })
    const kept: { db?: Connection; statement?: Statement; cursor?: Cursor } = {}
    {
      await using connections = await pool(`${simulator.connectionString};TokenStore=memory`)
      await using db = await connections.connect()
      await using statement = await db.createStatement()
      await using cursor = await db.query(sql, [], { cursor: true })
      Object.assign(kept, { db, statement, cursor })
    }
    expect(kept.db?.connected).toBe(false)
    expect(await stateOf(() => kept.statement?.prepare(sql))).toBe('08003')
    expect(await stateOf(() => kept.cursor?.fetch())).toBe('08003')
  })
})
