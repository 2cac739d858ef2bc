import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../src/driver/inner.ts'
import { type Grant, TokenFile } from '../../src/http/access/index.ts'
import { type HttpDoor, type HttpOptions, startHttp } from '../../src/http/index.ts'

export interface TestDoor extends AsyncDisposable {
  readonly door: HttpDoor
  readonly url: string
  /** Asks, and gives status, headers and body. */
  ask(path: string, options?: RequestInit & { readonly json?: unknown }): Promise<Answer>
  readonly log: readonly Record<string, unknown>[]
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers have any form.
  readonly body: any
}

/** A web door over an account, for one test or more. */
export async function openDoor(connection: string, options: Partial<HttpOptions> = {}): Promise<TestDoor> {
  const log: Record<string, unknown>[] = []
  const door = await startHttp({
    open: () => connect(connection),
    port: 0,
    log: (event, fields) => log.push({ event, ...fields }),
    ...options,
  })
  return {
    door,
    url: door.url,
    log,
    async ask(path, { json, ...rest } = {}) {
      const post = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }
      const headers = { ...(json !== undefined && { 'content-type': 'application/json' }), ...rest.headers }
      const response = await fetch(`${door.url}${path}`, { ...post, ...rest, headers })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, body: parsed(text) }
    },
    [Symbol.asyncDispose]: () => door.close(0),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A file of tokens with one for each grant. */
export async function tokenFile(...grants: readonly Grant[]) {
  const folder = await mkdtemp(join(tmpdir(), 'zohosql-tokens-'))
  const file = new TokenFile(join(folder, 'tokens.json'))
  const tokens: string[] = []
  for (const grant of grants) tokens.push(await file.add(grant))
  return { path: file.path, file, tokens, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
