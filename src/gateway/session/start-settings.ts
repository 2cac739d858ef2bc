import { ZohoSqlError } from '../../base/errors.ts'
import { type Catalogue, rowTexts, textUnit } from '../catalogue/index.ts'
import { ownValue } from './set.ts'
import { refuseForms, type Settings } from './settings.ts'

/** Settings that a client's first message brings, by name or inside `options`. */

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

export function startSettings(parameters: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  const named = [...parameters].filter(([name]) => !notSettings.has(name) && !name.startsWith('_pq_.'))
  return [...optionSettings(parameters.get('options') ?? ''), ...named]
}

/**
 * A setting that PostgreSQL does not know, or not this way, is left out as if it had not been said. So is an encoding:
 * the client is told the one that is used.
 *
 * @throws {ZohoSqlError} 0A000 for a form of values that a client would take for granted
 */
export async function applyAtStart(
  name: string,
  value: string,
  settings: Settings,
  catalogue: Catalogue,
): Promise<void> {
  try {
    refuseForms(name, value)
    const lower = name.toLowerCase()
    if (name.includes('.')) settings.set(lower, ownValue(lower, value))
    else await applyKnown(name, value, settings, catalogue)
  } catch (error) {
    if (!(error instanceof ZohoSqlError)) throw error
    const unsaid = error.code === 'CATALOGUE_REFUSED' || error.code === 'INVALID_ARGUMENT'
    if (!unsaid && name.toLowerCase() !== 'client_encoding') throw error
  }
}

async function applyKnown(name: string, value: string, settings: Settings, catalogue: Catalogue): Promise<void> {
  const known = 'FROM pg_catalog.pg_settings s WHERE lower(s.name) = lower($1)'
  const set = textUnit(`SELECT set_config(s.name, $2, false) ${known}`, [name, value])
  const [, answer] = await catalogue.executeAll(settings.session(), [
    set,
    textUnit(`SELECT s.name, s.setting ${known}`, [name]),
  ])
  for (const [canonical, setting] of answer!.rows.map(rowTexts)) settings.set(canonical ?? '', setting ?? '')
}
