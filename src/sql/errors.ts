import { nestedTooDeeply, ZohoSqlError } from '../base/errors.ts'
import type { Token } from './lex.ts'

/** Errors of this folder: where in the original text, and in PostgreSQL's words. */

/** A message with its place, 42601. */
export const syntaxErrorAt = (position: number, message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('SYNTAX_ERROR', message, { position, hint })

/**
 * `syntax error at or near "FORM"`, 42601.
 *
 * `token` is the first one that cannot stand where it stands; undefined: the text ends too early.
 */
export function syntaxError(text: string, token: Token | undefined, hint?: string): ZohoSqlError {
  if (!token) return syntaxErrorAt(text.length, 'syntax error at end of input', hint)
  return syntaxErrorAt(token.start, `${token.problem ?? 'syntax error'} at or near "${token.text}"`, hint)
}

/** SQL that PostgreSQL takes and this package does not, 0A000. `hint` says what to write instead. */
export const unsupported = (construct: string, position: number, hint: string): ZohoSqlError =>
  new ZohoSqlError('NOT_SUPPORTED', `not supported: ${construct}`, { position, hint })

/** Brackets within brackets or operators in a row, more than are read: 54001. */
export const tooDeep = (position: number, hint = 'Split it with WITH.'): ZohoSqlError =>
  nestedTooDeeply({ position, hint })
