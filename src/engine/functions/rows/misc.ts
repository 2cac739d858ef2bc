import { ZohoSqlError } from '../../../base/errors.ts'
import { mainSchema, serviceNames } from '../../../base/schemas.ts'
import { typeText } from '../../../base/types.ts'
import { comparisonKey } from '../comparable.ts'
import { printDisplay } from '../print-cast.ts'
import { fn, inSession, type Row, type SessionRef, sql } from '../row.ts'
import { bareType } from '../types.ts'

/** What is said of the session and of types, and functions of our own. */

const nonNull = (args: readonly string[]): string => args.map((arg) => `(${arg} IS NOT NULL)`).join(' + ')

const session = [
  ...sql('version() text', "'PostgreSQL 15 as understood by zohosql'"),
  ...sql(['current_user() text', 'session_user() text', 'user() text', 'current_role() text'], "'zohosql'"),
  ...sql('current_schema() text', `'${mainSchema}'`),
  ...sql(['current_database() text', 'current_catalog() text'], "'zohosql'"),
]

/** Settings that clients ask for; they cannot be set here. */
const settings: Readonly<Record<string, (session: SessionRef) => string>> = {
  timezone: ({ current }) => current.zone.name,
  datestyle: () => 'ISO, MDY',
  intervalstyle: () => 'postgres',
  server_encoding: () => 'UTF8',
  client_encoding: () => 'UTF8',
  search_path: () => serviceNames.join(', '),
  standard_conforming_strings: () => 'on',
}

const setting =
  (session: SessionRef) =>
  (name: string, orNull = false) => {
    const value = settings[name.toLowerCase()]
    if (value || orNull) return value?.(session)
    throw new ZohoSqlError('UNDEFINED_TYPE', `unrecognized configuration parameter "${name}"`)
  }

/** A member as PostgreSQL writes it in a row: quoted where it must be, nothing for NULL. */
const rowMember = (member: string | null): string =>
  member !== null && (member === '' || /[\s"\\(),]/.test(member))
    ? `"${member.replace(/["\\]/g, '$&$&')}"`
    : (member ?? '')

const types = [
  // The argument stays in the text: whether a select groups may depend on it.
  ...sql('pg_typeof(any) text', ([value], { args: [type] }) => {
    const name = `'${typeText(bareType(type!))}'`
    return `(CASE WHEN ${value} IS NULL THEN ${name} ELSE ${name} END)`
  }),
  // One text for rows that are the same, for DISTINCT; the blank keeps the name out of statements.
  ...sql(
    'row key(any...) text',
    (args, { args: types }) =>
      `(${args.map((arg, i) => `quote(${comparisonKey(arg, types[i]!)})`).join(" || ',' || ")})`,
  ),
  ...sql('row value() record', "'()'"),
  ...sql(
    'row value(any...) record',
    (args, { args: types }) => `"row_of(text...)"(${args.map((arg, i) => printDisplay(arg, types[i]!)).join(', ')})`,
  ),
  ...fn('row_of(text...) text', (...members: (string | null)[]) => `(${members.map(rowMember).join()})`, {
    nulls: true,
  }),
  ...sql('num_nonnulls(any...) integer', (args) => `(${nonNull(args)})`),
  ...sql('num_nulls(any...) integer', (args) => `(${args.length} - (${nonNull(args)}))`),
]

/** Multi-select values are joined by `;`. */
const ours = fn('has_value(text,text) boolean', (values: string, value: string) => values.split(';').includes(value))

export const miscRows: readonly Row[] = [
  ...session,
  ...inSession('current_setting(text,boolean?) text', setting),
  ...types,
  ...ours,
]
