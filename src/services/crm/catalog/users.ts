/** Users: as a table, and as the one source of full names (COQL gives last names only). */

import { ZohoSqlError } from '../../../base/errors.ts'
import type { ReadContext, Table } from '../../../source/index.ts'
import type { AskService } from '../../kit/calls.ts'
import type { Person, PersonNames } from '../../kit/people.ts'
import { answers } from '../answers.ts'
import { usersTable } from './columns.ts'
import { type FieldTypes, makeListTable, pick, type RawRow } from './lists.ts'
import { listOf } from './metadata.ts'

const userFields: FieldTypes = {
  id: 'bigint',
  first_name: 'text',
  last_name: 'text',
  full_name: 'text',
  email: 'email',
  status: 'text',
  confirm: 'boolean',
  role: 'lookup',
  profile: 'lookup',
  category: 'text',
  phone: 'phone',
  mobile: 'phone',
  time_zone: 'text',
  language: 'text',
  locale: 'text',
  country_locale: 'text',
  date_format: 'text',
  time_format: 'text',
  zuid: 'text',
  created_time: 'datetime',
  created_by: 'userlookup',
  Modified_Time: 'datetime',
  Modified_By: 'userlookup',
  Reporting_To: 'userlookup',
}

export const users: Table = {
  ...makeListTable(usersTable, 'users', 'People of the organisation', userFields),
  nameColumn: 'full_name',
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Some answers lack `full_name`. */
function withFullName(user: RawRow): RawRow {
  if (isText(user.full_name)) return user
  const name = [user.first_name, user.last_name].filter(isText).join(' ')
  return { ...user, full_name: name === '' ? null : name }
}

/** Users of one page of an answer. */
export const readUsers = (answer: unknown): RawRow[] =>
  listOf(answer, 'users').map((user) => pick(withFullName(user), userFields))

/** A user as conditions know him or her. */
export interface KnownUser {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
}

const textOf = (value: unknown): string | null => (isText(value) ? value : null)

export const knownUser = (row: RawRow): KnownUser => ({
  id: String(row.id),
  name: textOf(row.full_name),
  email: textOf(row.email),
})

/** Names and e-mails by user id. */
export class UserDirectory implements PersonNames {
  readonly #byId: ReadonlyMap<string, Person>

  constructor(rows: readonly RawRow[]) {
    this.#byId = new Map(rows.map((row) => [String(row.id), knownUser(row)] as const))
  }

  get(id: string): Person | undefined {
    return this.#byId.get(id)
  }

  get size(): number {
    return this.#byId.size
  }
}

/** Id of the user whose token asks. */
export async function currentUser(ask: AskService, version: string, context: ReadContext): Promise<string> {
  const whole = answers['users?type=CurrentUser']
  const call = { method: 'GET', path: `/crm/${version}/users`, query: { type: 'CurrentUser' }, whole } as const
  const [user] = readUsers(await ask(call, context))
  if (isText(user?.id)) return user.id
  throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho did not say whose token it is.')
}
