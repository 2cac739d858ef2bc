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
  /** What is remembered of the account is not believed. */
  readonly fresh?: boolean
  /** Rows of the demo company. */
  readonly demoRows?: number
  /** Connection properties that win over what the connection string says. */
  readonly properties?: Readonly<Record<string, string>>
}

/** @throws ZohoSqlError USAGE, or what is wrong with the connection properties */
export async function openSession(task: Task, wanted: SessionOptions = {}): Promise<Session> {
  const { options, io } = task
  if (!options.demo) return account(task, wanted, options.connection ?? (io.env.ZOHOSQL_CONNECTION || undefined))
  if (options.connection !== undefined) throw usageError('Give --demo or --connection, not both.')
  const { startSimulator } = await import('../simulator/index.ts')
  const simulator = await startSimulator({ rows: wanted.demoRows })
  const close = (): Promise<void> => simulator.close()
  try {
    return await account(task, wanted, `${simulator.connectionString};TokenStore=memory`, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function account(
  { options }: Task,
  { exactNumbers, fresh, properties }: SessionOptions,
  connectionString: string | undefined,
  afterwards?: () => Promise<void>,
): Promise<Session> {
  const { connect } = await import('../driver/index.ts')
  const db = await connect({
    // What is printed is text: instants in UTC, whatever the program's own wish.
    dates: 'string',
    ...(exactNumbers && { exactNumbers: 'true' }),
    ...(fresh && { metadataTtl: '0' }),
    ...(options['log-level'] !== undefined && { logLevel: options['log-level'] }),
    ...properties,
    ...(connectionString !== undefined && { connectionString }),
  })
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.close()
      await afterwards?.()
    },
  }
}
