import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { parse } from '../../src/sql/index.ts'
import { demoSource } from '../support/tables.ts'
import { type Description, type Refusal, shortType, startPostgres } from './postgres.ts'
import { accepted, refused } from './statements.ts'

/** PostgreSQL itself says what the statements' columns, parameters and errors are. */

let postgres: Awaited<ReturnType<typeof startPostgres>>
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.close())

const session = makeSession({ now: 0 })

function described(sql: string): Description {
  const { query, parameters } = bind(parse(sql), demoSource(), { session })
  return {
    columns: query.columns.map(({ name, type }) => ({ name: name.toLowerCase(), type: shortType(type) })),
    parameters: parameters.types.map(shortType),
  }
}

function refusal(sql: string): Omit<Refusal, 'message'> | undefined {
  try {
    bind(parse(sql), demoSource(), { session })
  } catch (error) {
    if (isZohoSqlError(error)) return { sqlState: error.sqlState, position: error.position }
    throw error
  }
  return undefined
}

describe('names and types of what PostgreSQL accepts', () => {
  it.each(accepted)('%s', async (sql) => {
    const theirs = (await postgres.describe(sql)) as Description
    const folded = theirs.columns?.map((column) => ({ ...column, name: column.name.toLowerCase() }))
    expect(described(sql)).toEqual({ columns: folded, parameters: theirs.parameters })
  })
})

describe('SQLSTATE and position of what PostgreSQL refuses', () => {
  it.each(refused)('%s', async (sql) => {
    const { sqlState, position } = (await postgres.describe(sql)) as Refusal
    const ours = refusal(sql)
    // Where PostgreSQL points to nothing, pointing somewhere is no mistake.
    expect(ours).toEqual({ sqlState, position: position ?? ours?.position })
  })
})
