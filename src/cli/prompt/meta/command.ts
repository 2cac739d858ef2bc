import type { PerformResult, Shell } from '../shell.ts'

/** What a meta-command was called with. */
export interface MetaCall {
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
export type ArgumentKind = 'table' | 'file' | 'setting' | 'variable' | 'keyword' | 'connection'

export interface MetaCommand {
  /** As typed, with what may follow it. */
  readonly usage: string
  readonly help: string
  readonly wants?: ArgumentKind
  readonly run: (
    shell: Shell,
    call: MetaCall,
  ) => Promise<PerformResult | undefined> | Promise<void> | PerformResult | void
}

export type MetaCommands = Readonly<Record<string, MetaCommand>>

/** Commands under their titles, as `\?` lists them. */
export type MetaGroups = readonly (readonly [title: string, MetaCommands])[]
