/** What compiles and what does not: the compiler is the test, so that nothing here needs to run. */
import { expect, expectTypeOf, it } from 'vitest'
import { Connection as Inner } from '../../src/driver/connection.ts'
import type { Cursor as InnerCursor } from '../../src/driver/cursor.ts'
import {
  type Connection,
  type ConnectionInput,
  type Cursor,
  connect,
  type Pool,
  pool,
  type Result,
} from '../../src/index.ts'

/** Never called. */
async function properties(): Promise<void> {
  await connect({ clientId: '1000.X', clientSecret: 's', refreshToken: 'r', dataCenter: 'eu', logLevel: 'trace' })
  await connect({ connectionString: 'DSN=zoho', timeout: 30, exactNumbers: true, maxCredits: '100', services: ['crm'] })
  await connect({ connectionString: 'DSN=zoho', connectionTimeout: 10, loginTimeout: 10 })
  await pool({ connectionString: 'DSN=zoho', initialSize: 5, incrementSize: 5, maxSize: 20, shrink: true })
  await connect({ properties: { type: 'Zoho', typeProperties: {} } })
  // @ts-expect-error no such name
  await connect({ clientID: '1000.X' })
  // @ts-expect-error no such name
  await connect({ dataCentre: 'eu' })
  // @ts-expect-error no such word
  await connect({ logLevel: 'loud' })
  // @ts-expect-error no such data centre
  await connect({ dataCenter: 'mars' })
  // @ts-expect-error a number
  await connect({ timeout: true })
  // @ts-expect-error a boolean
  await connect({ exactNumbers: 'maybe' })
  // @ts-expect-error no such service
  await connect({ services: ['books'] })
}

/** Never called. */
async function shapes(db: Connection, shared: Pool): Promise<void> {
  expectTypeOf(await db.query<{ n: number }>('SELECT 1 AS n')).toEqualTypeOf<Result<{ n: number }>>()
  expectTypeOf(await db.query('SELECT 1', { cursor: true, fetchSize: 3 })).toMatchTypeOf<Cursor>()
  expectTypeOf(await db.query('SELECT 1', [], { cursor: 'name' })).toMatchTypeOf<Cursor>()
  expectTypeOf((await db.query('SELECT 1', { rowMode: 'array' }))[0]!).toBeArray()
  expectTypeOf(db.query('SELECT 1', (error, rows) => [error, rows.count])).toEqualTypeOf<undefined>()
  expectTypeOf(await db.sql<{ n: number }>`SELECT ${1} AS n`).toEqualTypeOf<Result<{ n: number }>>()
  expectTypeOf(await shared.query<{ n: number }>('SELECT 1 AS n')).toEqualTypeOf<Result<{ n: number }>>()
  // @ts-expect-error no statement
  await db.query(undefined)
  // @ts-expect-error inner: rows as flat arrays
  db.open('SELECT 1')
}

it('properties and shapes are typed', () => {
  expect([properties, shapes].map((program) => program.length)).toEqual([0, 2])
  expectTypeOf<{ profile: string }>().toExtend<ConnectionInput>()
})

it('the classes have all that the interfaces promise', () => {
  expectTypeOf<Exclude<keyof Connection, keyof Inner>>().toEqualTypeOf<never>()
  expectTypeOf<Exclude<keyof Cursor, keyof InnerCursor>>().toEqualTypeOf<never>()
  expect(Object.getOwnPropertyNames(Inner.prototype)).toContain('setIsolationLevel')
})
