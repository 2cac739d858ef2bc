import { byName } from '../base/by-name.ts'
import { isMainSchema, mainSchema } from '../base/schemas.ts'
import { newSessionState, type SessionState, type SettingChange } from '../base/session-state.ts'
import { settingNamed } from '../base/settings.ts'

/** Settings whose change a client is told of, as PostgreSQL spells them, with what they begin with. */
export const reported: Readonly<Record<string, string>> = byName({
  application_name: '',
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  default_transaction_read_only: 'on',
  in_hot_standby: 'off',
  integer_datetimes: 'on',
  IntervalStyle: 'postgres',
  is_superuser: 'off',
  server_encoding: 'UTF8',
  standard_conforming_strings: 'on',
})

export type SettingValues = ReadonlyMap<string, string>

/** Setting of a session: the schema that the main service's tables are seen in, `crm` or `public`. */
const shownSetting = 'zohosql.schema'

/**
 * Who puts one of the main schema's two names into his search_path sees its tables under that name from then on; a path
 * that names neither, as pg_dump's and postgres_fdw's, changes nothing.
 */
function shown(values: SettingValues): SettingValues {
  const path = values.get('search_path')?.match(/[^\s,"]+/g) ?? []
  const name = path.find(isMainSchema)
  return name === undefined ? values : new Map([...values, [shownSetting, name]])
}

/** Settings that a session keeps of names that clients made up. */
const namesMax = 1000

/** The settings of one session by PostgreSQL's spelling, and what RESET goes back to. */
export class PgSettings {
  readonly user: string
  readonly #pid: number
  /** It may be said that the session reads only, and that it does not. */
  readonly writable: boolean
  readonly #start = new Map<string, string>()
  #values: SettingValues
  /** What holds until the transaction ends, over the others. */
  #local: SettingValues = new Map()

  constructor(user: string, pid: number, values: SettingValues) {
    this.user = user
    this.#pid = pid
    this.#values = shown(values)
    this.writable = !this.readOnly
  }

  /** From here on RESET goes back to what is now. */
  begin(): void {
    for (const [name, value] of this.#values) this.#start.set(name, value)
  }

  get values(): SettingValues {
    return new Map([...this.#values, ...this.#local])
  }

  get(name: string): string | undefined {
    return this.#local.get(name) ?? this.#values.get(name)
  }

  set(name: string, value: string, local = false): void {
    if (this.#values.size > namesMax && !this.#values.has(name)) return
    if (local) this.#local = shown(new Map([...this.#local, [name, value]]))
    else this.#values = shown(new Map([...this.#values, [name, value]]))
  }

  /** What functions of a statement changed. */
  take(changes: readonly SettingChange[]): void {
    for (const { name, value, local } of changes) this.set(name, value, local)
  }

  reset(name?: string): void {
    if (name === undefined) this.#values = shown(new Map(this.#start))
    else this.#resetOne(settingNamed(name)?.name ?? name.toLowerCase())
  }

  #resetOne(name: string): void {
    const start = this.#start.get(name)
    const others = [...this.#values].filter(([known]) => known !== name)
    this.#values = shown(new Map(start === undefined ? others : [...others, [name, start]]))
  }

  endLocal(): void {
    this.#local = new Map()
  }

  /** The session, or its transaction, is to read only. */
  get readOnly(): boolean {
    return this.get('transaction_read_only') === 'on' || this.get('default_transaction_read_only') === 'on'
  }

  /** For ROLLBACK: what was set since then is undone. */
  restore(values: SettingValues): void {
    this.#values = values
  }

  snapshot(): SettingValues {
    return this.#values
  }

  /** As one statement sees it; what the statement changes is in its `changes`. */
  state(more: Readonly<Record<string, string>>): SessionState {
    const state = newSessionState({ user: this.user, pid: this.#pid, clientNames: true })
    state.settings.set(shownSetting, mainSchema)
    for (const [name, value] of [...this.values, ...Object.entries(more)]) state.settings.set(name.toLowerCase(), value)
    return state
  }
}
