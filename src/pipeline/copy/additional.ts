import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { Column, Row } from '../../output/index.ts'
import { type Names, type Scope, textOf } from '../expression/index.ts'
import { compile, type Dynamic, type JsonNode, resolve } from '../factory/index.ts'
import type { Rows } from '../stores/stores.ts'

/** A column that a source gets besides its own: a value, or another column once more (`$$COLUMN:name`). */
export interface Additional {
  readonly name: string
  readonly value: Dynamic
}

const again = /^\$\$COLUMN:(.*)$/

export function readAdditional(node: JsonNode, names: Names): readonly Additional[] {
  return node.elements().map((each) => {
    const value = each.member('value')
    if (value.value === '$$FILEPATH') throw value.refusal('$$FILEPATH is for sources that are files.')
    const found = { name: each.member('name').text(), value: compile(value, names) }
    each.done()
    return found
  })
}

/** @throws {ZohoSqlError} UNDEFINED_COLUMN `$$COLUMN:` of what is not there */
export function withAdditional(rows: Rows, additional: readonly Additional[], scope: Scope): Rows {
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
  const columns: readonly Column[] = [...rows.columns, ...added.map(({ column }) => column)]
  async function* batches() {
    for await (const batch of rows.batches) {
      yield batch.map((row): Row => [...row, ...added.map(({ index, value }) => (index < 0 ? value : row[index]!))])
    }
  }
  return { ...rows, columns, batches: batches() }
}
