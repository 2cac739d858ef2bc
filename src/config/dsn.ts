import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'ini'
import { ZohoSqlError } from '../base/errors.ts'
import type { Pairs } from './connection-string.ts'

export type ProcessEnvironment = Readonly<Record<string, string | undefined>>

/** `$ZOHOSQL_DSN_FILE`, else `~/.odbc.ini`. */
const dsnFile = (env: ProcessEnvironment): string => env.ZOHOSQL_DSN_FILE || join(env.HOME || homedir(), '.odbc.ini')

/**
 * The properties of one section of the DSN file.
 *
 * @throws ZohoSqlError IM002 if the file or the section does not exist
 */
export function readDsn(name: string, env: ProcessEnvironment): Pairs {
  const file = dsnFile(env)
  const sections = readSections(file, name)
  const exact = sections[name]
  const section = exact ?? Object.entries(sections).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  if (section === undefined || typeof section !== 'object') {
    const known = Object.keys(sections).filter((key) => typeof sections[key] === 'object')
    throw new ZohoSqlError('UNKNOWN_DSN', `${file} has no section [${name}].`, {
      hint: known.length > 0 ? `It has ${known.join(', ')}.` : undefined,
    })
  }
  return Object.entries(section as Record<string, unknown>)
}

function readSections(file: string, name: string): Record<string, unknown> {
  try {
    return parse(verbatim(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new ZohoSqlError('UNKNOWN_DSN', `DSN ${name} cannot be looked up: ${file} cannot be read.`, {
      hint: 'Set ZOHOSQL_DSN_FILE to the file that describes it.',
      cause,
    })
  }
}

/**
 * The `ini` package ends a value at `;` or `#` and nests sections at a dot. ODBC's files do neither, so values are
 * quoted and dots escaped before it reads them.
 */
function verbatim(text: string): string {
  return text
    .replace(/^(\s*[^=\s;#[][^=\r\n]*=)[ \t]*([^\r\n]*?)[ \t]*$/gm, (_, key: string, value: string) =>
      /^(".*"|'.*')$/.test(value) ? `${key}${JSON.stringify(value.slice(1, -1))}` : `${key}${JSON.stringify(value)}`,
    )
    .replace(/^\s*\[[^\]]*\]/gm, (section) => section.replaceAll('.', '\\.'))
}
