/** The file of results: the rows in their order, each as soon as it and all before it are known. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { type SqlType, text } from '../../base/types.ts'
import { type Cell, type FileRow, loadFormat } from '../../output/index.ts'

type MakeFormat = Awaited<ReturnType<typeof loadFormat>>

interface ToldOutcome {
  readonly outcome: string
  readonly id: string | null
  readonly message: string
}

const told = ['success', 'message', 'id', 'outcome'] as const

export class ResultsFile {
  readonly #file: number
  readonly #format: ReturnType<MakeFormat>
  readonly #columns: readonly string[]
  readonly #rows = new Map<number, FileRow>()
  readonly #known = new Map<number, ToldOutcome>()
  #next = 0

  private constructor(file: number, format: ReturnType<MakeFormat>, columns: readonly string[]) {
    this.#file = file
    this.#format = format
    this.#columns = columns
    writeSync(file, format.begin())
  }

  /** @param columns of the input */
  static async open(path: string, columns: readonly string[]): Promise<ResultsFile> {
    const own = columns.filter((name) => !(told as readonly string[]).includes(name))
    const described = [...own, ...told].map((name) => ({ name, sqlType: text as SqlType }))
    const format = (await loadFormat('csv'))(described as unknown as Parameters<MakeFormat>[0], {
      header: true,
    })
    return new ResultsFile(openSync(path, 'w', 0o600), format, own)
  }

  row(index: number, row: FileRow): void {
    this.#rows.set(index, row)
  }

  settle(index: number, outcome: ToldOutcome): void {
    if (index >= this.#next) this.#known.set(index, outcome)
    const lines: Cell[][] = []
    for (let known = this.#known.get(this.#next); known; known = this.#known.get(this.#next)) {
      lines.push(this.#line(this.#rows.get(this.#next)!, known))
      this.#known.delete(this.#next)
      this.#rows.delete(this.#next)
      this.#next += 1
    }
    if (lines.length > 0) writeSync(this.#file, this.#format.rows(lines))
  }

  close(): void {
    writeSync(this.#file, this.#format.end())
    closeSync(this.#file)
  }

  #line(row: FileRow, { outcome, id, message }: ToldOutcome): Cell[] {
    const shownId = id ?? (row.id === undefined ? null : cellOf(row.id))
    return [...this.#columns.map((name) => cellOf(row[name])), outcome === 'written', message, shownId, outcome]
  }
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'bigint' ? String(value) : (value as Cell)
}
