/** Completion: what may stand at the cursor. Nothing here prints or reads keys. */
import type { Completion } from '../editor/index.ts'
import type { Shell } from '../shell.ts'

export const completer =
  (_shell: Shell) =>
  async (_text: string, at: number): Promise<Completion> => ({ start: at, candidates: [] })
