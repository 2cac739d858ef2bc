import { ZohoSqlError } from '../../base/errors.ts'
import {
  isJsonbArray,
  isJsonbObject,
  type Jsonb,
  JsonbNumber,
  type JsonbObject,
  jsonbKey,
  jsonbObject,
  jsonbText,
} from '../values/jsonb.ts'

/** What jsonb can do and json cannot: contain, join, lose and change its members. */

const invalid = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)
const isScalar = (node: Jsonb): boolean => !isJsonbArray(node) && !isJsonbObject(node)
const same = (a: Jsonb, b: Jsonb): boolean => jsonbKey(a) === jsonbKey(b)

/** `@>`: an array contains a scalar that is among its members, at the outermost level. */
export function contains(whole: Jsonb, part: Jsonb, outermost = true): boolean {
  if (isJsonbObject(whole) && isJsonbObject(part))
    return [...part].every(([key, value]) => whole.has(key) && contains(whole.get(key)!, value, false))
  if (!isJsonbArray(whole)) return isScalar(whole) && isScalar(part) && same(whole, part)
  if (isJsonbArray(part))
    return part.every((item) => whole.some((each) => (isScalar(item) ? same(each, item) : contains(each, item, false))))
  return outermost && isScalar(part) && whole.some((each) => same(each, part))
}

const asList = (node: Jsonb): readonly Jsonb[] => (isJsonbArray(node) ? node : [node])

/** `||` */
export function joined(a: Jsonb, b: Jsonb): Jsonb {
  if (isJsonbObject(a) && isJsonbObject(b)) return jsonbObject([...a, ...b])
  return [...asList(a), ...asList(b)]
}

const place = (list: readonly Jsonb[], index: number): number => (index < 0 ? list.length + index : index)
const without = (list: readonly Jsonb[], index: number): readonly Jsonb[] => list.filter((_, i) => i !== index)

/** `-` with a key, keys or an index. */
export function lessKeys(node: Jsonb, keys: readonly (string | null)[]): Jsonb {
  if (isJsonbObject(node)) return jsonbObject([...node].filter(([key]) => !keys.includes(key)))
  if (!isJsonbArray(node)) throw invalid('cannot delete from scalar')
  return node.filter((item) => typeof item !== 'string' || !keys.includes(item))
}

export function lessIndex(node: Jsonb, index: number): Jsonb {
  if (isJsonbObject(node)) throw invalid('cannot delete from object using integer index')
  if (!isJsonbArray(node)) throw invalid('cannot delete from scalar')
  return without(node, place(node, index))
}

function stepIndex(step: string, position: number): number {
  if (/^\s*[+-]?\d+\s*$/.test(step)) return Number(step)
  throw new ZohoSqlError('INVALID_TEXT', `path element at position ${position} is not an integer: "${step}"`)
}

type JsonbPath = readonly (string | null)[]
const nullStep = (position: number): ZohoSqlError =>
  new ZohoSqlError('NULL_NOT_ALLOWED', `path element at position ${position} is null`)

/** `#-` */
export function lessPath(node: Jsonb, path: JsonbPath, position = 1): Jsonb {
  if (position === 1 && isScalar(node)) throw invalid('cannot delete path in scalar')
  const [step, ...rest] = path
  if (step === undefined || isScalar(node)) return node
  if (step === null) throw nullStep(position)
  if (isJsonbObject(node)) {
    if (!node.has(step)) return node
    if (rest.length === 0) return lessKeys(node, [step])
    return jsonbObject([...node, [step, lessPath(node.get(step)!, rest, position + 1)]])
  }
  const list = node as readonly Jsonb[]
  if (list.length === 0) return node
  const index = place(list, stepIndex(step, position))
  if (rest.length === 0) return without(list, index)
  return list.map((item, i) => (i === index ? lessPath(item, rest, position + 1) : item))
}

/** What jsonb_set and jsonb_insert do at the end of their path. */
export interface JsonbChange {
  readonly value: Jsonb
  readonly how: 'set' | 'replace' | 'before' | 'after'
}

export function changed(node: Jsonb, path: JsonbPath, change: JsonbChange, position = 1): Jsonb {
  if (position === 1 && isScalar(node)) throw invalid('cannot set path in scalar')
  const [step, ...rest] = path
  if (step === undefined || isScalar(node)) return node
  if (step === null) throw nullStep(position)
  if (isJsonbObject(node)) return changedObject(node, step, rest, change, position)
  const list = node as readonly Jsonb[]
  const index = place(list, stepIndex(step, position))
  if (rest.length > 0) return list.map((item, i) => (i === index ? changed(item, rest, change, position + 1) : item))
  return changedList(list, index, change)
}

function changedObject(node: JsonbObject, step: string, rest: JsonbPath, change: JsonbChange, position: number): Jsonb {
  const known = node.has(step)
  if (rest.length > 0)
    return known ? jsonbObject([...node, [step, changed(node.get(step)!, rest, change, position + 1)]]) : node
  const inserting = change.how === 'before' || change.how === 'after'
  if (inserting && known)
    throw new ZohoSqlError('INVALID_ARGUMENT', 'cannot replace existing key', {
      hint: 'Try using the function jsonb_set to replace key value.',
    })
  return known || change.how !== 'replace' ? jsonbObject([...node, [step, change.value]]) : node
}

function changedList(list: readonly Jsonb[], index: number, { value, how }: JsonbChange): Jsonb {
  if (index < 0) return how === 'replace' ? list : [value, ...list]
  if (index >= list.length) return how === 'replace' ? list : [...list, value]
  const kept =
    how === 'set' || how === 'replace' ? [value] : how === 'before' ? [value, list[index]!] : [list[index]!, value]
  return [...list.slice(0, index), ...kept, ...list.slice(index + 1)]
}

/** A line for each member, indented by its depth. */
export function pretty(node: Jsonb, indent = ''): string {
  const inner = `${indent}    `
  const lines = (open: string, members: readonly string[], close: string): string =>
    members.length === 0
      ? `${open}\n${indent}${close}`
      : `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`
  if (isJsonbArray(node))
    return lines(
      '[',
      node.map((item) => pretty(item, inner)),
      ']',
    )
  if (!isJsonbObject(node)) return jsonbText(node)
  const members = [...node].map(([key, value]) => `${JSON.stringify(key)}: ${pretty(value, inner)}`)
  return lines('{', members, '}')
}

export function withoutNulls(node: Jsonb): Jsonb {
  if (isJsonbArray(node)) return node.map(withoutNulls)
  if (!isJsonbObject(node)) return node
  return jsonbObject([...node].filter(([, value]) => value !== null).map(([key, value]) => [key, withoutNulls(value)]))
}

export function kindOf(node: Jsonb): string {
  if (node === null) return 'null'
  if (isJsonbArray(node)) return 'array'
  if (isJsonbObject(node)) return 'object'
  return node instanceof JsonbNumber ? 'number' : typeof node
}
