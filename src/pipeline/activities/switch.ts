import type { ReadWork } from './activity.ts'
import { settled } from './inner.ts'
import { needed, textIn } from './values.ts'

/** Runs the activities of the case that a text is equal to, else the default ones. */
export const readSwitch: ReadWork = ({ properties, reading }) => {
  const on = needed(properties.member('on'), reading)
  const cases = properties
    .member('cases')
    .elements()
    .map((node) => {
      const found = {
        value: node.member('value').text(),
        activities: reading.inside(node.member('activities'), 'Switch'),
      }
      node.done()
      return found
    })
  const otherwise = reading.inside(properties.member('defaultActivities'), 'Switch')
  properties.done()
  return {
    inner: [...cases.map(({ value, activities }) => [value, activities] as const), ['default', otherwise]],
    input: (scope) => ({ on: textIn(on, scope) }),
    async run({ scope, inside }) {
      const value = textIn(on, scope)
      const found = cases.find((each) => each.value === value)
      settled(await inside(found?.activities ?? otherwise))
      return { result: found?.value ?? 'default' }
    },
  }
}
