import { ZohoSqlError } from '../../base/errors.ts'
import type { ActivityContext, ReadWork } from './activity.ts'
import { arrayIn, needed } from './values.ts'

const atOnce = 20
const atOnceMax = 50

/** Runs its activities for each element of an array: one after another, or several side by side. */
export const readForEach: ReadWork = ({ properties, reading }) => {
  const items = needed(properties.member('items'), reading)
  const [sequential, batch] = [properties.member('isSequential'), properties.member('batchCount')]
  const isSequential = sequential.isThere && sequential.flag()
  const width = batch.isThere ? batch.count() : atOnce
  if (width < 1 || width > atOnceMax) throw batch.refusal(`batchCount is 1 to ${atOnceMax}, not ${width}.`)
  const activities = reading.inside(properties.member('activities'), 'ForEach', true)
  properties.done()
  return {
    inner: [['each item', activities]],
    input: (scope) => ({ items: arrayIn(items, scope) }),
    async run(running) {
      const all = arrayIn(items, running.scope)
      const failures = await sideBySide(all.length, isSequential ? 1 : width, running, async (i) => {
        const { succeeded, message } = await running.inside(activities, { value: all[i]! })
        return succeeded ? undefined : `item ${i + 1}: ${message}`
      })
      // All items are tried, whatever became of others; then the loop fails if one did.
      if (failures.length > 0) {
        throw new ZohoSqlError('PIPELINE_FAILED', `${failures.length} of ${all.length} items failed; ${failures[0]}`)
      }
      return { itemsCount: all.length }
    },
  }
}

/** @returns what went wrong, in the order of items */
async function sideBySide(
  count: number,
  width: number,
  { signal }: ActivityContext,
  work: (i: number) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const found: (string | undefined)[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      signal.throwIfAborted()
      const i = next++
      found[i] = await work(i)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker))
  return found.filter((each) => each !== undefined)
}
