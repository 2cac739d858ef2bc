import { WorkerClient } from './client.ts'
import type { CatalogueSession } from './protocol.ts'
import {
  type Answer,
  describeUnit,
  executeUnit,
  readAnswer,
  readAnswers,
  rowTexts,
  textUnit,
  type Unit,
} from './unit.ts'

export type { CatalogueSession } from './protocol.ts'
export type CatalogueAnswer = Answer
export type CatalogueDescription = Pick<Answer, 'description' | 'parameterTypes'>

export interface CatalogueOptions {
  readonly templateDirectory: string
  /** The statements that make Zoho's tables. The same tables give the same text. */
  readonly mirror: () => Promise<string>
  /** Milliseconds after which the tables are looked at again. */
  readonly refreshMs: number
  readonly now: () => number
}

/** Answers statements that touch no row of Zoho's; keeps its empty tables as Zoho's are. */
export class Catalogue {
  readonly #options: CatalogueOptions
  #client: WorkerClient | undefined
  #defined = ''
  #checked = Number.NEGATIVE_INFINITY
  #checking: Promise<void> | undefined

  constructor(options: CatalogueOptions) {
    this.#options = options
  }

  /** Starts what takes a while before somebody waits for it. */
  async start(): Promise<void> {
    await this.#ready()
  }

  /** What a statement gives and takes. */
  async describe(session: CatalogueSession, sql: string, types: readonly number[]): Promise<CatalogueDescription> {
    const client = await this.#ready()
    return readAnswer(await client.run(session, describeUnit(sql, types)))
  }

  async execute(session: CatalogueSession, unit: Unit): Promise<CatalogueAnswer> {
    const client = await this.#ready()
    return readAnswer(await client.run(session, executeUnit(unit)))
  }

  /** Several statements with nothing of another session between them. */
  async executeAll(session: CatalogueSession, units: readonly Unit[]): Promise<CatalogueAnswer[]> {
    const client = await this.#ready()
    return readAnswers(await client.run(session, Buffer.concat(units.map(executeUnit))))
  }

  /** Rows of a statement of the gateway's own, as texts; parameters are texts. */
  async texts(
    session: CatalogueSession,
    sql: string,
    parameters: readonly (string | null)[] = [],
  ): Promise<(string | null)[][]> {
    return (await this.execute(session, textUnit(sql, parameters))).rows.map(rowTexts)
  }

  /** Looks at Zoho's tables again, whenever that was last. */
  async refresh(): Promise<void> {
    this.#checked = Number.NEGATIVE_INFINITY
    await this.#ready()
    await this.#checking
  }

  async close(): Promise<void> {
    await this.#client?.close()
  }

  async #ready(): Promise<WorkerClient> {
    if (!this.#client?.alive) {
      this.#client = new WorkerClient({ templateDirectory: this.#options.templateDirectory })
      this.#defined = ''
    }
    const { now, refreshMs } = this.#options
    if (this.#defined === '' || now() - this.#checked >= refreshMs) await this.#check(this.#client)
    return this.#client
  }

  /** One look for all who wait for it. */
  #check(client: WorkerClient): Promise<void> {
    this.#checking ??= this.#define(client).finally(() => {
      this.#checking = undefined
    })
    return this.#checking
  }

  async #define(client: WorkerClient): Promise<void> {
    const sql = await this.#options.mirror()
    if (sql !== this.#defined) await client.define(sql)
    this.#defined = sql
    this.#checked = this.#options.now()
  }
}
