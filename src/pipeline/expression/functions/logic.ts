import { failure } from '../fail.ts'
import { isNumber, isSame, kindOf, type PipelineJson } from '../values.ts'
import { asBoolean, lazy, row } from './row.ts'

/** Numbers by value, texts by their characters' codes. */
function compare(name: string, a: PipelineJson, b: PipelineJson): number {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  throw failure(`${name}() compares two numbers or two texts, not values of type ${kindOf(a)} and ${kindOf(b)}.`)
}

const comparison = (name: string, holds: (order: number) => boolean) =>
  row(2, 2, ([a, b]) => holds(compare(name, a!, b!)))

export const logic = {
  and: lazy(2, Infinity, (args) => args.every((arg) => asBoolean(arg()))),
  equals: row(2, 2, ([a, b]) => isSame(a!, b!)),
  greater: comparison('greater', (order) => order > 0),
  greaterOrEquals: comparison('greaterOrEquals', (order) => order >= 0),
  if: lazy(3, 3, ([condition, yes, no]) => (asBoolean(condition!()) ? yes!() : no!())),
  less: comparison('less', (order) => order < 0),
  lessOrEquals: comparison('lessOrEquals', (order) => order <= 0),
  not: row(1, 1, ([value]) => !asBoolean(value)),
  or: lazy(2, Infinity, (args) => args.some((arg) => asBoolean(arg()))),
}
