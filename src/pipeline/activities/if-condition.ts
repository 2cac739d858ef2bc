import type { ReadWork } from './activity.ts'
import { settled } from './inner.ts'
import { booleanIn, needed } from './values.ts'

/** Runs one of two lists of activities. */
export const readIfCondition: ReadWork = ({ properties, reading }) => {
  const expression = needed(properties.member('expression'), reading)
  const yes = reading.inside(properties.member('ifTrueActivities'), 'IfCondition')
  const no = reading.inside(properties.member('ifFalseActivities'), 'IfCondition')
  properties.done()
  return {
    inner: [
      ['if true', yes],
      ['if false', no],
    ],
    input: (scope) => ({ expression: booleanIn(expression, scope) }),
    async run({ scope, inside }) {
      const holds = booleanIn(expression, scope)
      settled(await inside(holds ? yes : no))
      return { result: holds }
    },
  }
}
