import type { Connection } from '../driver/index.ts'
import type { Task } from './task.ts'
import { usageError } from './usage.ts'

/** An open account, and for `--demo` the simulator behind it. */
export interface Session extends AsyncDisposable {
  readonly db: Connection
}

export interface SessionOptions {
  /** Numerics keep all their digits, as text. */
  readonly exactNumbers?: boolean
  /** Rows of the demo company. */
  readonly demoRows?: number
}

/** @throws ZohoSqlError USAGE, or what is wrong with the connection properties */
export async function openSession(task: Task, wanted: SessionOptions = {}): Promise<Session> {
  const { options } = task
  if (options.demo && options.connection !== undefined) throw usageError('Give --demo or --connection, not both.')
  await using stack = new AsyncDisposableStack()
  const connectionString = options.demo ? await demoCompany(stack, wanted.demoRows) : ownAccount(task)
  const { connect } = await import('../driver/index.ts')
  const db = stack.use(
    await connect({
      // What is printed is text: instants in UTC, whatever the program's own wish.
      dates: 'string',
      ...(wanted.exactNumbers && { exactNumbers: 'true' }),
      ...(options['log-level'] !== undefined && { logLevel: options['log-level'] }),
      ...(connectionString !== undefined && { connectionString }),
    }),
  )
  const opened = stack.move()
  return { db, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

const ownAccount = ({ options, io }: Task): string | undefined =>
  options.connection ?? (io.env.ZOHOSQL_CONNECTION || undefined)

async function demoCompany(stack: AsyncDisposableStack, rows: number | undefined): Promise<string> {
  const { startSimulator } = await import('../simulator/index.ts')
  const simulator = stack.use(await startSimulator({ rows }))
  return `${simulator.connectionString};TokenStore=memory`
}
