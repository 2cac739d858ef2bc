import { matching, nearest, nearestNamed } from '../../base/names.ts'
import type { Column, ColumnRef, Lookup, Table } from '../../source/index.ts'
import type { Name, Path } from '../../sql/ast/index.ts'
import type { Binding } from './binding.ts'
import { perhaps, refuse } from './errors.ts'
import { sameName } from './names.ts'

/**
 * `Account_Name.Parent_Account.Industry` from a table on: the lookups gone along and the column at their end.
 * Undefined when the first step is no lookup of the table.
 */
export function followPath(binding: Binding, table: Table, path: Path): ColumnRef | undefined {
  if (path.length < 2 || !findLookup(table, path[0]!)) return undefined
  const wanted = path.at(-1)!
  const steps: string[] = []
  let here = table
  for (const [i, name] of path.slice(0, -1).entries()) {
    const lookup = findLookup(here, name) ?? noLookup(here, name)
    // The id at the end of a lookup is what the lookup holds: no need to go there for it.
    const held = i === path.length - 2 ? heldId(here, lookup, wanted) : undefined
    if (held) return { path: steps, column: held }
    steps.push(lookup.field)
    here = targetOf(binding, here, lookup, name)
  }
  return { path: steps, column: columnOf(here, wanted) }
}

const heldId = (table: Table, lookup: Lookup, wanted: Name): Column | undefined =>
  table.columns.find(
    (column) => column.name === lookup.idColumn && column.references && sameName(column.references.column, wanted.text),
  )

const findLookup = (table: Table, name: Name): Lookup | undefined =>
  matching(table.lookups, (lookup) => lookup.field, name.text)[0]

function noLookup(table: Table, name: Name): never {
  const hint = perhaps(
    nearest(
      name.text,
      table.lookups.map((lookup) => lookup.field),
    ),
  )
  return refuse('UNDEFINED_COLUMN', `"${name.text}" is no lookup of ${table.name}`, name.at, hint)
}

function targetOf(binding: Binding, table: Table, lookup: Lookup, name: Name): Table {
  const { target } = lookup
  if (!target)
    return refuse(
      'NOT_SUPPORTED',
      `lookup "${lookup.field}" of ${table.name} may lead to several modules, so it cannot be followed by name`,
      name.at,
      `Join the module you mean on ${lookup.idColumn}.`,
    )
  const part = (text: string): Name => ({ text, quoted: true, at: name.at })
  return binding.table([part(target.schema), part(target.table)], name.at)
}

function columnOf(target: Table, name: Name): Column {
  const [column, second] = matching(target.columns, (candidate) => candidate.name, name.text)
  if (second) return refuse('AMBIGUOUS_COLUMN', `column reference "${name.text}" is ambiguous`, name.at)
  return column ?? noColumn(target, name)
}

function noColumn(target: Table, name: Name): never {
  const hint = perhaps(
    nearestNamed(
      name.text,
      target.columns.map((column) => ({ name: column.name, labels: [column.description] })),
    ),
  )
  return refuse('UNDEFINED_COLUMN', `column "${name.text}" does not exist in ${target.name}`, name.at, hint)
}
