import { byName } from '../../base/by-name.ts'
import { isStackEnd, isZohoSqlError, nestedTooDeeply, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import { redact } from '../../base/secret.ts'

/** Fields of ErrorResponse and NoticeResponse by their letters: S V C M D H P … */
export type ErrorFields = Readonly<Record<string, string>>

/** SQLSTATEs of ours that are ODBC's, in the words of PostgreSQL. */
const sqlStates: Readonly<Record<string, string>> = byName({
  HYT00: '57014',
  '08S01': '08006',
  HY010: '55000',
  HY000: 'XX000',
  HY024: '22023',
  '07001': '08P01',
})

/**
 * What a client is told of an error.
 *
 * @param severity `FATAL` where the connection ends with it.
 * @param sql the text that positions count in: offsets of UTF-16 units from 0 become characters from 1.
 * @param before characters of the whole message before it.
 * @param stands what statements before it did.
 */
export function errorFields(
  error: unknown,
  severity: 'ERROR' | 'FATAL' = 'ERROR',
  { sql = '', before = 0, stands }: { readonly sql?: string; readonly before?: number; readonly stands?: string } = {},
): ErrorFields {
  const known = isZohoSqlError(error) ? error : unexpected(error)
  const { position, hint, detail, zohoCode } = known
  const ofZoho = zohoCode && `Zoho's code is ${zohoCode}.`
  const details = [detail, ofZoho, ...rowsText(known.outcomes), stands].filter(Boolean).join('\n')
  return {
    S: severity,
    V: severity,
    C: sqlStates[known.sqlState] ?? known.sqlState,
    M: known.message,
    ...(details && { D: details }),
    ...(hint && { H: hint }),
    ...(position !== undefined && { P: String(before + [...sql.slice(0, position)].length + 1) }),
  }
}

const listed = 20

/** Of a statement that wrote: a line for each row that was not written and why, the first of them. */
function rowsText(outcomes: readonly Outcome[] = []): string[] {
  const bad = outcomes.filter(({ outcome }) => outcome === 'rejected' || outcome === 'unknown')
  const more = bad.length > listed ? [`… and ${bad.length - listed} rows more`] : []
  return [...bad.slice(0, listed).map(rowText), ...more]
}

function rowText({ index, outcome, column, code, message }: Outcome): string {
  const place = `Row ${index + 1}${column === null ? '' : `, column "${column}"`}`
  const why = [code, message].filter(Boolean).join(': ')
  return outcome === 'unknown' ? `${place}: not known whether it was written` : `${place}: ${why}`
}

const unexpected = (cause: unknown): ZohoSqlError =>
  isStackEnd(cause)
    ? nestedTooDeeply({ cause })
    : new ZohoSqlError('INTERNAL', redact(cause instanceof Error ? cause.message : String(cause)), { cause })
