/**
 * For functions that may take long within one call: whoever runs a statement in this thread says what to look at, so
 * that a cancel and the deadline are seen between two rows too.
 */
let current: (() => void) | undefined

/** Looks at clock and flags. Throws what ends the statement. */
export const watch = (): void => current?.()

/** Runs `work` under a watch. */
export function watched<T>(look: () => void, work: () => T): T {
  const before = current
  current = look
  try {
    return work()
  } finally {
    current = before
  }
}
