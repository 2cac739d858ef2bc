import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { FormatColumn, FormatRow } from '../../output/index.ts'
import { type ExpressionScope, type KnownNames, textOf } from '../expression/index.ts'
import { compile, type Dynamic, type JsonNode, resolve } from '../factory/index.ts'
import type { StoreRows } from '../stores/stores.ts'

/** A column that a source gets besides its own: a value, or another column once more (`$$COLUMN:name`). */
export interface Additional {
  readonly name: string
  readonly value: Dynamic
}

const again = /^\$\$COLUMN:(.*)$/

export function readAdditional(node: JsonNode, names: KnownNames): readonly Additional[] {
  return node.elements().map((each) => {
    const value = each.member('value')
    if (value.value === '$$FILEPATH') throw value.refusal('$$FILEPATH is for sources that are files.')
    const found = { name: each.member('name').text(), value: compile(value, names) }
    each.done()
    return found
  })
}

/** @throws {ZohoSqlError} UNDEFINED_COLUMN `$$COLUMN:` of what is not there */
export function withAdditional(rows: StoreRows, additional: readonly Additional[], scope: ExpressionScope): StoreRows {
  if (additional.length === 0) return rows
  const added = additional.map(({ name, value }) => {
    const given = resolve(value, scope)
    const copied = typeof given === 'string' ? again.exec(given)?.[1] : undefined
    if (copied === undefined)
      return { column: { name, sqlType: text }, index: -1, value: given === null ? null : textOf(given) }
    const index = rows.columns.findIndex((column) => column.name === copied)
    if (index < 0) throw new ZohoSqlError('UNDEFINED_COLUMN', `$$COLUMN:${copied} names no column of the source.`)
    return { column: { name, sqlType: rows.columns[index]!.sqlType }, index, value: null }
  })
  const columns: readonly FormatColumn[] = [...rows.columns, ...added.map(({ column }) => column)]
  async function* batches() {
    for await (const batch of rows.batches) {
      yield batch.map(
        (row): FormatRow => [...row, ...added.map(({ index, value }) => (index < 0 ? value : row[index]!))],
      )
    }
  }
  return { ...rows, columns, batches: batches() }
}
