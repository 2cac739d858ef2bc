import { typeText } from '../../../base/types.ts'
import { comparisonKey } from '../comparable.ts'
import { printDisplay } from '../print-cast.ts'
import { type FunctionRow, fn, sql } from '../row.ts'
import { bareType } from '../types.ts'

/** What is said of types, and functions of our own. */

const nonNull = (args: readonly string[]): string => args.map((arg) => `(${arg} IS NOT NULL)`).join(' + ')

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
  // What SQLite compares in place of a value, where it has to stand in a column.
  ...sql('comparison key(any) text', ([value], { args: [type] }) => comparisonKey(value!, type!)),
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

export const miscRows: readonly FunctionRow[] = [...types, ...ours]
