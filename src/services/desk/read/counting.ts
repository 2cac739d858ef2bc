/** Lists whose rows count from 1, where they refuse to be asked for row 0. */
import { isLasting, refusalOf } from '../../kit/refusals.ts'
import type { DeskGet, DeskReader } from './reader.ts'

const about = (error: unknown): boolean => {
  const refusal = refusalOf(error)
  return refusal !== undefined && isLasting(refusal) && refusal.error.message.includes("'from'")
}

/** Lists of one kind count alike: `tickets/17/comments` as `tickets/18/comments`. */
const kindOf = ({ path }: DeskGet): string => path.replace(/\d+/g, '*')

/**
 * ASSUMPTION: a list that counts from 1 takes `from=0` for its beginning; nobody has tried (facts 15.5). One that refuses
 * it is asked for each row by its own number from then on: callers count from 0 all the same.
 */
export function countedFromOne(ask: DeskReader['ask']): DeskReader['ask'] {
  const fromOne = new Set<string>()
  return async (call, context) => {
    const { from } = call.query ?? {}
    if (from === undefined) return ask(call, context)
    const next = { ...call, query: { ...call.query, from: String(Number(from) + 1) } }
    if (fromOne.has(kindOf(call))) return ask(next, context)
    try {
      return await ask(call, context)
    } catch (error) {
      if (from !== '0' || !about(error)) throw error
      fromOne.add(kindOf(call))
      return ask(next, context)
    }
  }
}
