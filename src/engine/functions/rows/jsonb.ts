import { ZohoSqlError } from '../../../base/errors.ts'
import {
  isJsonbArray,
  isJsonbObject,
  type Jsonb,
  jsonbKey,
  jsonbText,
  normalJsonb,
  parseJsonb,
} from '../../values/jsonb.ts'
import type { PrintedCall } from '../contract.ts'
import { jsonAt, jsonKind, jsonMember, jsonMembers, jsonScalar } from '../json-text.ts'
import * as j from '../jsonb.ts'
import { aggregate, type FunctionRow, fn, type Js, setFn, sql } from '../row.ts'
import { asJson, buildArray, buildObject, jsonList, jsonPairs, objectFromTexts, type TextArray } from './json.ts'

/** Functions and operators on jsonb. What it has in common with json works on its text. */

const invalid = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

/** From text to text by what is between. */
const through =
  (compute: (node: Jsonb, ...args: never[]) => Jsonb): Js =>
  (text: string, ...args: never[]) =>
    jsonbText(compute(parseJsonb(text), ...args))
const both =
  <Result>(compute: (a: Jsonb, b: Jsonb) => Result) =>
  (a: string, b: string): Result =>
    compute(parseJsonb(a), parseJsonb(b))

/** A scalar counts as an array of itself. */
function itemAt(text: string, index: number): string | null {
  const kind = jsonKind(text)
  if (kind === 'array' || kind === 'object') return jsonMember(text, index)
  return index === 0 || index === -1 ? text : null
}

const ofJson = (text: string): string => `"jsonb of(json)"(${text})`

const reading = [
  ...fn('->(jsonb,text) jsonb', jsonMember),
  ...fn('->(jsonb,integer) jsonb', itemAt),
  ...fn('->>(jsonb,text) text', (text: string, key: string) => jsonScalar(jsonMember(text, key))),
  ...fn('->>(jsonb,integer) text', (text: string, index: number) => jsonScalar(itemAt(text, index))),
  ...fn('#>(jsonb,text[]) jsonb', (text: string, path: TextArray) => jsonAt(text, path)),
  ...fn('#>>(jsonb,text[]) text', (text: string, path: TextArray) => jsonScalar(jsonAt(text, path))),
  ...fn('jsonb_extract_path(jsonb,text...) jsonb', (text: string, ...path: string[]) => jsonAt(text, path)),
  ...fn('jsonb_extract_path_text(jsonb,text...) text', (text: string, ...path: string[]) =>
    jsonScalar(jsonAt(text, path)),
  ),
  ...fn('jsonb_typeof(jsonb) text', (text: string) => j.kindOf(parseJsonb(text))),
  ...fn('jsonb_array_length(jsonb) integer', (text: string) => membersOf(text, 'get array length of').length),
  ...fn('jsonb_pretty(jsonb) text', (text: string) => j.pretty(parseJsonb(text))),
  ...fn(
    '@>(jsonb,jsonb) boolean',
    both((a, b) => j.contains(a, b)),
  ),
  ...fn(
    '<@(jsonb,jsonb) boolean',
    both((a, b) => j.contains(b, a)),
  ),
  ...fn('jsonb_exists(jsonb,text) boolean', (text: string, key: string) => hasKey(parseJsonb(text), key)),
  // What its comparisons compare.
  ...fn('jsonb key(jsonb) text', (text: string) => jsonbKey(parseJsonb(text))),
]

function hasKey(node: Jsonb, key: string): boolean {
  if (isJsonbObject(node)) return node.has(key)
  return isJsonbArray(node) ? node.includes(key) : node === key
}

function membersOf(text: string, doing: string): readonly { readonly text: string }[] {
  const kind = jsonKind(text)
  if (kind === 'array') return jsonMembers(text)
  throw invalid(`cannot ${doing} ${kind === 'object' ? 'an object' : 'a scalar'}`)
}

function keysOf(text: string, caller: string): ReturnType<typeof jsonMembers> {
  const kind = jsonKind(text)
  if (kind === 'object') return jsonMembers(text)
  throw invalid(`cannot call ${caller} on ${kind === 'array' ? 'an array' : 'a scalar'}`)
}

const change =
  (how: (flag: boolean) => j.JsonbChange['how']): Js =>
  (text: string, path: TextArray, value: string, flag = true) =>
    jsonbText(j.changed(parseJsonb(text), path, { value: parseJsonb(value), how: how(flag) }))

const changing = [
  ...fn(
    '||(jsonb,jsonb) jsonb',
    both((a, b) => jsonbText(j.joined(a, b))),
  ),
  ...fn(
    '-(jsonb,text) jsonb',
    through((node, key: string) => j.lessKeys(node, [key])),
  ),
  ...fn('-(jsonb,text[]) jsonb', through(j.lessKeys)),
  ...fn('-(jsonb,integer) jsonb', through(j.lessIndex)),
  ...fn(['#-(jsonb,text[]) jsonb', 'jsonb_delete_path(jsonb,text[]) jsonb'], through(j.lessPath)),
  ...fn(
    'jsonb_set(jsonb,text[],jsonb,boolean?) jsonb',
    change((create) => (create ? 'set' : 'replace')),
  ),
  ...fn(
    'jsonb_insert(jsonb,text[],jsonb,boolean?) jsonb',
    (text: string, path: TextArray, value: string, after = false) =>
      change(() => (after ? 'after' : 'before'))(text, path, value) as string,
  ),
  ...fn('jsonb_strip_nulls(jsonb) jsonb', through(j.withoutNulls)),
]

const building = [
  ...fn('jsonb of(json) jsonb', normalJsonb),
  ...sql(
    'to_jsonb(anyelement) jsonb',
    ([value], { args: [type] }) => `(CASE WHEN ${value} IS NOT NULL THEN ${ofJson(asJson(value!, type!))} END)`,
  ),
  ...sql('jsonb_build_object(any...) jsonb', (args, call) => ofJson(buildObject(args, call))),
  ...sql('jsonb_build_object() jsonb', "'{}'"),
  ...sql('jsonb_build_array(any...) jsonb', (args, call) => ofJson(buildArray(args, call))),
  ...sql('jsonb_build_array() jsonb', "'[]'"),
  ...fn('jsonb_object(text[],text[]?) jsonb', (keys: TextArray, values?: TextArray) =>
    normalJsonb(objectFromTexts(keys, values)),
  ),
]

const taking = [
  ...setFn('jsonb_array_elements(jsonb) jsonb', function* (text: string) {
    for (const member of membersOf(text, 'extract elements from')) yield [member.text]
  }),
  ...setFn('jsonb_array_elements_text(jsonb) text', function* (text: string) {
    for (const member of membersOf(text, 'extract elements from')) yield [jsonScalar(member.text)]
  }),
  ...setFn('jsonb_object_keys(jsonb) text', function* (text: string) {
    for (const { key } of keysOf(text, 'jsonb_object_keys')) yield [key]
  }),
  // Columns of jsonb_each and jsonb_each_text; the blanks keep the names out of statements.
  ...setFn('jsonb_each key(jsonb) text', function* (text: string) {
    for (const { key } of keysOf(text, 'jsonb_each')) yield [key]
  }),
  ...setFn('jsonb_each value(jsonb) jsonb', function* (jsonb: string) {
    for (const { text } of keysOf(jsonb, 'jsonb_each')) yield [text]
  }),
  ...setFn('jsonb_each_text value(jsonb) text', function* (jsonb: string) {
    for (const { text } of keysOf(jsonb, 'jsonb_each_text')) yield [jsonScalar(text)]
  }),
]

const gathering = [
  ...aggregate('jsonb_agg(any) jsonb', { printAggregate: (call: PrintedCall) => ofJson(jsonList(call)) }),
  ...aggregate('jsonb_object_agg(any,any) jsonb', { printAggregate: (call: PrintedCall) => ofJson(jsonPairs(call)) }),
]

export const jsonbRows: readonly FunctionRow[] = [...reading, ...changing, ...building, ...taking, ...gathering]
