import type { ExpressionScope, PipelineJson } from '../expression/index.ts'
import type { ReadWork } from './activity.ts'
import { arrayIn, booleanIn, needed } from './values.ts'

/** The elements of an array that a condition is true of; `item()` is each of them. */
export const readFilter: ReadWork = ({ properties, reading }) => {
  const items = needed(properties.member('items'), reading)
  const words = new Set([...reading.names.words, 'item'])
  const condition = needed(properties.member('condition'), { names: { ...reading.names, words } })
  properties.done()
  return {
    async run({ scope }) {
      const all = arrayIn(items, scope)
      const value = all.filter((item) => booleanIn(condition, scopeOf(item, scope)))
      return { ItemsCount: all.length, FilteredItemsCount: value.length, Value: value }
    },
  }
}

const scopeOf = (item: PipelineJson, scope: ExpressionScope): ExpressionScope => ({
  now: scope.now,
  lookUp: (name, args) => (name === 'item' ? item : scope.lookUp(name, args)),
})
