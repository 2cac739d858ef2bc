import type { Connection } from '../driver/inner.ts'
import { startDemo } from './demo.ts'
import type { Task } from './task.ts'
import { usageError } from './usage.ts'

/** Connection properties as `connect` takes them; later ones do not replace earlier ones. */
type PropertyInput = Readonly<Record<string, string>>

/** Whose account is meant. */
interface ChosenAccount {
  /** What the prompt calls it: the profile's name, `demo`, or `zoho`. */
  readonly name: string
  /** Empty for the demo, which has to be started first. */
  readonly input: PropertyInput
}

/** An open account, and for `--demo` the simulator that it is of. */
export interface CliSession extends AsyncDisposable {
  readonly name: string
  /** The profile it was opened by. */
  readonly profile: string | undefined
  readonly db: Connection
  /** Another connection to the same place; what they share lives until the last of them is closed. */
  again(wanted?: SessionOptions): Promise<CliSession>
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

/** The account that the options, the environment or the profiles name. @throws ZohoSqlError USAGE for two at once */
export async function chosenAccount({ options, io }: Pick<Task, 'options' | 'io'>): Promise<ChosenAccount> {
  const { demo, connection, profile } = options
  if (demo) {
    if (connection !== undefined) throw usageError('Give --demo or --connection, not both.')
    if (profile !== undefined) throw usageError('Give --demo or --profile, not both.')
    return { name: 'demo', input: {} }
  }
  const explicit = connection === undefined ? undefined : { connectionString: connection }
  if (profile !== undefined) return { name: profile, input: { profile, ...explicit } }
  if (connection === undefined) await refuseEmptyVariable(io.env)
  const connectionString = connection ?? io.env.ZOHOSQL_CONNECTION
  if (connectionString) return { name: 'zoho', input: { connectionString } }
  if (io.env.ZOHOSQL_PROFILE) return { name: io.env.ZOHOSQL_PROFILE, input: { profile: io.env.ZOHOSQL_PROFILE } }
  const { impliedProfile } = await import('../config/index.ts')
  const implied = impliedProfile(io.env)
  return implied === undefined ? { name: 'zoho', input: {} } : { name: implied, input: { profile: implied } }
}

/** Whose account is meant is not to be guessed. @throws ZohoSqlError USAGE */
async function refuseEmptyVariable(env: Task['io']['env']): Promise<void> {
  const { emptyAccountVariable } = await import('../config/index.ts')
  const name = emptyAccountVariable(env)
  if (name === undefined) return
  throw usageError(
    `The environment variable ${name} is set and empty.`,
    'Give it a value, unset it, or say whose account is meant: --profile NAME, --connection TEXT or --demo.',
  )
}

/** @throws ZohoSqlError USAGE, or what is wrong with the connection properties */
export async function openSession(task: Task, wanted: SessionOptions = {}): Promise<CliSession> {
  const account = await chosenAccount(task)
  const place = task.options.demo
    ? await demoPlace(wanted.demoRows, task.options)
    : { input: account.input, close: async () => {} }
  return openAt({ ...place, name: account.name, sessions: 0 }, task, wanted)
}

/** Where sessions connect to. */
interface SharedAccount {
  readonly name: string
  readonly input: PropertyInput
  readonly close: () => Promise<void>
  sessions: number
}

async function demoPlace(
  rows: number | undefined,
  options: Task['options'],
): Promise<Pick<SharedAccount, 'input' | 'close'>> {
  const { connectionString, close } = await startDemo({ rows, data: options.data, asOf: options['as-of'] })
  return { input: { connectionString }, close }
}

async function openAt(place: SharedAccount, task: Task, wanted: SessionOptions): Promise<CliSession> {
  place.sessions += 1
  try {
    const db = await connected(place, task, wanted)
    return {
      name: place.name,
      profile: place.input.profile,
      db,
      again: (changed = {}) => openAt(place, task, changed),
      async [Symbol.asyncDispose]() {
        await db.close()
        await leave(place)
      },
    }
  } catch (error) {
    await leave(place)
    throw error
  }
}

async function leave(place: SharedAccount): Promise<void> {
  place.sessions -= 1
  if (place.sessions === 0) await place.close()
}

async function connected(
  { input }: SharedAccount,
  { options }: Task,
  { exactNumbers, fresh, properties }: SessionOptions,
): Promise<Connection> {
  const { connect } = await import('../driver/inner.ts')
  return connect({
    // What is printed is text: instants in UTC, whatever the program's own wish.
    dates: 'string',
    ...(exactNumbers && { exactNumbers: 'true' }),
    ...(fresh && { metadataTtl: '0' }),
    ...(options['log-level'] !== undefined && { logLevel: options['log-level'] }),
    ...properties,
    ...input,
  })
}
