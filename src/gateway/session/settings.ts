import { ZohoSqlError } from '../../base/errors.ts'
import { isMainSchema } from '../../base/schemas.ts'
import { type CatalogueSession, shownSetting } from '../catalogue/index.ts'

/** Settings that are ours: nothing in PostgreSQL knows them. */
const ownPrefix = 'zohosql.'

/** Settings whose change a client is told of, as PostgreSQL spells them, with what they begin with. */
export const reported: Readonly<Record<string, string>> = {
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
}

/** Output forms that values of Zoho's are not written in. */
const fixed: readonly (readonly [string, RegExp, string])[] = [
  ['DateStyle', /^(iso(,\s*mdy)?|default)$/i, 'ISO, MDY'],
  ['IntervalStyle', /^(postgres|default)$/i, 'postgres'],
  ['client_encoding', /^(utf-?8|unicode|default)$/i, 'UTF8'],
  ['bytea_output', /^(hex|default)$/i, 'hex'],
]

/** @throws {ZohoSqlError} 22023 for a number that is none · 0A000 for a form that answers cannot have */
export function refuseForms(name: string, value: string): void {
  const found = fixed.find(([known]) => known.toLowerCase() === name.toLowerCase())
  if (!found || found[1].test(value.trim())) return
  throw new ZohoSqlError('NOT_SUPPORTED', `${found[0]} "${value}" is not supported`, { hint: `It is ${found[2]}.` })
}

export type Values = ReadonlyMap<string, string>

/**
 * Who puts one of CRM's two names into his search_path sees its tables under that name from then on; a path that names
 * neither, as pg_dump's and postgres_fdw's, changes nothing.
 */
function shown(values: Values): Values {
  const path = values.get('search_path')?.match(/[^\s,"]+/g) ?? []
  const name = path.find(isMainSchema)
  return name === undefined ? values : new Map([...values, [shownSetting, name]])
}

/** The settings of one session by PostgreSQL's spelling, and what RESET goes back to. */
export class Settings {
  readonly #user: string
  readonly #pid: number
  readonly #start = new Map<string, string>()
  #values: Values
  /** What holds until the transaction ends, over the others. */
  #local: Values = new Map()
  #version = 0

  constructor(user: string, pid: number, values: Values) {
    this.#user = user
    this.#pid = pid
    this.#values = values
  }

  /** From here on RESET goes back to what is now. */
  begin(): void {
    for (const [name, value] of this.#values) this.#start.set(name, value)
  }

  get values(): Values {
    return new Map([...this.#values, ...this.#local])
  }

  get(name: string): string | undefined {
    return this.#local.get(name) ?? this.#values.get(name)
  }

  /** Settings of PostgreSQL's as they are now; ours stay. */
  replace(found: Values): void {
    const own = [...this.#values].filter(([name]) => name.includes('.'))
    this.#change(new Map([...own, ...found]))
  }

  set(name: string, value: string, local = false): void {
    if (local) this.#local = shown(new Map([...this.#local, [name, value]]))
    else this.#change(new Map([...this.#values, [name, value]]))
    this.#version++
  }

  reset(name?: string): void {
    if (name === undefined) this.#change(new Map(this.#start))
    else this.#resetOne(name)
  }

  #resetOne(name: string): void {
    const lower = name.toLowerCase()
    const start = [...this.#start].find(([known]) => known.toLowerCase() === lower)
    const others = [...this.#values].filter(([known]) => known.toLowerCase() !== lower)
    this.#change(new Map(start ? [...others, start] : others))
  }

  endLocal(): void {
    if (this.#local.size === 0) return
    this.#local = new Map()
    this.#version++
  }

  /** For ROLLBACK: what was set since then is undone. */
  restore(values: Values): void {
    if (values !== this.#values) this.#change(values)
  }

  snapshot(): Values {
    return this.#values
  }

  /** As the catalogue is to see it; `more` for one statement only. */
  session(more: Values = new Map()): CatalogueSession {
    const extra = more.size > 0 ? `+${JSON.stringify([...more])}` : ''
    return {
      version: `${this.#pid}.${this.#version}${extra}`,
      user: this.#user,
      settings: new Map([...this.values, [`${ownPrefix}pid`, String(this.#pid)], ...more]),
    }
  }

  #change(values: Values): void {
    this.#values = shown(values)
    this.#version++
  }
}
