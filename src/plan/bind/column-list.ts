import { byName } from '../../base/by-name.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { refuse } from './errors.ts'

/**
 * `json_to_recordset(j) AS t(a int, b text)`: a select that takes the members out of the objects, as the functions with
 * a column definition list would.
 *
 * @param bindOther finds out what else is wrong with a call of another function
 */
export function definedColumns(
  part: Ast.FunctionTable,
  definitions: readonly Ast.SqlColumnDefinition[],
  bindOther: () => void,
): Ast.DerivedTable {
  const [call] = part.calls
  const name = call!.name.at(-1)!.text.toLowerCase()
  const known = Object.hasOwn(records, name) ? records[name] : undefined
  if (!known || part.calls.length > 1 || call!.args.length !== 1) {
    bindOther()
    return refuseList(part.at)
  }
  if (part.withOrdinality)
    refuse('SYNTAX_ERROR', 'WITH ORDINALITY cannot be used with a column definition list', part.at)
  const { at } = part
  const type: Ast.SqlTypeName = { name: name.slice(0, name.indexOf('_')), modifiers: [], dimensions: 0, at }
  const given: Ast.SqlExpr = known.elements
    ? { kind: 'column', path: [member(at)], at }
    : { kind: 'cast', operand: call!.args[0]!, type, at }
  const object = { ...call!, name: [{ text: `${name} object`, quoted: true, at }], args: [given] }
  const items = definitions.map((definition) => itemOf(object, definition))
  const from: Ast.SqlFrom[] = known.elements ? [{ ...part, ...elementsOf(call!, known.elements) }] : []
  const alias = part.alias ?? { name: { text: name, quoted: false, at }, columns: [] }
  return { kind: 'derived', query: selectOf(items, from, at), lateral: true, alias, at }
}

const records: Readonly<Record<string, { readonly elements?: string }>> = byName({
  json_to_record: {},
  jsonb_to_record: {},
  json_to_recordset: { elements: 'json_array_elements' },
  jsonb_to_recordset: { elements: 'jsonb_array_elements' },
})

const refuseList = (at: number): never =>
  refuse('SYNTAX_ERROR', 'a column definition list is only allowed for functions returning "record"', at)

/** 42601 for a function whose columns nobody tells. */
export function checkDefined({ calls, at }: Ast.FunctionTable): void {
  if (calls.some((call) => Object.hasOwn(records, call.name.at(-1)!.text.toLowerCase())))
    refuse('SYNTAX_ERROR', 'a column definition list is required for functions returning "record"', at)
}

// The blank keeps it apart from every name that a statement can write without quotes.
const member = (at: number): Ast.Name => ({ text: 'member of', quoted: true, at })

function elementsOf(call: Ast.SqlCall, elements: string) {
  const { at } = call
  return {
    calls: [{ ...call, name: [{ text: elements, quoted: false, at }] }],
    alias: { name: member(at), columns: [member(at)] },
    definitions: undefined,
  }
}

/** Each value goes through its text, as PostgreSQL reads it; JSON stays as it is. */
function itemOf(object: Ast.SqlExpr, { name, type }: Ast.SqlColumnDefinition): Ast.SelectItem {
  const { at } = name
  if (type.dimensions > 0 || (type.modifiers.length > 0 && /char/.test(type.name)))
    refuse('NOT_SUPPORTED', `a column of type ${type.name} with limits or members is not supported here`, type.at)
  const key: Ast.SqlExpr = { kind: 'string', value: name.quoted ? name.text : name.text.toLowerCase(), at }
  const op = /^jsonb?$/.test(type.name) ? '->' : '->>'
  const operand: Ast.SqlExpr = { kind: 'binary', op, left: object, right: key, at }
  return { expr: { kind: 'cast', operand, type, at }, alias: name }
}

const selectOf = (items: readonly Ast.SelectItem[], from: readonly Ast.SqlFrom[], at: number): Ast.SqlQuery => ({
  kind: 'query',
  with: [],
  recursive: false,
  body: { kind: 'select', distinct: false, items, from, groupBy: [], groupDistinct: false, windows: [], at },
  orderBy: [],
  withTies: false,
  at,
})
