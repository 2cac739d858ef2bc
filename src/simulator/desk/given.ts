/** Desks given by a test: rows by module, completed to what Desk would hold. */
import type { CustomField, DeskRecord } from './store.ts'

type GivenRecords = readonly (Readonly<Record<string, unknown>> & { readonly id: string })[]

/** A desk: rows by the API name of their module; cells as they are stored, missing ones empty. */
export interface GivenDesk {
  /** tickets, contacts, accounts, agents, departments, teams, tasks, calls, events, products, contracts, articles, cm_… */
  readonly rows: Readonly<Record<string, GivenRecords>>
  /** What belongs to tickets, by ticket; comments and time entries oldest first, threads newest first. */
  readonly owned?: Readonly<
    Partial<Record<'comments' | 'threads' | 'timeEntries', Readonly<Record<string, GivenRecords>>>>
  >
  /** Custom fields by module; `type` as Desk names it. */
  readonly fields?: Readonly<Record<string, readonly CustomField[]>>
  /** Organisations the user belongs to; the first is the one tokens are for. */
  readonly organizations?: readonly Readonly<Record<string, unknown>>[]
}

const longAgo = '2024-01-01T00:00:00.000Z'

const withMillis = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? value.replace('Z', '.000Z') : value

/** Times get their milliseconds; a record has always been made and changed at some time. */
export function completeDeskRow(row: Readonly<Record<string, unknown>> & { readonly id: string }): DeskRecord {
  const cells = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, withMillis(value)]))
  const createdTime = cells.createdTime ?? longAgo
  return { cf: {}, ...cells, createdTime, modifiedTime: cells.modifiedTime ?? createdTime, id: String(row.id) }
}
