import { ZohoSqlError } from './errors.ts'

/**
 * What a text may hold is said here, for every road: PostgreSQL's texts have neither NUL nor halves of surrogate pairs.
 * Services do send them: there they become U+FFFD. Who asks gets an error.
 */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** A text of a service. */
export const receivedText = (text: string): string =>
  isText(text) ? text : text.toWellFormed().replaceAll('\0', '\ufffd')

/**
 * A text of who asks.
 *
 * @throws {ZohoSqlError} INVALID_BYTES
 */
export function givenText(text: string): string {
  if (isText(text)) return text
  const what = text.includes('\0') ? '0x00' : 'half of a surrogate pair'
  throw new ZohoSqlError('INVALID_BYTES', `invalid byte sequence for encoding "UTF8": ${what}`)
}
