import { ZohoSqlError } from '../../base/errors.ts'
import type { ReadWork } from './activity.ts'
import { durationOf } from './duration.ts'
import { settled } from './inner.ts'
import { booleanIn, needed } from './values.ts'

const week = 7 * 86_400_000

/** Runs its activities, again and again, until an expression is true. */
export const readUntil: ReadWork = ({ properties, reading }) => {
  const activities = reading.inside(properties.member('activities'), 'Until')
  // The expression speaks of what the activities inside came to.
  const inner = new Set([...(reading.names.activities ?? []), ...activities.map(({ name }) => name)])
  const expression = needed(properties.member('expression'), { names: { ...reading.names, activities: inner } })
  const timeout = properties.member('timeout')
  const timeoutMs = timeout.isThere ? durationOf(timeout) : week
  properties.done()
  return {
    inner: [['each round', activities]],
    async run({ scope, inside, signal, environment }) {
      const begun = environment.now()
      for (let rounds = 1; ; rounds++) {
        signal.throwIfAborted()
        settled(await inside(activities))
        if (booleanIn(expression, scope)) return { rounds }
        if (environment.now() - begun >= timeoutMs) {
          throw new ZohoSqlError('TIMEOUT', `The expression was not true within ${timeout.optionalText() ?? '7 days'}.`)
        }
      }
    },
  }
}
