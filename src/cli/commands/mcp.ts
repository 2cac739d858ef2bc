import type { Readable, Writable } from 'node:stream'
import { serveStdio } from '../../http/index.ts'
import { type CliSession, openSession } from '../connect.ts'
import type { Task } from '../task.ts'

/** Serves one agent over stdin and stdout, by MCP, until it goes away. */
export async function mcp(task: Task): Promise<void> {
  let session: Promise<CliSession> | undefined
  const { stdin, stdout } = task.io
  try {
    await serveStdio({
      // The account is opened when the agent first asks for something: a client that only lists tools costs nothing.
      open: async () => {
        session ??= openSession(task)
        return (await session).db
      },
      stdin: stdin as Readable,
      stdout: stdout as Writable,
      signal: task.signal,
    })
  } finally {
    await (await session?.catch(() => undefined))?.[Symbol.asyncDispose]()
  }
}
