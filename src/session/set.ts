import { ZohoSqlError } from '../base/errors.ts'
import { settingNamed, settingValue, unknownSetting } from '../base/settings.ts'
import { findZone } from '../driver/inner.ts'
import type { SessionCommand } from './commands.ts'
import type { PgSettings } from './settings.ts'
import type { TransactionStatus } from './transaction.ts'

/** SET and RESET, and the settings that a client's first message brings. */

type Set = Extract<SessionCommand, { kind: 'set' }>

/** @throws {ZohoSqlError} 42704 unknown · 22023 no value of it · 42501 another role · 0A000 a form answers cannot have */
export function changeSetting({ name, value, local }: Set, settings: PgSettings, status: TransactionStatus): string {
  // Of a transaction that has not begun nothing can be said.
  if (name === 'transaction_read_only' && status === 'I') return 'SET'
  if (/^default$/i.test(value) && !name.includes('.')) {
    knownOrThrow(name)
    settings.reset(name)
    return 'SET'
  }
  const kept = keptValue(name, value, settings)
  if (kept !== undefined) settings.set(spelt(name), kept, local)
  return 'SET'
}

export function resetSetting(name: string, settings: PgSettings): void {
  if (name !== 'all' && !name.includes('.')) knownOrThrow(name)
  settings.reset(name === 'all' ? undefined : name)
}

function knownOrThrow(name: string): void {
  if (!settingNamed(name)) throw unknownSetting(name)
}

const spelt = (name: string): string => settingNamed(name)?.name ?? name.toLowerCase()

const isOn = (value: string): string => (/^(off|false|no|0|default)$/i.test(value) ? 'off' : 'on')

function keptValue(name: string, value: string, settings: PgSettings): string | undefined {
  const lower = name.toLowerCase()
  if (/^(default_)?transaction_read_only$/.test(lower)) return settings.writable ? isOn(value) : undefined
  const kept = settingValue(name, value, settings.user)
  if (kept === undefined) return undefined
  if (lower === 'timezone') return zoneName(value)
  return lower === 'search_path' ? pathText(kept) : kept
}

/** `LOCAL` is the zone that sessions begin with. */
function zoneName(value: string): string | undefined {
  if (/^local$/i.test(value)) return undefined
  const zone = findZone(ofInterval(value) ?? value)
  if (zone) return zone.name
  throw new ZohoSqlError('INVALID_ARGUMENT', `invalid value for parameter "TimeZone": "${value}"`)
}

/** `INTERVAL '+02:00' HOUR TO MINUTE`, which lies east, under the POSIX name that PostgreSQL shows: `<+02>-02`. */
function ofInterval(value: string): string | undefined {
  const [, sign, hour, minute] = /^interval\s*'([+-]?)(\d{1,2}):(\d\d)'(?:\s+hour\s+to\s+minute)?$/i.exec(value) ?? []
  if (hour === undefined) return undefined
  const size = `${hour.padStart(2, '0')}${minute === '00' ? '' : `:${minute}`}`
  return sign === '-' ? `<-${size}>+${size}` : `<+${size}>-${size}`
}

/** `'a', B, "C"` as PostgreSQL keeps it: `a, b, "C"`. */
function pathText(value: string): string {
  const parts = value.match(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[^,]+/g) ?? []
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (part.startsWith("'") ? quoted(part.slice(1, -1).replaceAll("''", "'")) : part))
    .join(', ')
}

const quoted = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)

const notSettings: ReadonlySet<string> = new Set(['user', 'database', 'options', 'replication'])

/** `-c name=value` and `--name=value`; a backslash keeps a blank inside a value. */
function optionSettings(options: string): [string, string][] {
  const words = options.match(/(?:\\.|\S)+/g) ?? []
  const texts = words.map((word) => word.replace(/\\(.)/g, '$1'))
  return texts.flatMap((word, index): [string, string][] => {
    const setting = word === '-c' ? texts[index + 1] : /^(?:-c|--)(.+)$/.exec(word)?.[1]
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting ?? '') ?? []
    return name === undefined ? [] : [[name.replaceAll('-', '_'), value ?? '']]
  })
}

/**
 * Settings of a client's first message, by name or inside `options`. One that is not known, or not this way, is left out
 * as if it had not been said; so is an encoding, since the client is told the one that is used.
 *
 * @throws {ZohoSqlError} 0A000 for a form of values that a client would take for granted
 */
export function applyStartSettings(parameters: ReadonlyMap<string, string>, settings: PgSettings): void {
  const named = [...parameters].filter(([name]) => !notSettings.has(name) && !name.startsWith('_pq_.'))
  for (const [name, value] of [...optionSettings(parameters.get('options') ?? ''), ...named]) {
    try {
      const kept = keptValue(name, value, settings)
      if (kept !== undefined) settings.set(spelt(name), kept)
    } catch (error) {
      const taken = error instanceof ZohoSqlError && error.code === 'NOT_SUPPORTED'
      if (!(error instanceof ZohoSqlError) || (taken && name.toLowerCase() !== 'client_encoding')) throw error
    }
  }
}
