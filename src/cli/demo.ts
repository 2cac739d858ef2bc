import { mainSchema, type ServiceName, serviceNames } from '../base/schemas.ts'
import { usageError } from './usage.ts'

/** The demo company, which `--demo` stands for. */
export interface Demo {
  readonly connectionString: string
  close(): Promise<void>
}

/** Starts the demo company; nothing of it is kept. */
export async function startDemo(options: {
  readonly rows?: number | undefined
  /** Whose values: `odd` ones break clients. */
  readonly data?: string | undefined
  /** The day on which its records end. */
  readonly asOf?: string | undefined
  /** Milliseconds before each answer. */
  readonly latency?: number | undefined
  /** Which services are open: all that the company uses, if not told. */
  readonly services?: readonly ServiceName[]
}): Promise<Demo> {
  const { asOf, services: named, ...rest } = options
  const { startSimulator } = await import('../simulator/index.ts')
  const simulator = await fromData(() => startSimulator({ ...rest, asOf: endOfDay(asOf) }))
  // The demo company uses all of them, with the same customers; others have one.
  const services = named ?? ((options.data ?? 'demo') === 'demo' ? serviceNames : [mainSchema])
  return {
    connectionString: `${simulator.connectionString};TokenStore=memory;Services=${services.join(',')}`,
    close: () => simulator.close(),
  }
}

/** What is wrong with the data that a simulator was given is a fault of the call, not of this program. */
export async function fromData<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (cause) {
    throw cause instanceof TypeError ? usageError(cause.message, 'See --data in zohosql --help.') : cause
  }
}

/** The evening of a day, in milliseconds since 1970. @throws ZohoSqlError USAGE for what is no day */
export function endOfDay(day: string | undefined): number | undefined {
  if (day === undefined) return undefined
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T18:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw usageError(`--as-of takes a day such as 2026-11-30, not "${day}".`)
  return at
}
