import { ZohoSqlError } from '../../../base/errors.ts'
import { type SqlType, text as textType } from '../../../base/types.ts'
import { checkJsonStrings } from '../../values/jsonb.ts'
import { CollectedRows } from '../accumulate.ts'
import type { PrintedCall, ResolvedFunction } from '../contract.ts'
import {
  jsonAt,
  jsonKey,
  jsonKind,
  jsonMember,
  jsonMembers,
  jsonObject,
  jsonScalar,
  type Member,
} from '../json-text.ts'
import { callText } from '../print-aggregate.ts'
import { printCast } from '../print-cast.ts'
import { aggregate, type FunctionRow, fn, setFn, sql } from '../row.ts'
import { typeKey } from '../type-key.ts'

/** Functions and operators on json. */

/** text[], as functions get it. */
export type TextArray = readonly (string | null)[]

const invalid = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

/** The value as JSON text; NULL becomes `null`. */
export const asJson = (value: string, type: SqlType): string =>
  type.name === 'json' || type.name === 'jsonb'
    ? `coalesce(${value}, 'null')`
    : `"json_of"(${value}, '${typeKey(type)}')`

/** Keys are texts; instants as JSON has them. */
const asKey = (value: string, type: SqlType): string =>
  type.name === 'timestamp' || type.name === 'timestamptz'
    ? `(CASE WHEN ${value} IS NOT NULL THEN trim(${asJson(value, type)}, '"') END)`
    : printCast(value, type, textType)

const reading = [
  ...fn(['->(json,text) json', '->(json,integer) json'], jsonMember),
  ...fn(['->>(json,text) text', '->>(json,integer) text'], (text: string, step: string | number) =>
    jsonScalar(jsonMember(text, step)),
  ),
  ...fn('#>(json,text[]) json', (text: string, path: TextArray) => jsonAt(text, path)),
  ...fn('#>>(json,text[]) text', (text: string, path: TextArray) => jsonScalar(jsonAt(text, path))),
  ...fn('json_extract_path(json,text...) json', (text: string, ...path: string[]) => jsonAt(text, path)),
  ...fn('json_extract_path_text(json,text...) text', (text: string, ...path: string[]) =>
    jsonScalar(jsonAt(text, path)),
  ),
  ...fn('json_typeof(json) text', jsonKind),
  ...fn('json_array_length(json) integer', (text: string) => arrayMembers(text, 'get array length of').length),
  ...fn('json_strip_nulls(json) json', (text: string) => stripNulls(checkJsonStrings(text))),
  ...fn(['json_to_record object(json) json', 'jsonb_to_record object(jsonb) jsonb'], recordObject),
  ...['json', 'jsonb'].flatMap((type) =>
    fn(`${type}_to_recordset object(${type}) ${type}`, (text: string) => elementObject(text, type)),
  ),
]

/** What a column list takes its values from. */
function recordObject(text: string): string {
  const kind = jsonKind(text)
  if (kind === 'object') return text
  throw invalid(`cannot call populate_composite on ${kind === 'array' ? 'an array' : 'a scalar'}`)
}

function elementObject(text: string, type: string): string {
  if (jsonKind(text) === 'object') return text
  throw invalid(`argument of ${type}_to_recordset must be an array of objects`)
}

function arrayMembers(text: string, doing: string): readonly { readonly text: string }[] {
  const kind = jsonKind(text)
  if (kind === 'array') return jsonMembers(text)
  throw invalid(`cannot ${doing} a ${kind === 'object' ? 'non-array' : 'scalar'}`)
}

/** Objects lose their members that are null; the rest loses its blanks. */
function stripNulls(text: string): string {
  const kind = jsonKind(text)
  if (kind === 'array')
    return `[${jsonMembers(text)
      .map((member) => stripNulls(member.text))
      .join(',')}]`
  if (kind === 'string') return JSON.stringify(JSON.parse(text))
  if (kind !== 'object') return text.trim()
  const kept = jsonMembers(text).filter((member) => jsonKind(member.text) !== 'null')
  return `{${kept.map((member) => `${JSON.stringify(member.key)}:${stripNulls(member.text)}`).join(',')}}`
}

function evenPairs(args: readonly string[]): void {
  if (args.length % 2 === 0) return
  throw new ZohoSqlError('INVALID_ARGUMENT', 'argument list must have even number of elements', {
    hint: 'The arguments of json_build_object() must consist of alternating keys and values.',
  })
}

function scalarKeys(types: readonly SqlType[]): void {
  if (types.some((type, i) => i % 2 === 0 && ['array', 'json', 'jsonb', 'record'].includes(type.name)))
    throw invalid('key value must be scalar, not array, composite, or json')
}

export function buildObject(args: readonly string[], { args: types }: ResolvedFunction): string {
  evenPairs(args)
  scalarKeys(types)
  const parts = args.map((arg, i) => (i % 2 === 0 ? asKey(arg, types[i]!) : asJson(arg, types[i]!)))
  return `"json_object_of(text...)"(${parts.join(', ')})`
}

const buildRow = (args: readonly string[], { args: types }: ResolvedFunction): string => {
  const pairs = args.flatMap((value, i) =>
    i % 2 ? [`json_quote(${args[i - 1]}) || ':' || ${asJson(value, types[i]!)}`] : [],
  )
  return `('{' || ${pairs.join(" || ',' || ")} || '}')`
}

export const buildArray = (args: readonly string[], { args: types }: ResolvedFunction): string =>
  `('[' || ${args.map((arg, i) => asJson(arg, types[i]!)).join(" || ', ' || ")} || ']')`

const dimensions = (array: readonly unknown[]): number =>
  array.length === 0 ? 0 : Array.isArray(array[0]) ? 1 + dimensions(array[0]) : 1

const wrongShape = (message: string): ZohoSqlError => new ZohoSqlError('ARRAY_SUBSCRIPT', message)

/** Keys and values in turn, from a list of them all or of pairs. */
function listedPairs(list: TextArray): TextArray {
  const depth = dimensions(list)
  if (depth > 2) throw wrongShape('wrong number of array subscripts')
  if (depth === 2 && (list[0] as unknown as TextArray).length !== 2) throw wrongShape('array must have two columns')
  if (depth < 2 && list.length % 2) throw wrongShape('array must have even number of elements')
  return list.flat() as TextArray
}

/** json_object('{a,1,b,2}'), json_object('{{a,1},{b,2}}'), json_object('{a,b}', '{1,2}'). */
export function objectFromTexts(keys: TextArray, values?: TextArray): string {
  if (values !== undefined && (dimensions(keys) > 1 || dimensions(values) > 1))
    throw wrongShape('wrong number of array subscripts')
  if (values !== undefined && values.length !== keys.length) throw wrongShape('mismatched array dimensions')
  const parts = values === undefined ? listedPairs(keys) : keys.flatMap((key, i) => [key, values[i]!])
  return jsonObject(parts.map((part, i) => (i % 2 === 0 ? part : part === null ? 'null' : JSON.stringify(part))))
}

const building = [
  ...sql(
    ['to_json(anyelement) json', 'array_to_json(anyarray) json'],
    ([value], { args: [type] }) => `(CASE WHEN ${value} IS NOT NULL THEN ${asJson(value!, type!)} END)`,
  ),
  ...sql(
    'array_to_json(anyarray,boolean) json',
    ([value, pretty], { args: [type] }) =>
      `"pretty array(json,boolean)"((CASE WHEN ${value} IS NOT NULL THEN ${asJson(value!, type!)} END), ${pretty})`,
  ),
  ...fn('pretty array(json,boolean) json', prettyArray, { nulls: true }),
  ...sql('json_build_object(any...) json', buildObject),
  ...sql('json_build_object() json', "'{}'"),
  ...sql('json_build_array(any...) json', buildArray),
  ...sql('json_build_array() json', "'[]'"),
  ...fn('json_object_of(text...) json', (...parts: (string | null)[]) => jsonObject(parts), { nulls: true }),
  ...fn('json_object(text[],text[]?) json', objectFromTexts),
  // A row, its columns' names and values in turn; the blank keeps the name out of statements.
  ...sql('json row(any,any...) json', buildRow),
  ...sql('json row_line(any,any...) json', (args, fn) => `('\n ' || ${buildRow(args, fn)})`),
]

/** Lines between the members of the outermost level. */
function prettyArray(text: string | null, pretty: boolean | null): string | null {
  if (text === null || pretty === null) return null
  return pretty && jsonKind(text) === 'array'
    ? `[${jsonMembers(text)
        .map((member) => member.text)
        .join(',\n ')}]`
    : text
}

function objectMembers(text: string, caller: string): readonly Member[] {
  const kind = jsonKind(text)
  if (kind === 'object') return jsonMembers(checkJsonStrings(text))
  throw invalid(`cannot call ${caller} on ${kind === 'array' ? 'an array' : 'a scalar'}`)
}

const taking = [
  // Columns of json_each and json_each_text; the blanks keep the names out of statements.
  ...setFn('json_each key(json) text', function* (text: string) {
    for (const { key } of objectMembers(text, 'json_each')) yield [key]
  }),
  ...setFn('json_each value(json) json', function* (json: string) {
    for (const { text } of objectMembers(json, 'json_each')) yield [text]
  }),
  ...setFn('json_each_text value(json) text', function* (json: string) {
    for (const { text } of objectMembers(json, 'json_each_text')) yield [jsonScalar(text)]
  }),
  ...setFn('json_array_elements(json) json', function* (text: string) {
    for (const member of arrayMembers(text, 'call json_array_elements on')) yield [member.text]
  }),
  ...setFn('json_array_elements_text(json) text', function* (text: string) {
    for (const member of arrayMembers(text, 'call json_array_elements_text on')) yield [jsonScalar(member.text)]
  }),
  ...setFn('json_object_keys(json) text', function* (text: string) {
    for (const { key } of objectMembers(text, 'json_object_keys')) yield [key]
  }),
]

export const jsonList = (call: PrintedCall): string => {
  const [value, type] = [call.args[0]!, call.argTypes[0]!]
  const text = asJson(value, type)
  // Arrays come each on a line of its own, as rows do.
  const item = type.name === 'array' ? `iif(${value} IS NULL, '', '\n ') || ${text}` : text
  return callText('"json_agg items(json)"', [item], call, true)
}

export const jsonPairs = (call: PrintedCall): string =>
  callText(
    '"json_object_agg pairs(text,json)"',
    [asKey(call.args[0]!, call.argTypes[0]!), asJson(call.args[1]!, call.argTypes[1]!)],
    call,
  )

const gathering = [
  ...aggregate('json_agg(any) json', { printAggregate: jsonList }),
  ...aggregate('json_agg items(json) json', {
    printAggregate: jsonList,
    aggregate: () =>
      new CollectedRows<string>(
        (items) => `[${items.join(', ').replace(/^\n /, '')}]`,
        ([item]) => item as string,
      ),
  }),
  ...aggregate('json_object_agg(any,any) json', { printAggregate: jsonPairs }),
  ...aggregate('json_object_agg pairs(text,json) json', {
    nulls: true,
    printAggregate: jsonPairs,
    aggregate: () =>
      new CollectedRows<string>(
        (items) => `{ ${items.join(', ')} }`,
        ([key, value]) => `${jsonKey(key as string | null)} : ${value}`,
      ),
  }),
]

export const jsonRows: readonly FunctionRow[] = [...reading, ...building, ...taking, ...gathering]
