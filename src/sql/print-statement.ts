import type {
  Assignment,
  Conflict,
  CopyFrom,
  Delete,
  GivenValue,
  Insert,
  Name,
  SqlChange,
  TableRef,
  Update,
} from './ast/index.ts'
import {
  clause,
  commas,
  printExpr,
  printFrom,
  printName,
  printNames,
  printPath,
  printQuery,
  printSelectItem,
  printWith,
  quote,
  spaced,
} from './print.ts'
import type { SqlStatement } from './statement.ts'

/** Whole statements to text, as queries are printed. */
export function printStatement(statement: SqlStatement): string {
  switch (statement.kind) {
    case 'other':
      return statement.verb.toUpperCase()
    case 'query':
      return printQuery(statement.query)
    case 'explain':
      return `EXPLAIN ${statement.analyze ? 'ANALYZE ' : ''}${printQuery(statement.query)}`
    case 'change':
      return printChange(statement.change)
    case 'explainChange':
      return `EXPLAIN ${statement.analyze ? 'ANALYZE ' : ''}${printChange(statement.change)}`
    case 'call':
      return `CALL ${printExpr(statement.call)}`
    case 'explainCall':
      return `EXPLAIN ${statement.analyze ? 'ANALYZE ' : ''}${printStatement(statement.call)}`
    case 'copyFrom':
      return printCopy(statement)
  }
}

export const printChange = (change: SqlChange): string =>
  spaced(
    printWith(change),
    printVerb(change),
    change.returning && clause('RETURNING', change.returning, printSelectItem),
  )

function printVerb(change: SqlChange): string {
  switch (change.kind) {
    case 'insert':
      return printInsert(change)
    case 'update':
      return printUpdate(change)
    case 'delete':
      return printDelete(change)
  }
}

const printTarget = ({ name, alias }: TableRef): string =>
  spaced(printPath(name), alias && `AS ${printName(alias.name)}`)

const printGiven = (given: GivenValue): string => (given.kind === 'default' ? 'DEFAULT' : printExpr(given))

const printInsert = ({ table, columns, source, conflict }: Insert): string =>
  spaced(
    'INSERT INTO',
    printTarget(table),
    printNames(columns),
    printSource(source),
    conflict && printConflict(conflict),
  )

function printSource(source: Insert['source']): string {
  if (source.kind === 'defaults') return 'DEFAULT VALUES'
  return source.kind === 'rows' ? clause('VALUES', source.rows, printRow) : printQuery(source)
}

const printRow = (row: readonly GivenValue[]): string => `(${commas(row, printGiven)})`

const printConflict = ({ columns = [], action, set, where }: Conflict): string =>
  spaced(
    'ON CONFLICT',
    printNames(columns),
    action === 'nothing' ? 'DO NOTHING' : `DO UPDATE SET ${commas(set, printAssignment)}`,
    where && `WHERE ${printExpr(where)}`,
  )

const printAssignment = (one: Assignment): string =>
  one.kind === 'one'
    ? `${printName(one.column)} = ${printGiven(one.value)}`
    : `${printNames(one.columns)} = (${printQuery(one.query)})`

const printUpdate = ({ table, set, from, where }: Update): string =>
  spaced(
    `UPDATE ${printTarget(table)}`,
    clause('SET', set, printAssignment),
    clause('FROM', from, printFrom),
    where && `WHERE ${printExpr(where)}`,
  )

const printDelete = ({ table, using, where }: Delete): string =>
  spaced(`DELETE FROM ${printTarget(table)}`, clause('USING', using, printFrom), where && `WHERE ${printExpr(where)}`)

function printCopy({ table, columns, options }: CopyFrom): string {
  const list = Object.entries(options).map(([name, value]) => spaced(name, printOption(value)))
  return spaced(
    'COPY',
    printTarget(table),
    printNames(columns),
    'FROM STDIN',
    list.length > 0 && `WITH (${list.join(', ')})`,
  )
}

function printOption(value: CopyFrom['options'][string]): string {
  if (value === true) return ''
  const name = (text: string): Name => ({ text, quoted: true, at: 0 })
  return typeof value === 'string' ? quote(value, "'") : printNames(value.map(name))
}
