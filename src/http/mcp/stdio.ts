import type { Readable, Writable } from 'node:stream'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { Spending } from '../../base/spending.ts'
import type { Connection } from '../../driver/inner.ts'
import { ServedAccounts } from '../accounts.ts'
import { RequestSession } from '../asking.ts'
import { DayCredits } from '../credits.ts'
import { mcpServer } from './server.ts'

export interface StdioOptions {
  readonly open: () => Promise<Connection>
  readonly stdin: Readable
  readonly stdout: Writable
  /** Ends the service. */
  readonly signal: AbortSignal
}

/** Serves one agent over a pipe until it goes away. */
export async function serveStdio({ open, stdin, stdout, signal }: StdioOptions): Promise<void> {
  const accounts = new ServedAccounts(open)
  const house = { accounts, credits: new DayCredits(), rowsMax: 0 }
  const caller = { grant: { name: 'stdio', readOnly: true }, address: 'stdio' }
  const server = mcpServer(new RequestSession(house, caller, signal, new Spending()))
  const gone = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    stdin.once('end', resolve)
    stdin.once('close', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await server.connect(new StdioServerTransport(stdin, stdout))
  await gone
  await server.close()
  await accounts.close()
}
