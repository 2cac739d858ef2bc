/** The organisation: as a table of one row, and what the driver needs of it (time zone, edition). */
import { type CrmEdition, editions, unknownEdition } from '../limits.ts'
import { type FieldTypes, makeListTable, pick, type RawRow } from './lists.ts'
import { listOf } from './metadata.ts'

const orgFields: FieldTypes = {
  id: 'bigint',
  zgid: 'text',
  company_name: 'text',
  alias: 'text',
  type: 'text',
  primary_email: 'email',
  phone: 'phone',
  mobile: 'phone',
  fax: 'phone',
  website: 'website',
  street: 'text',
  city: 'text',
  state: 'text',
  zip: 'text',
  country: 'text',
  country_code: 'text',
  time_zone: 'text',
  currency: 'text',
  currency_symbol: 'text',
  currency_locale: 'text',
  iso_code: 'text',
  mc_status: 'boolean',
  domain_name: 'text',
  created_time: 'datetime',
  license_details: 'json',
}

export const orgTable = 'Org'

/** The table; a custom module may have taken its name. */
export const makeOrgTable = (name: string) => makeListTable(name, 'org', 'The organisation itself', orgFields)

export const readOrg = (answer: unknown): RawRow[] => listOf(answer, 'org').map((org) => pick(org, orgFields))

export interface OrgInfo {
  readonly id: string | undefined
  /** What uploads call it. */
  readonly groupId: string | undefined
  /** IANA name; UTC where Zoho gives none that is known. */
  readonly timeZone: string
  readonly edition: CrmEdition
  /** As Zoho names it. */
  readonly editionName: string | undefined
}

export function orgInfo(rows: readonly RawRow[]): OrgInfo {
  const org = rows[0] ?? {}
  return {
    id: typeof org.id === 'string' ? org.id : undefined,
    groupId: typeof org.zgid === 'string' ? org.zgid : undefined,
    timeZone: knownZone(org.time_zone) ?? 'UTC',
    edition: editionOf(org.license_details),
    editionName: editionName(org.license_details),
  }
}

/** As Zoho names it: that of the licence, else of the trial. */
export function editionName(license: unknown): string | undefined {
  const { paid, paid_type: paidType, trial_type: trialType } = (license ?? {}) as RawRow
  const name = paid === false ? (trialType ?? 'free') : paidType
  return typeof name === 'string' ? name : undefined
}

function editionOf(license: unknown): CrmEdition {
  return (
    editions[
      String(editionName(license))
        .toLowerCase()
        .replace(/[^a-z]/g, '')
    ] ?? unknownEdition
  )
}

function knownZone(zone: unknown): string | undefined {
  try {
    return typeof zone === 'string'
      ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
      : undefined
  } catch {
    return undefined
  }
}
