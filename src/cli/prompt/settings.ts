import { byName } from '../../base/by-name.ts'
import { type FormatName, formatNames, isFormatName } from '../../output/index.ts'
import { usageError } from '../usage.ts'

/** What `\pset` sets, each once: names, what is allowed, what it means. */

export interface PromptSettings {
  format: FormatName
  expanded: 'on' | 'off' | 'auto'
  border: number
  null: string
  tuples_only: boolean
  fieldsep: string
  csv_fieldsep: string
  title: string
  footer: boolean
  cell: number
  pager: 'on' | 'off' | 'always'
  timing: boolean
  rows: number
  credits: number
  writes: number
}

export type SettingName = keyof PromptSettings

interface PromptSetting<T> {
  readonly allowed: string
  readonly help: string
  /** Undefined: the text is not allowed. */
  readonly parse: (text: string) => T | undefined
  /** What the name alone does. */
  readonly toggled?: (now: T) => T
}

const switchWords: Readonly<Record<string, boolean>> = byName({
  on: true,
  true: true,
  1: true,
  off: false,
  false: false,
  0: false,
})
const onOff = (help: string): PromptSetting<boolean> => ({
  allowed: 'on, off',
  help,
  parse: (text) => switchWords[text.toLowerCase()],
  toggled: (now) => !now,
})

const oneOf = <T extends string>(help: string, values: readonly T[], toggled?: (now: T) => T): PromptSetting<T> => ({
  allowed: values.join(', '),
  help,
  parse: (text) => values.find((value) => value === text.toLowerCase()),
  ...(toggled && { toggled }),
})

const whole = (help: string, max: number): PromptSetting<number> => ({
  allowed: `0 to ${max}`,
  help,
  parse: (text) => (/^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : undefined),
})

const anyText = (help: string): PromptSetting<string> => ({ allowed: 'a text', help, parse: (text) => text })

const parseFormat = (text: string): FormatName | undefined => {
  const name = text.toLowerCase() === 'aligned' ? 'table' : text.toLowerCase()
  return isFormatName(name) ? name : undefined
}

const flip =
  <T>(one: T, other: T) =>
  (now: T): T =>
    now === one ? other : one

export const settingTable: { readonly [K in SettingName]: PromptSetting<PromptSettings[K]> } = {
  format: { allowed: formatNames.join(', '), help: 'how rows are printed', parse: parseFormat },
  expanded: oneOf(
    'a line per value; auto: where rows are wider than the screen',
    ['on', 'off', 'auto'],
    flip<PromptSettings['expanded']>('on', 'off'),
  ),
  border: whole('lines of a table: 0 none, 1 between columns, 2 around it', 2),
  null: anyText('what NULL is printed as'),
  tuples_only: onOff('rows without names and counts'),
  fieldsep: anyText('what stands between fields of the format unaligned'),
  csv_fieldsep: {
    allowed: 'one character',
    help: 'what stands between fields of the format csv',
    parse: (text) => (/^[^"\r\n]$/.test(text) ? text : undefined),
  },
  title: anyText('what stands above a table'),
  footer: onOff('count of rows below a table'),
  cell: whole('characters of a cell in tables before it is cut with … (0: never)', 1e9),
  pager: oneOf('long answers go through $PAGER', ['on', 'off', 'always'], flip<PromptSettings['pager']>('on', 'off')),
  timing: onOff('say how long a statement took and what it cost'),
  rows: whole('rows that are printed before it is asked whether to go on (0: never asked)', 1e9),
  writes: whole('records that a statement may change before it is asked whether to go on (0: never asked)', 1e9),
  credits: whole('credits that a statement may cost before it is asked whether to go on (0: never asked)', 1e9),
}

export const settingNames = Object.keys(settingTable) as readonly SettingName[]

export const defaultSettings = (): PromptSettings => ({
  format: 'table',
  expanded: 'auto',
  border: 1,
  null: 'NULL',
  tuples_only: false,
  fieldsep: '|',
  csv_fieldsep: ',',
  title: '',
  footer: true,
  cell: 200,
  pager: 'on',
  timing: false,
  rows: 1000,
  credits: 50,
  writes: 1,
})

/** Sets one by its name; without a value, a switch is turned. @throws ZohoSqlError USAGE */
export function set(settings: PromptSettings, name: string, text: string | undefined): void {
  if (!Object.hasOwn(settingTable, name)) {
    throw usageError(`There is no setting "${name}".`, `Settings are ${settingNames.join(', ')}.`)
  }
  setKnown(settings, name as SettingName, text)
}

function setKnown<K extends SettingName>(settings: PromptSettings, name: K, text: string | undefined): void {
  const { parse, toggled, allowed } = settingTable[name]
  const value = text === undefined ? toggled?.(settings[name]) : parse(text)
  if (value === undefined) throw usageError(`${name} takes ${allowed}.`, `It is ${settingText(settings, name)}.`)
  settings[name] = value
}

export function settingText(settings: PromptSettings, name: SettingName): string {
  const value = settings[name]
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return name === 'null' || name === 'title' || name.endsWith('fieldsep') ? `"${value}"` : String(value)
}
