/** The organisation whose desk is read: the one named, or the only one there is. */
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import type { ReadContext } from '../../../source/index.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { dataOf } from './metadata.ts'

export interface Org {
  readonly id: string
  readonly name: string | undefined
  readonly edition: string | undefined
  readonly country: string | undefined
  readonly currency: string | undefined
  readonly email: string | undefined
  /** IANA name; UTC where none is known. */
  readonly timeZone: string
}

const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

function zoneOf(zone: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: words(zone) ?? 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

const orgOf = (row: AnswerRow): Org => ({
  id: String(row.id),
  name: words(row.companyName),
  edition: words(row.edition),
  country: words(row.country),
  currency: words(row.currencyCode),
  email: words(row.primaryContact),
  timeZone: zoneOf(row.timeZone),
})

const listed = ({ id, name, edition }: Org): string => `${id} (${[name, edition].filter(Boolean).join(', ')})`

/**
 * @param wanted the property `orgId`
 * @throws {ZohoSqlError} HY024 where several may be meant, or the one named is not among them
 */
export function chosenOrg(answer: unknown, wanted: string | undefined): Org {
  const all = dataOf(answer).map(orgOf)
  const [first, ...others] = all
  const found = wanted === undefined ? first : all.find(({ id }) => id === wanted)
  if (found && (wanted !== undefined || others.length === 0)) return found
  if (!first) throw new ZohoSqlError('PERMISSION_DENIED', 'The user of this token belongs to no organisation of Desk.')
  const names = all.map(listed).join(', ')
  if (wanted === undefined) {
    throw new ZohoSqlError('INVALID_PROPERTY', `The user belongs to several organisations of Desk: ${names}.`, {
      hint: 'Set orgId to one of them.',
    })
  }
  throw new ZohoSqlError('INVALID_PROPERTY', `orgId ${wanted} is none of the user’s organisations of Desk: ${names}.`)
}

/**
 * Where a token may not ask for organisations, the one that was named is taken at its word.
 *
 * @throws {ZohoSqlError} 42501 where none is named; any other error as it was
 */
export function namedOrg(wanted: string | undefined, error: unknown, { meter }: ReadContext): Org {
  if (!isZohoSqlError(error) || !['SCOPE_MISSING', 'PERMISSION_DENIED'].includes(error.code)) throw error
  if (wanted !== undefined) {
    meter.notices.push('Desk does not tell of the organisation: times are in UTC, and few calls are made at once')
    return orgOf({ id: wanted })
  }
  const { code, message, hint, status, zohoCode } = error
  throw new ZohoSqlError(code, message, { hint: `${hint} Or name the organisation by orgId.`, status, zohoCode })
}
