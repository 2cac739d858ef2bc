import type { ReadWork } from './activity.ts'
import { needed, numberIn } from './values.ts'

export const readWait: ReadWork = ({ properties, reading }) => {
  const seconds = needed(properties.member('waitTimeInSeconds'), reading)
  properties.done()
  return {
    input: (scope) => ({ waitTimeInSeconds: numberIn(seconds, scope) }),
    async run({ scope, environment, signal }) {
      await environment.sleep(numberIn(seconds, scope) * 1000, signal)
      return {}
    },
  }
}
