/** Values of the catalogue's own types of text: `name`, cut at 63 bytes, and `"char"`, one byte. */
import { ZohoSqlError } from '../../base/errors.ts'

const nameBytes = 63

/** @example cutName('x'.repeat(70)).length // 63 */
export function cutName(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= nameBytes) return text
  let end = nameBytes
  // No character is cut in two.
  while ((bytes[end]! & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}

/** A byte as `"char"` shows it: those of no character of their own in octal digits. */
function shownByte(byte: number): string {
  if (byte === 0) return ''
  return byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`
}

/** @example cutChar('ab') // 'a' · cutChar('é') // '\\303' */
export function cutChar(text: string): string {
  const [, octal] = /^\\([0-3][0-7]{2})$/.exec(text) ?? []
  return shownByte(octal === undefined ? (Buffer.from(text)[0] ?? 0) : Number.parseInt(octal, 8))
}

/** @throws {ZohoSqlError} 22003 */
export function charOf(code: number): string {
  if (code < -128 || code > 127) throw new ZohoSqlError('OUT_OF_RANGE', '"char" out of range')
  return shownByte(code & 0xff)
}

/** The byte as a number with its sign. */
export function codeOf(char: string): number {
  const [, octal] = /^\\([0-7]{3})$/.exec(char) ?? []
  const byte = octal === undefined ? (Buffer.from(char)[0] ?? 0) : Number.parseInt(octal, 8)
  return byte > 127 ? byte - 256 : byte
}
