import { inspect, styleText } from 'node:util'
import { isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import { redact } from '../base/secret.ts'
import { harmless } from '../output/index.ts'
import { caretText } from '../sql/caret.ts'
import type { Io } from './io.ts'

/** Errors of a statement, together with the script it stands in: the place is shown there. */
export class StatementError extends Error {
  readonly script: string
  /** Offset of the statement in the script. */
  readonly start: number

  constructor(script: string, start: number, cause: unknown) {
    super('a statement failed', { cause })
    this.script = script
    this.start = start
  }
}

/** An error that was printed already: what is left of it is the exit code. */
export class Reported extends Error {
  readonly error: ZohoSqlError

  constructor(error: ZohoSqlError) {
    super('a statement failed, as was said', { cause: error })
    this.error = error
  }
}

interface ScriptPosition {
  readonly script: string
  readonly start: number
}

/** What went wrong, and in which script. */
export function unwrap(thrown: unknown): { cause: unknown; place: ScriptPosition | undefined } {
  return thrown instanceof StatementError ? { cause: thrown.cause, place: thrown } : { cause: thrown, place: undefined }
}

/** Whatever is thrown, as an error of this package. */
export const asZohoSqlError = (thrown: unknown): ZohoSqlError => (isZohoSqlError(thrown) ? thrown : internal(thrown))

const internal = (cause: unknown): ZohoSqlError =>
  new ZohoSqlError('INTERNAL', redact(cause instanceof Error ? cause.message : String(cause)), { cause })

/** Prints an error for a person: what happened, where, what to do, what Zoho said. */
export function report(error: ZohoSqlError, place: ScriptPosition | undefined, io: Io, trace: boolean): void {
  const label = styleText('red', 'error:', { stream: io.stderr as NodeJS.WriteStream })
  const lines = [
    `${label} ${harmless(error.message)}`,
    ...(place && error.position !== undefined ? [harmless(caretText(place.script, place.start + error.position))] : []),
    ...(error.hint ? [`hint: ${harmless(error.hint)}`] : []),
    ...zohoWords(error).map(harmless),
    `SQLSTATE: ${error.sqlState}`,
    ...(trace ? [redact(inspect(error))] : []),
  ]
  io.stderr.write(`${lines.join('\n')}\n`)
}

function zohoWords({ detail, zohoCode, status }: ZohoSqlError): string[] {
  const code = [zohoCode, status === undefined ? undefined : `HTTP ${status}`].filter(Boolean).join(', ')
  if (!detail && !zohoCode) return []
  return [`zoho: ${[detail, code && `(${code})`].filter(Boolean).join(' ')}`]
}
