import { harmless } from '../output/index.ts'
import type { Io } from './io.ts'
import type { OptionValues } from './options.ts'
import type { DataOutput } from './output.ts'
import { usageError } from './usage.ts'

/** What a command is given to do. */
export interface Task {
  readonly options: OptionValues
  readonly words: readonly string[]
  readonly io: Io
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** For data. */
  readonly output: DataOutput
}

/** Whether a script goes on after an error. @throws ZohoSqlError USAGE */
export function resumesAfterErrors({ 'on-error': wanted }: OptionValues, otherwise = false): boolean {
  if (wanted === undefined) return otherwise
  if (wanted === 'stop' || wanted === 'resume') return wanted === 'resume'
  throw usageError(`--on-error takes stop or resume, not "${wanted}".`)
}

/** A line on stderr for whoever sits there; `--quiet` leaves it away. */
export function note({ options, io }: Task, line: string): void {
  if (!options.quiet) io.stderr.write(`${harmless(line)}\n`)
}
