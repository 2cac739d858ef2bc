import { createClient, type ZohoClient } from '../src/auth/index.ts'
import { Remembered } from '../src/base/remembered.ts'
import { Catalog } from '../src/catalog/index.ts'
import { resolveConfig } from '../src/config/index.ts'
import { Connection } from '../src/driver/connection.ts'
import type { OpenAccount } from '../src/driver/open.ts'
import { ScanCache } from '../src/exec/query/index.ts'
import { parsing } from '../src/net/index.ts'
import { crm as kind } from '../src/services/crm/index.ts'

/** A connection whose answers are remembered bodies: all of the driver and none of the network. */

type ApiRequest = Parameters<ZohoClient['request']>[0]

const keyOf = ({ method = 'GET', path, query, body }: ApiRequest): string => JSON.stringify([method, path, query, body])

export class Recording {
  readonly #bodies = new Map<string, Buffer>()
  readonly #client: ZohoClient
  readonly #config: ReturnType<typeof resolveConfig>

  constructor(connectionString: string) {
    this.#config = resolveConfig(connectionString)
    this.#client = createClient(this.#config)
  }

  /** Asks Zoho and remembers what it said. */
  recorder(): Connection {
    return this.#connection(async (request) => {
      const response = await this.#client.request(request)
      this.#bodies.set(keyOf(request), response.body)
      return response
    })
  }

  /** Answers from memory; the bodies are parsed as they would be if they had just come. */
  player(): Connection {
    const read = parsing(async ({ url }) => {
      const body = this.#bodies.get(url)
      if (!body) throw new Error(`not recorded: ${url}`)
      return { status: 200, headers: {}, body, bytes: body.length }
    })
    return this.#connection((request) => read({ method: 'GET', kind: 'read', url: keyOf(request) }))
  }

  /** Bodies of the pages, in the order they came. */
  pages(): readonly Buffer[] {
    return [...this.#bodies].filter(([key]) => key.includes('select_query')).map(([, body]) => body)
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  #connection(request: ZohoClient['request']): Connection {
    const config = this.#config
    const crm = kind.open({
      client: { ...this.#client, request },
      config,
      remembered: () => new Remembered({ ttlMs: 3_600_000 }),
    })
    const account: OpenAccount = {
      ...crm.account,
      request,
      authorization: this.#client.authorization,
      onInvalidated: this.#client.onInvalidated,
      config,
      catalog: new Catalog([crm]),
      options: { road: 'auto', pushdown: true, textComparison: 'exact', prefer: 'balanced' },
      cache: new ScanCache({ account: '', ttlMs: 0, now: Date.now }),
      timeZone: async () => 'UTC',
      numbers: async () => new Map(),
      now: Date.now,
      close: async () => undefined,
    }
    return new Connection(account)
  }
}
