/** Asks zohosql and a real PostgreSQL the same over the same rows, and says where they differ. */
import { Client } from 'pg'
import { ZohoSqlError } from '../../src/index.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { difference, type Expected, isOrdered } from './compare.ts'
import { Ours } from './ours.ts'
import { type Company, fill } from './tables.ts'

/** How PostgreSQL refused. */
export interface Refusal {
  readonly sqlState: string
  readonly message: string
}

const isRefusal = (answer: Expected | Refusal): answer is Refusal => 'sqlState' in answer

/** What came of one statement on both sides. */
export interface Verdict {
  readonly outcome: 'same' | 'same error' | 'refused' | 'different'
  /** What differs, or what was refused. */
  readonly text: string
  /** Rows that PostgreSQL gave. */
  readonly rows: number
}

const asText = { getTypeParser: () => (text: string) => text }

export class Judge implements AsyncDisposable {
  readonly #cluster: Cluster
  readonly #client: Client
  readonly #ours: Ours

  private constructor(cluster: Cluster, client: Client, ours: Ours) {
    this.#cluster = cluster
    this.#client = client
    this.#ours = ours
  }

  /** Undefined where PostgreSQL can't be had. */
  static async open(company: Company, properties = ''): Promise<Judge | undefined> {
    const cluster = await startCluster()
    if (!cluster) return undefined
    const client = new Client({ host: cluster.host, user: cluster.user, database: 'postgres' })
    client.on('error', () => undefined)
    await client.connect()
    await fill(client, company)
    await client.query("SET search_path TO crm, public; SET extra_float_digits = 1; SET statement_timeout = '60s'")
    return new Judge(cluster, client, await Ours.open(company, properties))
  }

  async theirs(sql: string): Promise<Expected | Refusal> {
    try {
      const { fields, rows } = await this.#client.query<(string | null)[]>({
        text: sql,
        rowMode: 'array',
        types: asText,
      })
      return { columns: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })), rows }
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      if (!code) throw error
      return { sqlState: code, message }
    }
  }

  async compare(sql: string): Promise<Verdict> {
    const expected = await this.theirs(sql)
    const rows = isRefusal(expected) ? 0 : expected.rows.length
    try {
      const got = await this.#ours.ask(sql)
      const text = isRefusal(expected)
        ? `${got.rows.length} rows, there ${expected.sqlState} ${expected.message}`
        : difference(expected, got, isOrdered(sql))
      return { outcome: text ? 'different' : 'same', text: text ?? '', rows }
    } catch (error) {
      return { ...failure(error, expected), rows }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ours[Symbol.asyncDispose]()
    await this.#client.end()
    await this.#cluster[Symbol.asyncDispose]()
  }
}

function failure(error: unknown, expected: Expected | Refusal): Pick<Verdict, 'outcome' | 'text'> {
  if (!(error instanceof ZohoSqlError)) return { outcome: 'different', text: `failed: ${(error as Error).stack}` }
  const text = `${error.sqlState} ${error.message}`
  if (isRefusal(expected) && expected.sqlState === error.sqlState) return { outcome: 'same error', text }
  if (error.sqlState === '0A000') return { outcome: 'refused', text }
  const wanted = isRefusal(expected) ? `${expected.sqlState} ${expected.message}` : `${expected.rows.length} rows`
  return { outcome: 'different', text: `${text}, there ${wanted}` }
}
