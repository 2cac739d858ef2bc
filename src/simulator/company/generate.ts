/** A module whose rows are computed when they are looked at: row `i` follows from seed, module and `i` alone. */
import { hashText, mix } from '../hash.ts'
import { rowId, rowIndex } from '../ids.ts'
import type { LookupValue, SimRecord } from '../model.ts'
import type { RowSource } from '../store.ts'
import type { CellMaker } from './cells.ts'

export interface GeneratedColumn {
  readonly name: string
  readonly cell: CellMaker
}

/** Makes a class whose instances compute each cell on reading: a scan pays only for the columns it uses. */
function rowClass(columns: readonly GeneratedColumn[], salt: number): new (id: string, index: number) => SimRecord {
  class Row {
    readonly id: string
    readonly #index: number
    constructor(id: string, index: number) {
      this.id = id
      this.#index = index
    }
    static define(name: string, cell: CellMaker): void {
      const columnSalt = hashText(name, salt)
      Object.defineProperty(Row.prototype, name, {
        get(this: Row) {
          return cell(mix(columnSalt, this.#index), this.#index, this as unknown as SimRecord)
        },
      })
    }
  }
  for (const { name, cell } of columns) Row.define(name, cell)
  return Row as unknown as new (
    id: string,
    index: number,
  ) => SimRecord
}

export class GeneratedRows implements RowSource {
  readonly count: number
  readonly #base: number
  readonly #salt: number
  readonly #nameField: string
  #Row: new (
    id: string,
    index: number,
  ) => SimRecord

  constructor(parts: { count: number; base: number; seed: number; module: string; nameField: string }) {
    this.count = parts.count
    this.#base = parts.base
    this.#salt = hashText(parts.module, parts.seed)
    this.#nameField = parts.nameField
    this.#Row = rowClass([], this.#salt)
  }

  /** Columns come after all modules are there, because lookups point both ways. */
  setColumns(columns: readonly GeneratedColumn[]): void {
    this.#Row = rowClass(columns, this.#salt)
  }

  idAt(position: number): string {
    return rowId(this.#base, position, mix(this.#salt, position))
  }
  at(position: number): SimRecord {
    return new this.#Row(this.idAt(position), position)
  }
  position(id: string): number {
    const index = rowIndex(this.#base, this.count, id)
    if (index < 0 || index >= this.count) return Math.max(index, 0)
    return BigInt(this.idAt(index)) >= BigInt(id) ? index : index + 1
  }
  /** What a lookup to row `position` holds. */
  lookupAt(position: number): LookupValue {
    const row = this.at(position)
    return { id: row.id as string, name: String(row[this.#nameField] ?? '') }
  }
}
