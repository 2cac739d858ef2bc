import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { ZohoSqlError } from '../base/errors.ts'

/** SQL comes as UTF-8. What is in another encoding is refused: with replaced letters it would mean something else. */

const lineFeed = 10

/**
 * The text that bytes are, without a byte order mark.
 *
 * @param what where they come from, as `The file "x.sql"`
 * @throws ZohoSqlError INVALID_BYTES they are no UTF-8
 * @example textOf(Buffer.from('SELECT 1'), 'Standard input') // 'SELECT 1'
 */
export function textOf(bytes: Buffer, what: string): string {
  if (isUtf16(bytes)) {
    throw refused(
      `${what} is UTF-16, and SQL is read as UTF-8.`,
      'PowerShell writes UTF-8 with: Out-File -Encoding utf8',
    )
  }
  if (!isUtf8(bytes)) {
    throw refused(`${what} is not UTF-8: ${placeOf(bytes)}.`, 'From Latin-1: iconv -f WINDOWS-1252 -t UTF-8 FILE')
  }
  if (bytes.includes(0)) throw refused(`${what} holds a NUL, which no SQL does.`, 'Save it as UTF-8.')
  return bytes.toString('utf8').replace(/^\ufeff/, '')
}

/** By its mark, or by every second byte of its beginning being zero, as in ASCII's letters. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex')
  if (mark === 'fffe' || mark === 'feff') return true
  const beginning = bytes.subarray(0, 64)
  return beginning.filter((byte) => byte === 0).length > beginning.length / 3
}

/** Written again, a text differs from where the first letter had to be replaced. */
function placeOf(bytes: Buffer): string {
  const again = Buffer.from(bytes.toString('utf8'))
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  const line = 1 + bytes.subarray(0, at).filter((byte) => byte === lineFeed).length
  return `line ${line.toLocaleString('en')} has the byte 0x${bytes[at]!.toString(16).toUpperCase()} where none can be`
}

const refused = (message: string, hint: string): ZohoSqlError => new ZohoSqlError('INVALID_BYTES', message, { hint })

/** A file's text. @throws ZohoSqlError FILE, INVALID_BYTES */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause) => {
    throw new ZohoSqlError('FILE', `The file "${path}" cannot be read.`, { cause })
  })
  return textOf(bytes, `The file "${path}"`)
}

/**
 * Arguments come as text already: what was no UTF-8 has become U+FFFD, and nobody types that.
 *
 * @throws ZohoSqlError INVALID_BYTES
 */
export function refuseReplaced(argv: readonly string[]): void {
  const wrong = argv.find((argument) => /[\ufffd]|\p{Surrogate}/u.test(argument))
  if (wrong === undefined) return
  throw refused(
    `The argument "${wrong.replaceAll(/\p{Surrogate}/gu, '\ufffd')}" is not UTF-8: it has come with replaced letters.`,
    "Set the shell's encoding to UTF-8 (locale), or put the SQL into a file. U+FFFD itself is chr(65533).",
  )
}

export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
