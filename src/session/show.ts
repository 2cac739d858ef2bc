import { settings as known, settingNamed, shownSetting, unknownSetting } from '../base/settings.ts'
import { dialectHint } from '../sql/dialects.ts'
import type { Settings } from './settings.ts'

/** What SHOW gives. */
interface Shown {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Settings whose values are the session's to tell, by PostgreSQL's spelling. */
type Own = (name: string) => string | undefined

/** @throws {ZohoSqlError} 42704 */
export function showSetting(name: string, settings: Settings, own: Own): Shown {
  if (name === 'all') return showAll(settings, own)
  const shown = settingNamed(name)?.name ?? name.toLowerCase()
  const value = settingOf(shown, settings, own)
  if (value === undefined) throw unknownSetting(name, dialectHint(`SHOW ${name}`, 'UNDEFINED_SETTING', undefined))
  return { columns: [shown], rows: [[shownSetting(shown, value)]] }
}

const showAll = (settings: Settings, own: Own): Shown => ({
  columns: ['name', 'setting', 'description'],
  rows: known.map(({ name }) => [name, shownSetting(name, settingOf(name, settings, own) ?? ''), '']),
})

const settingOf = (name: string, settings: Settings, own: Own): string | undefined =>
  own(name) ?? settings.get(name) ?? settingNamed(name)?.initial
