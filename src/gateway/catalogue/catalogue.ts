import { setTimeout } from 'node:timers/promises'
import { checkInstalled, WorkerClient } from './client.ts'
import { type Places, placesOf, placesSql } from './places.ts'
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
  /** Rows of Zoho's tables as far as they are known, as statements for pg_class. Asks nothing of Zoho. */
  readonly estimates: () => string
  /** Milliseconds after which the tables are looked at again. */
  readonly refreshMs: number
  /** Told when Zoho's tables could not be looked at again: what was known goes on. */
  readonly stale: (error: unknown) => void
  readonly now: () => number
  /** Told that the start takes seconds: it is the first on this machine. */
  readonly onMake?: () => void
}

/** Milliseconds that a statement waits for news of Zoho's tables. */
const patienceMs = 3000

/** For what the gateway asks for itself. */
const itself: CatalogueSession = { version: 'itself', user: 'postgres', settings: new Map() }

/** Answers statements that touch no row of Zoho's; keeps its empty tables as Zoho's are. */
export class Catalogue {
  readonly #options: CatalogueOptions
  #client: WorkerClient | undefined
  #defined = ''
  #estimated = ''
  #places: Promise<Places> | undefined
  #checked = Number.NEGATIVE_INFINITY
  #checking: Promise<void> | undefined

  /** @throws {ZohoSqlError} CATALOGUE_MISSING */
  constructor(options: CatalogueOptions) {
    checkInstalled()
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

  /** Where Zoho's tables are in it. */
  async places(): Promise<Places> {
    await this.#ready()
    this.#places ??= this.texts(itself, placesSql).then(placesOf)
    return this.#places
  }

  /**
   * Looks at Zoho's tables again, whenever that was last.
   *
   * @throws {ZohoSqlError} what Zoho refused
   */
  async refresh(): Promise<void> {
    const client = await this.#ready()
    await this.#check(client)
  }

  async close(): Promise<void> {
    await this.#client?.close()
  }

  async #ready(): Promise<WorkerClient> {
    if (!this.#client?.alive) {
      const { templateDirectory, onMake = () => undefined } = this.#options
      this.#client = new WorkerClient({ templateDirectory }, onMake)
      this.#defined = ''
    }
    const { now, refreshMs } = this.#options
    if (this.#defined === '') await this.#check(this.#client)
    else if (now() - this.#checked >= refreshMs) await this.#lookAgain(this.#client)
    return this.#client
  }

  /** Whoever asks of the catalogue does not wait long for Zoho, nor fail with it. */
  async #lookAgain(client: WorkerClient): Promise<void> {
    this.#checked = this.#options.now()
    const check = this.#check(client).catch(this.#options.stale)
    await Promise.race([check, setTimeout(patienceMs, undefined, { ref: false })])
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
    const isNew = sql !== this.#defined
    if (isNew) {
      await client.mirror(sql)
      this.#places = undefined
    }
    this.#defined = sql
    await this.#estimate(client, isNew)
    this.#checked = this.#options.now()
  }

  async #estimate(client: WorkerClient, isNew: boolean): Promise<void> {
    const estimates = this.#options.estimates()
    if (estimates === '' || (!isNew && estimates === this.#estimated)) return
    await client.define(estimates)
    this.#estimated = estimates
  }
}
