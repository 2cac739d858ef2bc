/**
 * What a whole answer of each endpoint is: one row each with the statuses of success, whether 204 is documented to mean
 * "nothing" there, and what its body must hold. What is anything else is asked again or an error, never less rows.
 */
import { all, type Check, count, flag, keys, listOf, optional, text, type WholeAnswer } from '../../net/index.ts'
import { full, id, identified, object, one, promised, some } from '../kit/answers.ts'
import type { AnswerRow } from '../kit/rows.ts'

/** `count` is what the answer holds, and where more are said to follow there are some. */
const counted =
  (list: string): Check =>
  (value) => {
    const { [list]: rows, info } = value as { [list]: readonly AnswerRow[]; info: AnswerRow }
    if (info.more_records === true && rows!.length === 0) return `.${list} is empty, though more is to follow`
    const said = info.count ?? rows!.length
    return said === rows!.length ? undefined : `.${list} has ${rows!.length} elements, and info.count says ${said}`
  }

const page = (list: string, elements: Check): Check =>
  all(
    keys({
      [list]: elements,
      info: keys({ more_records: flag, count: optional(count), next_page_token: optional(text) }),
    }),
    counted(list),
  )

const rows: WholeAnswer = { statuses: [200], empty: true, body: page('data', identified) }

/** Of a job that is done: without these its file cannot be told from a part of it. */
const result = keys({ count, more_records: flag, next_page_token: optional(text) })
const job = keys({ state: text })
const isDone = (value: unknown): boolean => stateOf((value as AnswerRow).state) === 'COMPLETED'

/** Spelled with a blank, an underscore or neither (facts 11.61). */
export const stateOf = (state: unknown): string => String(state).replace(/[_ ]/g, '').toUpperCase()

export const answers = {
  // Facts 6.1: `data` and `info`, or 204 when no row matches.
  coql: rows,
  // Facts 11.5: groups have no id, and aggregates over nothing are 204 or a row.
  groups: { statuses: [200], empty: true, body: page('data', listOf(object)) },
  aggregates: { statuses: [200], empty: true, body: page('data', one(object)) },
  // Facts 4.2 and 5.2: 204 where nothing is found.
  records: rows,
  search: rows,
  // Facts 11.54: 204 is one of the ways to say that there is no such record.
  record: { statuses: [200], empty: true, body: keys({ data: one(keys({ id })) }) },
  users: { statuses: [200], body: page('users', identified) },
  // ASSUMPTION: where no user is of the type asked for, 204, as with records.
  'users?type=DeletedUsers': { statuses: [200], empty: true, body: page('users', identified) },
  org: { statuses: [200], body: keys({ org: one(keys({ id, time_zone: text })) }) },
  'settings/modules': { statuses: [200], body: keys({ modules: all(listOf(keys({ api_name: text })), some) }) },
  // Facts 3.2: 204 when there are none.
  'settings/fields': {
    statuses: [200],
    empty: true,
    body: keys({ fields: listOf(keys({ api_name: text, data_type: text })) }),
  },
  // Facts 3.6.
  'settings/layouts': { statuses: [200], empty: true, body: keys({ layouts: listOf(keys({ id, name: text })) }) },
  'users?type=CurrentUser': { statuses: [200], body: keys({ users: one(keys({ id: text })) }) },
  // Facts 9.1 and 11.52: what became of each record is in its element, whatever the status says.
  write: { statuses: [200, 201, 202, 207], body: keys({ data: listOf(object) }) },
  // Facts 8.6.
  upload: { statuses: [200], body: keys({ details: keys({ file_id: text }) }) },
  attachment: { statuses: [200], emptyFile: true },
  'bulk/write': { statuses: [201, 200], body: keys({ details: keys({ id: text }) }) },
  'bulk/write/{id}': { statuses: [200], body: keys({ status: text }) },
  'bulk/write/{id}/result': { statuses: [200] },
  // Facts 8.1 to 8.3.
  'bulk/read': { statuses: [201, 200], body: keys({ data: one(keys({ details: keys({ id: text }) })) }) },
  'bulk/read/{id}': {
    statuses: [200],
    body: keys({ data: one((value) => job(value) ?? (isDone(value) ? keys({ result })(value) : undefined)) }),
  },
  'bulk/read/{id}/result': { statuses: [200] },
} as const satisfies Record<string, WholeAnswer>

/** An answer that has the one record that was asked for. */
export const recordOf = (wanted: string): WholeAnswer => ({
  ...answers.record,
  body: all(answers.record.body, (value) =>
    String((value as { data: readonly AnswerRow[] }).data[0]!.id) === wanted ? undefined : '.data is another record',
  ),
})

/** One page of the list of users. */
export function usersPage({ type, page, per_page: size }: Readonly<Record<string, string>>): WholeAnswer {
  const whole = full(
    type === 'DeletedUsers' ? answers['users?type=DeletedUsers'] : answers.users,
    Number(size),
    'users',
  )
  return Number(page) > 1 ? promised(whole, 'users') : whole
}
