import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { byName } from '../../base/by-name.ts'
import { chunks } from '../../base/chunks.ts'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType } from '../../base/types.ts'
import { type Cell, type FormatRow, plain } from '../format/format.ts'
import {
  type Database,
  type DatabaseAnswer,
  type DatabaseTableName,
  type LoadedRows,
  quoted,
  quotedTable,
  stageName,
  stageOrder,
  type TableLoad,
  upsertStatements,
} from './database.ts'
import { failed } from './failure.ts'
import { withoutPassword } from './url.ts'
import { jsonValue } from './values.ts'

/** PostgreSQL, whose rows go in by COPY. Values travel as texts: PostgreSQL itself makes the column's type of them. */
export function openPostgres(url: string): Database {
  const where = withoutPassword(url)
  const server = new Server(url)
  const guarded = async <T>(signal: AbortSignal | undefined, work: (client: Client) => Promise<T>): Promise<T> => {
    try {
      return await server.use(signal, work)
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      if (isZohoSqlError(error) || !isDatabaseError(error)) throw error
      throw failed(where, error)
    }
  }
  return {
    kind: 'postgres',
    run: (text, parameters = [], signal) => guarded(signal, (client) => run(client, text, parameters)),
    load: (load) => guarded(load.signal, (client) => loadTable(client, load)),
    columns: (table) => guarded(undefined, (client) => columnsOf(client, table)),
    primaryKey: (table) => guarded(undefined, (client) => primaryKeyOf(client, table)),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/** Errors of the server and of the network have a code; one of the rows' source is not ours to name. */
const isDatabaseError = (error: unknown): boolean =>
  typeof (error as { code?: unknown } | null)?.code === 'string' || error instanceof AggregateError

/** One connection, opened when it is first needed, one piece of work at a time. */
class Server {
  readonly #url: string
  #client: Promise<Client> | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  use<T>(signal: AbortSignal | undefined, work: (client: Client) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => this.#work(signal, work))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #work<T>(signal: AbortSignal | undefined, work: (client: Client) => Promise<T>): Promise<T> {
    signal?.throwIfAborted()
    this.#client ??= this.#connect()
    const client = await this.#client
    // The server rolls back what a connection that ends had begun.
    const stop = (): void => {
      this.#client = undefined
      client.end().catch(() => undefined)
      ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await work(client)
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      application_name: 'zohosql',
      connectionTimeoutMillis: 30_000,
      // What a value's text means is decided here, by its type.
      types: { getTypeParser: () => (text: string) => text },
    })
    client.on('error', () => {
      this.#client = undefined
    })
    try {
      await client.connect()
    } catch (error) {
      this.#client = undefined
      throw error
    }
    return client
  }

  async close(): Promise<void> {
    await this.#turn
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end()
  }
}

type PostgresParameter = null | boolean | number | string

async function run(client: Client, text: string, parameters: readonly PostgresParameter[]): Promise<DatabaseAnswer> {
  const values = parameters.map((value) => (value === null ? null : String(value)))
  // Without parameters several statements may stand in the text; each has a result.
  const config = { text, rowMode: 'array' as const }
  const given = await (values.length === 0 ? client.query(config) : client.query({ ...config, values }))
  const last = [given].flat().at(-1)!
  const rows = last.rows as unknown as (string | null)[][]
  return {
    columns: last.fields.map(({ name }) => name),
    rows: rows.map((row) => row.map((value, i) => jsonValue(value, last.fields[i]!.dataTypeID))),
    count: last.rowCount ?? 0,
  }
}

const columnsQuery = `SELECT attname AS name FROM pg_attribute
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`

async function columnsOf(client: Client, table: DatabaseTableName): Promise<readonly string[] | undefined> {
  const { rows } = await client.query<{ name: string }>(columnsQuery, [quotedTable(table)])
  return rows.length === 0 ? undefined : rows.map(({ name }) => name)
}

const keyQuery = `SELECT a.attname AS name FROM pg_index AS i
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
  JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY k.position`

async function primaryKeyOf(client: Client, table: DatabaseTableName): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(keyQuery, [quotedTable(table)])
  return rows.map(({ name }) => name)
}

async function loadTable(client: Client, load: TableLoad): Promise<LoadedRows> {
  await client.query('BEGIN')
  try {
    const loaded = await loadRows(client, load)
    load.signal.throwIfAborted()
    await client.query('COMMIT')
    return loaded
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function loadRows(client: Client, load: TableLoad): Promise<LoadedRows> {
  const { signal, table, mode, before } = load
  if (before !== undefined) await client.query(before)
  await prepareTable(client, load)
  if (mode !== 'upsert') return insertRows(client, quotedTable(table), load)
  const columns = load.columns.map(({ name }) => name)
  const stage = quoted(stageName)
  const list = columns.map(quoted).join(', ')
  await client.query(
    `CREATE TEMP TABLE ${stage} ON COMMIT DROP AS SELECT ${list} FROM ${quotedTable(table)} WITH NO DATA;
     ALTER TABLE ${stage} ADD COLUMN ${quoted(stageOrder)} bigint GENERATED ALWAYS AS IDENTITY;
     LOCK TABLE ${quotedTable(table)} IN SHARE ROW EXCLUSIVE MODE`,
  )
  const loaded = await insertRows(client, stage, load)
  const { unique, update, insert } = upsertStatements(quotedTable(table), columns, load.keys ?? [])
  signal.throwIfAborted()
  await client.query(`CREATE INDEX ON ${stage} (${(load.keys ?? []).map(quoted).join(', ')}); ANALYZE ${stage}`)
  await client.query(unique)
  if (update) await client.query(update)
  await client.query(insert)
  return loaded
}

async function prepareTable(client: Client, { table, columns, mode, mayCreate, keys }: TableLoad): Promise<void> {
  const name = quotedTable(table)
  if (mode === 'replace') await client.query(`DROP TABLE IF EXISTS ${name}`)
  const { rows } = await client.query<{ there: string | null }>('SELECT to_regclass($1)::text AS there', [name])
  const isThere = rows[0]?.there !== null
  if (mode === 'create' && isThere) {
    throw new ZohoSqlError('DATABASE_FAILED', `The table ${name} is there already.`, {
      hint: 'Append to it, replace it, or name another one.',
    })
  }
  if (isThere || !(mode === 'create' || mode === 'replace' || mayCreate)) return
  if (table.schema !== undefined) await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(table.schema)}`)
  const parts = columns.map((column) => `${quoted(column.name)} ${columnType(column.sqlType)}`)
  if (mode === 'upsert' && keys?.length) parts.push(`PRIMARY KEY (${keys.map(quoted).join(', ')})`)
  await client.query(`CREATE TABLE ${name} (${parts.join(', ')})`)
}

const named =
  /^(boolean|smallint|integer|bigint|numeric|real|double precision|date|time|timestamp|timestamptz|interval|json|jsonb|bytea)$/

/** Values may be older than what a field is declared to hold: numbers and texts are not narrowed. */
function columnType({ name, element }: SqlType): string {
  if (name === 'array' && element) return `${columnType(element)}[]`
  return named.test(name) ? name : 'text'
}

/** Rows that are sent between two looks at what became of them, where rows may be refused. */
const trialRows = 1000

async function insertRows(client: Client, target: string, load: TableLoad): Promise<LoadedRows> {
  const { columns, batches, signal, refused, wrote } = load
  const command = `COPY ${target} (${columns.map(({ name }) => quoted(name)).join(', ')}) FROM STDIN`
  const total = { rows: 0, skipped: 0, bytes: 0 }
  async function* texts() {
    for await (const rows of batches) {
      signal.throwIfAborted()
      yield copyText(rows, total)
      wrote?.(total.rows)
    }
  }
  if (!refused) {
    await pipeline(Readable.from(texts(), { objectMode: true, highWaterMark: 1 }), client.query(copyFrom(command)))
    return total
  }
  for await (const rows of batches) {
    for (const some of chunks(rows, trialRows)) {
      signal.throwIfAborted()
      await tryRows(client, command, some, { total, refused })
    }
    wrote?.(total.rows)
  }
  return total
}

interface Total {
  rows: number
  skipped: number
  bytes: number
}

interface Trial {
  readonly total: Total
  readonly refused: NonNullable<TableLoad['refused']>
}

/** Rows that go in together, or are halved until the bad ones stand alone. */
async function tryRows(client: Client, command: string, rows: readonly FormatRow[], trial: Trial): Promise<void> {
  if (rows.length === 0) return
  const count = { rows: 0, skipped: 0, bytes: 0 }
  await client.query('SAVEPOINT zohosql')
  try {
    await pipeline(Readable.from([copyText(rows, count)]), client.query(copyFrom(command)))
    await client.query('RELEASE zohosql')
    trial.total.rows += count.rows
    trial.total.bytes += count.bytes
  } catch (error) {
    if (!isRefusal(error)) throw error
    await client.query('ROLLBACK TO zohosql')
    if (rows.length === 1) {
      trial.total.skipped += 1
      trial.refused(rows[0]!, (error as Error).message)
      return
    }
    const middle = Math.ceil(rows.length / 2)
    await tryRows(client, command, rows.slice(0, middle), trial)
    await tryRows(client, command, rows.slice(middle), trial)
  }
}

/** Classes of SQLSTATE that speak of a row: data exceptions and integrity violations. */
const isRefusal = (error: unknown): boolean => /^2[23]/.test((error as { code?: string }).code ?? '')

const escapes: Readonly<Record<string, string>> = byName({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })

function copyText(rows: readonly FormatRow[], total: Total): string {
  let text = ''
  for (const row of rows) text += `${row.map(copyValue).join('\t')}\n`
  total.rows += rows.length
  total.bytes += Buffer.byteLength(text)
  return text
}

function copyValue(value: Cell): string {
  if (value === null) return '\\N'
  return plain(value).replace(/[\\\n\r\t]/g, (sign) => escapes[sign]!)
}
