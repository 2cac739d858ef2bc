/** What a whole answer of each kind is: what is anything else is asked again or an error, never less rows. */
import { all, type Check, count, keys, listOf, optional, type WholeAnswer } from '../../net/index.ts'
import { id, identified, object, some } from '../kit/answers.ts'
import type { AnswerRow } from '../kit/rows.ts'

/** A number, or its digits (facts 3). */
const counted: Check = (value) => count(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)

/** Facts 3: `data`, or 204 where there are none. */
const rows = (list: string, elements: Check = identified): WholeAnswer => ({
  statuses: [200],
  empty: true,
  body: keys({ [list]: elements }),
})

/** What a search says it finds has room for the rows that it gives. */
const fitting: Check = (value) => {
  const { data, count: found } = value as { data: readonly AnswerRow[]; count?: unknown }
  return Number(found ?? data.length) < data.length
    ? `.data has ${data.length} elements, and .count says ${String(found)}`
    : undefined
}

export const answers = {
  list: rows('data'),
  teams: rows('teams'),
  search: { statuses: [200], empty: true, body: all(keys({ data: identified, count: optional(counted) }), fitting) },
  children: rows('data', listOf(object)),
  record: { statuses: [200], body: keys({ id }) },
  count: { statuses: [200], empty: true, body: keys({ count: counted }) },
  counts: { statuses: [200], body: object },
  metadata: { statuses: [200], empty: true, body: object },
  organizations: { statuses: [200], body: keys({ data: all(listOf(keys({ id })), some) }) },
} as const satisfies Record<string, WholeAnswer>

/** The first page of a search: it has rows where any are said to be found. */
export const firstSearch: WholeAnswer = {
  ...answers.search,
  body: all(answers.search.body, (value) => {
    const { data, count: found } = value as { data: readonly AnswerRow[]; count?: unknown }
    return data.length === 0 && Number(found ?? 0) > 0 ? `.data is empty, and .count says ${String(found)}` : undefined
  }),
}

/** The one record that was asked for, bare. */
export const recordOf = (wanted: string): WholeAnswer => ({
  statuses: [200],
  empty: true,
  body: all(keys({ id }), (value) => (String((value as AnswerRow).id) === wanted ? undefined : ' is another record')),
})

export const rowsOf = (json: unknown, key = 'data'): readonly AnswerRow[] =>
  json === undefined ? [] : (json as Readonly<Record<string, readonly AnswerRow[]>>)[key]!
