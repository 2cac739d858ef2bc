import { ZohoSqlError } from '../../../base/errors.ts'
import { usageError } from '../../usage.ts'

/** Where `\copy … to` leads, and in which form: psql's words, as far as they mean something here. */

export interface CopyTarget {
  /** Undefined: stdout. */
  readonly path: string | undefined
  /** A word for the form; undefined: told by the file's name. */
  readonly format: string | undefined
  readonly header: boolean
  readonly separator: string | undefined
}

const off = /^(off|false|0)$/i

/**
 * @param words what stands after `to`, without quotes
 * @throws ZohoSqlError USAGE, NOT_SUPPORTED
 * @example copyTarget(['x.csv', 'WITH', '(FORMAT', 'csv,', 'HEADER)'])
 */
export function copyTarget([target, ...words]: readonly string[]): CopyTarget {
  if (target === undefined) throw usageError('\\copy … to FILE')
  if (/^program$/i.test(target)) {
    throw new ZohoSqlError('NOT_SUPPORTED', '\\copy … to program is not here.', { hint: 'Use \\g |COMMAND' })
  }
  const path = /^(p?stdout|-)$/i.test(target) ? undefined : target
  const options = readOptions(words)
  const format = options.get('format')?.toLowerCase() ?? (options.has('csv') ? 'csv' : undefined)
  if (format === 'text' || format === 'binary') {
    throw new ZohoSqlError('NOT_SUPPORTED', `\\copy does not write PostgreSQL's form "${format}".`, {
      hint: 'FORMAT csv, or the name of a file that tells another one.',
    })
  }
  refuseOthers(options, format)
  return {
    path,
    format: format ?? (path === undefined ? 'csv' : plainWord(words)),
    header: !off.test(options.get('header') ?? ''),
    separator: options.get('delimiter'),
  }
}

/** `\copy Leads to leads.dat json` */
const plainWord = (words: readonly string[]): string | undefined =>
  words.length === 1 ? words[0]!.toLowerCase() : undefined

/** `(FORMAT csv, HEADER)`, `CSV HEADER`, `DELIMITER AS ';'`: names in lower case with their values. */
function readOptions(words: readonly string[]): ReadonlyMap<string, string> {
  const all = words
    .join(' ')
    .replace(/^with\b/i, '')
    .replace(/^\s*\(([\s\S]*)\)\s*$/, '$1')
    .trim()
  const found = new Map<string, string>()
  const option =
    /(format|delimiter|null|quote|escape|encoding|force_quote)\s+(?:as\s+)?(\S+?)(?=,?\s|,?$)|(header)(?:\s+(on|off|true|false|match|1|0)\b)?|(csv)\b/giy
  for (let at = 0; at < all.length; ) {
    const gap = /^[\s,]+/.exec(all.slice(at))?.[0].length ?? 0
    option.lastIndex = at + gap
    const match = at + gap < all.length ? option.exec(all) : null
    if (!match && words.length === 1) break
    if (!match)
      throw usageError(`\\copy does not know "${all.slice(at).trim()}".`, "WITH (FORMAT csv, HEADER, DELIMITER ';')")
    const [, name, value = '', header, truth = 'on', csv] = match
    found.set((name ?? header ?? csv)!.toLowerCase(), name ? value : header ? truth : '')
    at = option.lastIndex
  }
  return found
}

/** What would be another file than was asked for is refused, not left out. */
function refuseOthers(options: ReadonlyMap<string, string>, format: string | undefined): void {
  const usual: Readonly<Record<string, RegExp>> = { null: /^$/, quote: /^"$/, escape: /^"$/, encoding: /^utf-?8$/i }
  const wrong = [...options].find(([name, value]) => name === 'force_quote' || usual[name]?.test(value) === false)
  if (wrong) throw new ZohoSqlError('NOT_SUPPORTED', `\\copy takes no ${wrong[0].toUpperCase()} "${wrong[1]}".`)
  const separator = options.get('delimiter')
  if (separator !== undefined && (format ?? 'csv') !== 'csv') throw usageError('DELIMITER is for FORMAT csv.')
  if (separator !== undefined && !/^[^"\r\n]$/.test(separator)) throw usageError('DELIMITER takes one character.')
}
