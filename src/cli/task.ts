import type { Io } from './io.ts'
import type { OptionValues } from './options.ts'
import type { Output } from './output.ts'

/** What a command is given to do. */
export interface Task {
  readonly options: OptionValues
  readonly words: readonly string[]
  readonly io: Io
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** For data. */
  readonly output: Output
}

/** A line on stderr for whoever sits there; `--quiet` leaves it away. */
export function note({ options, io }: Task, line: string): void {
  if (!options.quiet) io.stderr.write(`${line}\n`)
}
