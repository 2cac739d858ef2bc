/** What a whole answer of each kind is: what is anything else is asked again or an error, never less rows. */
import { all, type Check, count, keys, listOf, optional, type Whole } from '../../net/index.ts'
import { id, identified, object, some } from '../kit/answers.ts'
import type { Row } from '../kit/rows.ts'

/** A number, or its digits (facts 3). */
const counted: Check = (value) => count(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)

/** Facts 3: `data`, or 204 where there are none. */
const rows = (list: string, elements: Check = identified): Whole => ({
  statuses: [200],
  empty: true,
  body: keys({ [list]: elements }),
})

export const answers = {
  list: rows('data'),
  teams: rows('teams'),
  search: { statuses: [200], empty: true, body: keys({ data: identified, count: optional(counted) }) },
  children: rows('data', listOf(object)),
  record: { statuses: [200], body: keys({ id }) },
  count: { statuses: [200], empty: true, body: keys({ count: counted }) },
  counts: { statuses: [200], body: object },
  metadata: { statuses: [200], empty: true, body: object },
  organizations: { statuses: [200], body: keys({ data: all(listOf(keys({ id })), some) }) },
} as const satisfies Record<string, Whole>

/** The one record that was asked for, bare. */
export const recordOf = (wanted: string): Whole => ({
  statuses: [200],
  empty: true,
  body: all(keys({ id }), (value) => (String((value as Row).id) === wanted ? undefined : ' is another record')),
})

export const rowsOf = (json: unknown, key = 'data'): readonly Row[] =>
  json === undefined ? [] : (json as Readonly<Record<string, readonly Row[]>>)[key]!
