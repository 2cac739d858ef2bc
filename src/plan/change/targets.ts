/** Which columns a statement may give values to, and what is wrong with those that it may not. */
import { matching, nearest } from '../../base/names.ts'
import { text as textType } from '../../base/types.ts'
import type { Column, Table } from '../../source/index.ts'
import type { Name } from '../../sql/ast/index.ts'
import { perhaps, refuse } from '../bind/errors.ts'
import type { AssignmentTarget } from './bound.ts'

export type Doing = 'insert' | 'update'

/** The column of a name. @throws {ZohoSqlError} 42703, 42702 */
export function columnNamed(table: Table, { text, at }: Name): Column {
  const found = matching(table.columns, (column) => column.name, text)
  if (found.length === 1) return found[0]!
  if (found.length > 1) return refuse('AMBIGUOUS_COLUMN', `column reference "${text}" is ambiguous`, at)
  const settable = table.columns.filter((column) => column.settable).map((column) => column.name)
  const hint = perhaps(nearest(text, settable))
  return refuse('UNDEFINED_COLUMN', `column "${text}" of relation "${table.name}" does not exist`, at, hint)
}

/** @throws {ZohoSqlError} 428C9 where Zoho itself fills the column */
export function targetOf(table: Table, column: Column, doing: Doing, at: number): AssignmentTarget {
  if (!column.settable?.[doing]) {
    const message =
      doing === 'insert'
        ? `cannot insert a non-DEFAULT value into column "${column.name}"`
        : `column "${column.name}" can only be updated to DEFAULT`
    refuse('GENERATED_COLUMN', message, at, whyNot(column, doing))
  }
  return { column: asGiven(column), sets: idOf(table, column) }
}

/** A reference of one column takes what tells its record too: an e-mail, a name. */
const asGiven = (column: Column): Column =>
  column.part === 'value' && column.references ? { ...column, type: textType } : column

/** A lookup is set by its id, however it is named. */
const idOf = (table: Table, column: Column): Column =>
  column.part === 'value'
    ? column
    : (table.columns.find(({ field, part }) => field === column.field && part === 'id') ?? column)

function whyNot({ name, fieldType, settable }: Column, doing: Doing): string {
  if (settable) return `Zoho lets ${name} be set by ${doing === 'insert' ? 'UPDATE' : 'INSERT'} only.`
  if (name === 'id') return 'Zoho gives each record its id: leave it out.'
  return `It is of Zoho’s type ${fieldType}, which cannot be set: leave it out.`
}

/** @throws {ZohoSqlError} 42701 where two of the targets set one field */
export function refuseTwice(targets: readonly AssignmentTarget[], names: readonly Name[]): void {
  targets.forEach(({ column }, i) => {
    const first = targets.findIndex((other) => other.column.field === column.field)
    if (first === i) return
    const other = targets[first]!.column
    const message =
      other.name === column.name
        ? `column "${column.name}" specified more than once`
        : `columns "${other.name}" and "${column.name}" set the same field`
    refuse('DUPLICATE_COLUMN', message, names[i]!.at, other.name === column.name ? undefined : 'Give one of the two.')
  })
}
