import { failure } from '../fail.ts'
import { isArray, isObject, isSame, kindOf, type PipelineJson, type PipelineJsonObject } from '../values.ts'
import { textOf } from './conversions.ts'
import { asArray, asIndex, asString, row } from './row.ts'

/** A text is a list of its characters. */
const members = (value: PipelineJson | undefined): readonly PipelineJson[] =>
  typeof value === 'string' ? [...value] : asArray(value)

const like = (whole: PipelineJson | undefined, part: readonly PipelineJson[]): PipelineJson =>
  typeof whole === 'string' ? part.join('') : part

function contains(whole: PipelineJson, part: PipelineJson): boolean {
  if (typeof whole === 'string') return whole.includes(asString(part))
  if (isArray(whole)) return whole.some((each) => isSame(each, part))
  if (isObject(whole)) return Object.hasOwn(whole, asString(part))
  throw failure(`contains() looks into texts, arrays and objects, not into a value of type ${kindOf(whole)}.`)
}

function isEmpty(value: PipelineJson): boolean {
  if (value === null) return true
  if (isObject(value)) return Object.keys(value).length === 0
  return members(value).length === 0
}

/** Objects have their members in common that are the same in all; arrays their elements. */
function intersection(values: readonly PipelineJson[]): PipelineJson {
  const [first, ...others] = values
  if (first !== undefined && isObject(first)) {
    const objects = others.map(asObject)
    const common = Object.entries(first).filter(([key, value]) =>
      objects.every((other) => Object.hasOwn(other, key) && isSame(other[key]!, value)),
    )
    return Object.fromEntries(common)
  }
  const lists = others.map(asArray)
  return unique(asArray(first).filter((each) => lists.every((list) => list.some((other) => isSame(each, other)))))
}

/** Of members of one name the last wins. */
function union(values: readonly PipelineJson[]): PipelineJson {
  if (values[0] !== undefined && isObject(values[0]))
    return Object.assign({}, ...values.map(asObject)) as PipelineJsonObject
  return unique(values.flatMap(asArray))
}

const unique = (values: readonly PipelineJson[]): readonly PipelineJson[] =>
  values.filter((value, i) => values.findIndex((other) => isSame(value, other)) === i)

function asObject(value: PipelineJson): PipelineJsonObject {
  if (isObject(value)) return value
  throw failure(`A value of type ${kindOf(value)} stands where an Object is expected.`)
}

export const collections = {
  contains: row(2, 2, ([whole, part]) => contains(whole!, part!)),
  empty: row(1, 1, ([value]) => isEmpty(value!)),
  first: row(1, 1, ([value]) => members(value)[0] ?? null),
  intersection: row(1, Infinity, intersection),
  join: row(2, 2, ([list, by]) => asArray(list).map(textOf).join(asString(by))),
  last: row(1, 1, ([value]) => members(value).at(-1) ?? null),
  length: row(1, 1, ([value]) => (typeof value === 'string' ? value.length : asArray(value).length)),
  skip: row(2, 2, ([value, count]) => like(value, members(value).slice(Math.max(0, asIndex(count))))),
  take: row(2, 2, ([value, count]) => like(value, members(value).slice(0, Math.max(0, asIndex(count))))),
  union: row(1, Infinity, union),
}
