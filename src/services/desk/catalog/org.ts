/** The organisation whose desk is read: the one named, or the only one there is. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Row } from '../../kit/rows.ts'
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

const orgOf = (row: Row): Org => ({
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
