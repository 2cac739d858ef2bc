import { ZohoSqlError } from '../../base/errors.ts'
import type { StatementOptions } from '../../driver/inner.ts'
import { plural } from '../text.ts'
import { intentText } from '../writes.ts'
import type { Shell } from './shell.ts'
import { withoutWaiting } from './waiting.ts'

/** What is asked before a statement spends or changes more than it may unasked. */

/** Whether somebody has agreed to what a statement writes, and to its price with it. */
export interface Consent {
  given: boolean
}

/**
 * Asks before more records are changed, or more is spent on them, than may be unasked: how many, what it costs, what
 * Zoho runs then. All of it before the first record is sent: a question in mid-write would come too late.
 */
export function asking(shell: Shell, consent: Consent): StatementOptions['writing'] {
  const { writes, credits } = shell.settings
  if (writes === 0 && credits === 0) return undefined
  return {
    confirm: async (intent) => {
      const count = intent.rows.insert + intent.rows.update + intent.rows.delete
      const isMany = writes > 0 && count > writes
      if (!isMany && (credits === 0 || intent.credits <= credits)) return
      const question = `${intentText(intent)} Go on? [n]o, [y]es:`
      await withoutWaiting(() => confirm(shell, question, 'wrote nothing', isMany ? 'writes' : 'credits'))
      consent.given = true
    },
  }
}

/**
 * Asks once, before the call that leads beyond what may be spent unasked: plans know the least of a price. Calls that
 * come meanwhile wait for the same answer.
 */
export function approval(shell: Shell, allowed: number, consent: Consent): (credits: number) => Promise<void> {
  let answer: Promise<void> | undefined
  const question = `It needs more than ${plural(allowed, 'credit')}. Go on? [n]o, [y]es:`
  return async (credits) => {
    if (credits <= allowed || consent.given) return
    answer ??= withoutWaiting(() => confirm(shell, question, 'was ended'))
    await answer
  }
}

export async function confirm(
  shell: Shell,
  question: string,
  otherwise: string,
  setting: 'credits' | 'writes' = 'credits',
): Promise<void> {
  const { interactive, lent } = shell.terminal
  // Who reads in the pager cannot answer: what is spent unasked stays within what is allowed.
  if (!interactive || (!lent && (await shell.ask(question, 'ny')) === 'y')) return
  throw new ZohoSqlError('CANCELLED', `The statement ${otherwise}.`, {
    hint: `How much is asked about: \\pset ${setting}`,
  })
}
