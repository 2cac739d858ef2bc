import type { Outcome } from '../perform.ts'
import type { Shell } from '../shell.ts'

/** What a meta-command was called with. */
export interface Call {
  /** The name as typed, without the backslash. */
  readonly name: string
  /** Words after it, quotes and variables dealt with. */
  readonly words: readonly string[]
  /** The same as typed. */
  readonly rest: string
  /** SQL that stands before it. */
  readonly buffer: string
}

/** What the words after a command are, for completion. */
export type Wanted = 'table' | 'file' | 'setting' | 'variable' | 'keyword' | 'connection'

export interface MetaCommand {
  /** As typed, with what may follow it. */
  readonly usage: string
  readonly help: string
  readonly wants?: Wanted
  readonly run: (shell: Shell, call: Call) => Promise<Outcome | undefined> | Promise<void> | Outcome | void
}

export type MetaCommands = Readonly<Record<string, MetaCommand>>
