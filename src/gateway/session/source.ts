import { text } from '../../base/types.ts'
import { columnHeader } from '../values/index.ts'
import type { ColumnHeader, MessageWriter } from '../wire/index.ts'

/** Where the messages of an answer go. `full` waits until the client has taken what was written so far. */
export interface Outlet {
  readonly writer: MessageWriter
  full(): Promise<void>
}

/** A statement under way: what a portal holds. Nothing happens before the first `pull`. */
export interface StatementSource {
  /** Undefined for a statement without rows. */
  readonly columns: readonly ColumnHeader[] | undefined
  /** Writes up to `max` rows as DataRow messages and says how many; fewer than `max` when there are no more. */
  pull(max: number, outlet: Outlet): Promise<number>
  /** The tag of CommandComplete after so many rows. */
  tag(rows: number): string
  /** Of statements that write, once they did: rows written, or that a procedure was called. */
  done?(): number | 'called' | undefined
  /** Gives up what is under way; for statements that can be cancelled, with the reason. */
  close(reason?: unknown): Promise<void>
}

/** How a statement is to be run, as Bind says it. */
export interface BindRequest {
  readonly parameters: readonly (Buffer | null)[]
  readonly parameterFormats: readonly number[]
  readonly resultFormats: readonly number[]
}

/** A statement that was understood: what it takes, what it gives, and how it begins. */
export interface Executable {
  readonly parameterTypes: readonly number[]
  readonly columns: readonly ColumnHeader[] | undefined
  /** It writes, whether or not it gives rows. */
  readonly writes?: true
  open(binding: BindRequest): StatementSource
}

export const noBinding: BindRequest = { parameters: [], parameterFormats: [], resultFormats: [] }

/** None said: all are text; one: it is for all. */
export const formatAt = (formats: readonly number[], index: number): number =>
  formats.length === 1 ? formats[0]! : (formats[index] ?? 0)

/** Bytes written at once before the client is waited for. */
const writtenMax = 1 << 16

export const waitIfFull = (outlet: Outlet): Promise<void> | undefined =>
  outlet.writer.length > writtenMax ? outlet.full() : undefined

const nothingToClose = async (): Promise<void> => undefined

/** A statement that does something and gives no rows. */
export const actionSource = (act: () => Promise<string>): StatementSource => {
  let tag = ''
  return {
    columns: undefined,
    async pull() {
      tag = await act()
      return 0
    },
    tag: () => tag,
    close: nothingToClose,
  }
}

export const action = (act: () => Promise<string>): Executable => ({
  parameterTypes: [],
  columns: undefined,
  open: () => actionSource(act),
})

/** A text without a statement. */
export const emptySource: StatementSource = actionSource(async () => '')
export const empty: Executable = { parameterTypes: [], columns: undefined, open: () => emptySource }

export const textColumn = (name: string): ColumnHeader => columnHeader(name, text)

/** Rows of texts that are made when the first is asked for. */
export function textRows(
  columns: readonly ColumnHeader[],
  tag: string,
  make: () => Promise<readonly (readonly string[])[]>,
): Executable {
  return { parameterTypes: [], columns, open: () => new TextSource(columns, tag, make) }
}

class TextSource implements StatementSource {
  readonly columns: readonly ColumnHeader[]
  readonly #tag: string
  readonly #make: () => Promise<readonly (readonly string[])[]>
  #rows: (readonly string[])[] | undefined

  constructor(columns: readonly ColumnHeader[], tag: string, make: () => Promise<readonly (readonly string[])[]>) {
    this.columns = columns
    this.#tag = tag
    this.#make = make
  }

  async pull(max: number, { writer }: Outlet): Promise<number> {
    this.#rows ??= [...(await this.#make())]
    const taken = this.#rows.splice(0, max)
    for (const row of taken) {
      writer.begin('D').int16(row.length)
      for (const value of row) writer.textValue(value)
      writer.end()
    }
    return taken.length
  }

  tag(): string {
    return this.#tag
  }

  close = nothingToClose
}
