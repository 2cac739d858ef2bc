/**
 * Asks zohosql and PostgreSQL the same and says where they differ. A query's text is ours; `«A.B»` in it is a dotted
 * path, which is `"A"."B"` for zohosql and a column of that name in PostgreSQL's schema `paths`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { type Connection, connect, type Explanation } from '../../src/driver/inner.ts'
import { type CallRecord, defaultVariants, type Simulator, startSimulator } from '../../src/simulator/index.ts'
import type { ApiVersion } from '../../src/simulator/model.ts'
import type { Table } from '../../src/source/index.ts'
import { isOrdered } from '../postgres/compare.ts'
import { checkCoql } from '../support/coql.ts'
import { hurry } from '../support/hurry.ts'
import { type DriverRows, difference } from './compare.ts'
import { Postgres, PostgresError, type PostgresRows } from './postgres.ts'
import type { Setup } from './setups.ts'
import { world } from './world.ts'

export interface Question {
  readonly sql: string
  readonly parameters?: readonly unknown[]
  /** Rows in PostgreSQL's order; by default where the text ends in ORDER BY … */
  readonly ordered?: boolean
}

export type Expected = PostgresRows | PostgresError
export type CoqlRow = Readonly<Record<string, unknown>>

const timeZone = 'America/New_York'

const oursOf = (sql: string): string =>
  sql.replace(/«([^»]+)»/g, (_all, path: string) =>
    path
      .split('.')
      .map((step) => `"${step}"`)
      .join('.'),
  )
const theirsOf = (sql: string): string => sql.replace(/«([^»]+)»/g, '"$1"')

export class Judge {
  readonly #postgres: Postgres
  readonly #known = new Map<string, Promise<Expected>>()

  private constructor(postgres: Postgres) {
    this.#postgres = postgres
  }

  static async open(): Promise<Judge> {
    return new Judge(await Postgres.open(timeZone))
  }

  /** PostgreSQL's answer, asked once. */
  answer(question: Question, schema: string = 'crm'): Promise<Expected> {
    const key = JSON.stringify([question.sql, question.parameters, schema])
    const known = this.#known.get(key) ?? this.#ask(question, schema)
    this.#known.set(key, known)
    return known
  }

  async #ask({ sql, parameters = [] }: Question, schema: string): Promise<Expected> {
    const schemas = sql.includes('«') ? [schema.replace('crm', 'paths'), 'paths'] : [schema, 'crm']
    try {
      return await this.#postgres.query(theirsOf(sql), parameters, [...new Set(schemas)])
    } catch (error) {
      if (error instanceof PostgresError) return error
      throw error
    }
  }

  close(): Promise<void> {
    return this.#postgres.close()
  }
}

/** The one simulator of a run: its readings change from setup to setup, and nobody waits for its jobs. */
export function openSimulator(): Promise<Simulator> {
  hurry()
  return startSimulator({ data: world, credits: 1e9 })
}

/** The simulator under one setup, and a connection to it that knows nothing yet. One at a time. */
const tokenFolder = mkdtempSync(join(tmpdir(), 'zohosql-oracle-'))
process.once('exit', () => rmSync(tokenFolder, { recursive: true, force: true }))

export class Stage implements AsyncDisposable {
  readonly setup: Setup
  readonly simulator: Simulator
  readonly #db: Connection

  private constructor(setup: Setup, simulator: Simulator, db: Connection) {
    this.setup = setup
    this.simulator = simulator
    this.#db = db
  }

  static async open(setup: Setup, simulator: Simulator): Promise<Stage> {
    const { variants, properties } = setup
    simulator.setVariants({ ...defaultVariants, ...variants })
    simulator.resetStats()
    const { port, clientId, clientSecret, refreshToken } = simulator
    const db = await connect({
      endpoint: `127.0.0.1:${port}`,
      accountsEndpoint: `127.0.0.1:${port}`,
      useEncryptedEndpoints: false,
      clientId,
      clientSecret,
      refreshToken,
      // One for all connections: a refresh token gives ten access tokens in ten minutes.
      tokenStore: join(tokenFolder, String(port)),
      exactNumbers: true,
      dates: 'string',
      ...properties,
    })
    return new Stage(setup, simulator, db)
  }

  async ask({ sql, parameters = [] }: Question): Promise<DriverRows> {
    const result = await this.#db.open(oursOf(sql), [...parameters])
    const rows: DriverRows['rows'][number][] = []
    for await (const batch of result) rows.push(...batch)
    return { columns: result.columns, rows }
  }

  explain(sql: string): Promise<Explanation> {
    return this.#db.explain(oursOf(sql))
  }

  schema(): Promise<readonly Table[]> {
    return this.#db.schema()
  }

  /** A COQL query past the driver: the rows, or Zoho's error code. */
  async coql(text: string): Promise<readonly CoqlRow[] | string> {
    const { url, accessToken } = this.simulator
    const version = this.setup.properties?.apiVersion ?? 'v8'
    const response = await fetch(`${url}/crm/${version}/coql`, {
      method: 'POST',
      headers: { authorization: `Zoho-oauthtoken ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ select_query: text }),
    })
    if (response.status === 204) return []
    const answer = (await response.json()) as { data?: CoqlRow[]; code?: string }
    return response.ok ? (answer.data ?? []) : (answer.code ?? String(response.status))
  }

  /** Rules of Zoho that were broken, and COQL that some reading of Zoho refuses; none when all is well. */
  faults(): string[] {
    const version = (this.setup.properties?.apiVersion ?? 'v8') as ApiVersion
    const calls = this.simulator.calls()
    const refused = new Map<string, string>()
    for (const text of new Set(calls.flatMap(coqlOf))) {
      const why = refusalOf(text, version)
      if (why) refused.set(text, why)
    }
    // A query that only this setup calls a fault was worth trying.
    const breaches = this.simulator.breaches().filter(({ kind, call }) => {
      const text = calls.flatMap((record) => (record.number === call ? coqlOf(record) : []))[0]
      return kind !== 'coql-syntax' || text === undefined || refused.has(text)
    })
    return [...refused.values(), ...breaches.map(({ kind, note, call }) => `${kind}: ${note} (call ${call})`)]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close()
  }
}

const coqlOf = ({ path, body }: CallRecord): string[] =>
  path.endsWith('/coql') ? [(JSON.parse(body) as { select_query: string }).select_query] : []

function refusalOf(text: string, version: ApiVersion): string | undefined {
  try {
    // Today's texts grant LIMIT 2,000 to v3 too; the reader falls back where it is refused.
    checkCoql(text, version === 'v3' ? 'v4' : version)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** How zohosql's answer differs from PostgreSQL's under this setup; undefined when it does not. */
export async function disagreement(question: Question, stage: Stage, judge: Judge): Promise<string | undefined> {
  const expected = await judge.answer(question, stage.setup.schema)
  const { sql } = question
  const options = { ordered: question.ordered ?? isOrdered(sql), names: !sql.includes('«') }
  try {
    const got = await stage.ask(question)
    if (expected instanceof PostgresError)
      return `${got.rows.length} rows, expected ${expected.sqlState} ${expected.message}`
    return difference(expected, got, options)
  } catch (error) {
    if (!(error instanceof ZohoSqlError)) return `failed: ${(error as Error).stack}`
    if (expected instanceof PostgresError && expected.sqlState === error.sqlState) return undefined
    const wanted =
      expected instanceof PostgresError ? `${expected.sqlState} ${expected.message}` : `${expected.rows.length} rows`
    return `${error.sqlState} ${error.message}, expected ${wanted}`
  }
}
