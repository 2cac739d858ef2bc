/** What stands between the driver and the simulator: calls wait here as a test wishes, and answers change on their way. */
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Simulator } from '../../src/simulator/index.ts'
import { serve } from './servers.ts'

export interface Passing {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly body: string
  /** Aborted when the driver gives the call up. */
  readonly ended: AbortSignal
}

export interface Between extends AsyncDisposable {
  readonly connectionString: string
  /** Calls of the API that passed so far. */
  readonly passed: readonly Passing[]
  /** Most calls of the API that were here at the same time; to be set back by whoever wants it of a while. */
  most: number
}

interface Ways {
  /** Awaited before a call goes on. */
  readonly before?: (call: Passing) => Promise<void> | void
  /** What the driver gets in place of the answer's JSON. */
  readonly change?: (answer: Record<string, unknown>, call: Passing) => unknown
}

export async function between(simulator: Simulator, { before, change }: Ways): Promise<Between> {
  const passed: Passing[] = []
  let here = 0
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ended = new AbortController()
    response.on('close', () => {
      here -= 1
      if (!response.writableFinished) ended.abort()
    })
    way.most = Math.max(way.most, ++here)
    const body = String(await bytesOf(incoming))
    const call: Passing = { method: incoming.method!, path: incoming.url!, body, ended: ended.signal }
    passed.push(call)
    await before?.(call)
    if (ended.signal.aborted) return
    const { status, headers, bytes } = await forward(simulator.port, incoming, body)
    const isJson = /json/.test(String(headers['content-type']))
    const sent = change && isJson ? Buffer.from(JSON.stringify(change(JSON.parse(String(bytes)), call))) : bytes
    response.writeHead(status, { ...headers, 'content-length': sent.length }).end(sent)
  }
  const server = await serve((incoming, response) => {
    pass(incoming, response).catch((error: unknown) => response.destroy(error as Error))
  })
  const way: Between = {
    connectionString: simulator.connectionString.replace(/^Endpoint=[^;]*/, `Endpoint=127.0.0.1:${server.port}`),
    passed,
    most: 0,
    [Symbol.asyncDispose]: () => server.close(),
  }
  return way
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

function forward(port: number, { method, url, headers }: IncomingMessage, body: string) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; bytes: Buffer }>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      bytesOf(answer).then((bytes) => resolve({ status: answer.statusCode!, headers: answer.headers, bytes }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/**
 * Calls wait until there are so many of them. A client that sends fewer waits for ever, and its test fails by its time:
 * so nothing here depends on how fast calls are.
 */
export function gate(size: number, of: (call: Passing) => boolean): (call: Passing) => Promise<void> | undefined {
  let waiting: (() => void)[] = []
  return (call) => {
    if (!of(call)) return undefined
    return new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length < size) return
      for (const release of waiting) release()
      waiting = []
    })
  }
}

/** Holds a call until the driver gives it up. */
export const untilEnded = ({ ended }: Passing): Promise<void> =>
  new Promise((resolve) => {
    if (ended.aborted) resolve()
    ended.addEventListener('abort', () => resolve())
  })

/** A query of COQL, as the call has it. */
export const isCoql = ({ path }: Passing): boolean => path.endsWith('/coql')
