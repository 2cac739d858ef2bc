import { settings as known, settingNamed, shownSetting, unknownSetting } from '../base/settings.ts'
import { dialectHint } from '../sql/dialects.ts'
import type { PgSettings } from './settings.ts'

/** What SHOW gives. */
interface ShowResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Settings whose values are the session's to tell, by PostgreSQL's spelling. */
type Own = (name: string) => string | undefined

/** @throws {ZohoSqlError} 42704 */
export function showSetting(name: string, settings: PgSettings, own: Own): ShowResult {
  if (name === 'all') return showAll(settings, own)
  const shown = settingNamed(name)?.name ?? name.toLowerCase()
  const value = settingOf(shown, settings, own)
  if (value === undefined) throw unknownSetting(name, dialectHint(`SHOW ${name}`, 'UNDEFINED_SETTING', undefined))
  return { columns: [shown], rows: [[shownSetting(shown, value)]] }
}

const showAll = (settings: PgSettings, own: Own): ShowResult => ({
  columns: ['name', 'setting', 'description'],
  rows: known.map(({ name }) => [name, shownSetting(name, settingOf(name, settings, own) ?? ''), '']),
})

const settingOf = (name: string, settings: PgSettings, own: Own): string | undefined =>
  own(name) ?? settings.get(name) ?? settingNamed(name)?.initial
