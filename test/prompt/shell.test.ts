import { expect, it } from 'vitest'
import { interrupt } from '../../src/cli/interrupt.ts'
import { performMeta } from '../../src/cli/prompt/meta/index.ts'
import { Shell } from '../../src/cli/prompt/shell.ts'

/** A terminal that somebody sits at, and nothing else. */
const terminal = { interactive: true, busy: false, write: () => {} }
const shell = new Shell({} as never, terminal as never, {} as never, performMeta)

it('what does not hear Ctrl-C is left when it is pressed again', async () => {
  let signal: AbortSignal | undefined
  const deaf = shell.cancellable((given) => {
    signal = given
    return new Promise(() => {})
  })
  expect(terminal.busy).toBe(true)
  interrupt()
  expect(signal?.aborted).toBe(true)
  interrupt()
  await expect(deaf).rejects.toThrow('was left before it had ended')
  expect(terminal.busy).toBe(false)
})
