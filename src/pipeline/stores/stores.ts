import { stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve as resolvePath } from 'node:path'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { Connection, ResultRows } from '../../driver/inner.ts'
import { type Database, isDatabaseUrl, openDatabase } from '../../output/databases/index.ts'
import type { FormatColumn, FormatRow } from '../../output/index.ts'
import { type FactoryLinkedService, invalid, type JsonNode, resolvedNode } from '../factory/index.ts'
import { folderOf, type Mapping } from './mapping.ts'
import { postgresUrl } from './postgres.ts'
import { plainMembers } from './secrets.ts'

export interface StoresOptions {
  readonly mapping: Mapping
  /**
   * Opens a Zoho account.
   *
   * @param document the linked service with its secrets, as Data Factory writes it; absent: whom the command line names
   */
  readonly openZoho: (document: Readonly<Record<string, unknown>> | string | undefined) => Promise<Connection>
  /** The command line names the account: it stands for every linked service of Zoho's. */
  readonly ownAccount: boolean
}

export interface StoreRows {
  readonly columns: readonly FormatColumn[]
  readonly batches: AsyncIterable<readonly FormatRow[]>
  /** Bytes and credits so far. */
  spent(): {
    readonly bytes: number
    readonly credits: number
    readonly calls: number
    readonly notices: readonly string[]
  }
}

/** Where linked services lead, each opened once a run. */
export class Stores {
  readonly #options: StoresOptions
  readonly #accounts = new Map<string, Promise<Connection>>()
  readonly #databases = new Map<string, Promise<Database>>()

  constructor(options: StoresOptions) {
    this.#options = options
  }

  /**
   * Refuses a linked service that has no place here, before anything runs.
   *
   * @throws {ZohoSqlError} PIPELINE_INVALID
   */
  check(service: FactoryLinkedService): void {
    const { name, type, role, at } = service
    const target = this.#target(name)
    if (target !== undefined) {
      const fits = role === 'zoho' || (role === 'files') !== isDatabaseUrl(target)
      if (fits) return
      throw invalid(
        `The linked service ${name} of type ${type} cannot be mapped to what --target says.`,
        at,
        hintFor(role, name),
      )
    }
    if (role === 'zoho' && this.#options.ownAccount) return
    if (role === 'zoho' || role === 'postgres' || type === 'FileServer') this.#checkSecrets(service)
    else throw invalid(`The linked service ${name} of type ${type} is not mapped.`, at, hintFor(role, name))
  }

  /** Secrets are there, as far as their names do not depend on what activities find out. */
  #checkSecrets({ name, properties, at }: FactoryLinkedService): void {
    const scope = { now: Date.now, lookUp: () => undefined }
    try {
      plainMembers(resolvedNode(properties, scope, at), name, this.#options.mapping)
    } catch (error) {
      if (!isZohoSqlError(error) || error.code !== 'EXPRESSION_FAILED') throw error
    }
  }

  /** The account of a linked service of Zoho's. */
  zoho({ name }: FactoryLinkedService, properties: JsonNode): Promise<Connection> {
    const target = this.#target(name)
    const key = this.#options.ownAccount ? '' : (target ?? JSON.stringify([name, properties.value]))
    return once(this.#accounts, key, async () => {
      if (this.#options.ownAccount) return this.#options.openZoho(undefined)
      if (target !== undefined) return this.#options.openZoho(target)
      const typeProperties = plainMembers(properties, name, this.#options.mapping)
      return this.#options.openZoho({ properties: { type: 'Zoho', typeProperties } })
    })
  }

  database({ name }: FactoryLinkedService, properties: JsonNode): Promise<Database> {
    const url = this.#target(name) ?? postgresUrl(properties, name, this.#options.mapping)
    return once(this.#databases, url, () => openDatabase(url))
  }

  /** The path of a file of a dataset, below the linked service's folder. */
  async file(
    { name }: FactoryLinkedService,
    properties: JsonNode,
    location: JsonNode,
    fileName: string,
  ): Promise<string> {
    const root = await this.#folder(name, properties)
    const parts = ['container', 'fileSystem', 'bucketName', 'folderPath'].map(
      (key) => location.member(key).optionalText() ?? '',
    )
    const path = resolvePath(root, ...parts.map((part) => part.replaceAll('\\', '/').replace(/^\/+/, '')), fileName)
    const inside = relative(resolvePath(root), path)
    if (!inside.startsWith('..') && !isAbsolute(inside)) return path
    throw invalid(`The path "${join(...parts, fileName)}" leads out of the linked service's folder.`, location.at)
  }

  async #folder(name: string, properties: JsonNode): Promise<string> {
    const target = this.#target(name)
    const host = properties.member('host')
    const folder = target === undefined ? host.text().replaceAll('\\', '/') : folderOf(target)
    const there = await stat(folder).catch(() => undefined)
    if (there?.isDirectory()) return folder
    throw new ZohoSqlError('FILE', `There is no folder "${folder}", where the linked service ${name} leads.`, {
      hint: `Make it, or map the linked service: --target ${name}=file://FOLDER`,
    })
  }

  #target(name: string): string | undefined {
    return this.#options.mapping.targets.get(name.toLowerCase())
  }

  async close(): Promise<void> {
    const opened = [...this.#accounts.values(), ...this.#databases.values()]
    await Promise.allSettled(opened.map(async (each) => (await each).close()))
  }
}

const hintFor = (role: FactoryLinkedService['role'], name: string): string =>
  role === 'files'
    ? `Map it to a folder: --target ${name}=file://FOLDER`
    : `Map it to a database: --target ${name}=postgres://… or --target ${name}=sqlite:FILE`

function once<T>(opened: Map<string, Promise<T>>, key: string, open: () => Promise<T>): Promise<T> {
  const known = opened.get(key)
  if (known) return known
  const opening = open()
  opened.set(key, opening)
  // What could not be opened is tried again when it is asked for again: a retry.
  opening.catch(() => opened.delete(key))
  return opening
}

/** The rows of a statement over Zoho. */
export const rowsOf = (answer: ResultRows): StoreRows => ({
  columns: answer.columns,
  batches: answer,
  spent: () => answer.stats(),
})
