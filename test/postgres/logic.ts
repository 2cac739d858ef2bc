/**
 * Checks of a query against itself, as SQLancer does them; they need no second database.
 *
 * NoREC: as many rows pass a condition in WHERE, where it may travel and be rewritten, as are true for it in the SELECT
 * list, where it is computed row by row. TLP: a query's rows are those for which a condition is true, false and NULL,
 * taken together; likewise its counts, sums and extremes.
 */
import type { Statements } from './generate/statements.ts'
import type { Ours } from './ours.ts'

const keyOf = (row: readonly unknown[]): string => JSON.stringify(row)
const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map(keyOf).sort()

async function norec(ours: Ours, from: string, condition: string): Promise<string | undefined> {
  const passing = await ours.ask(`SELECT count(*) FROM ${from} WHERE ${condition}`)
  const values = await ours.ask(`SELECT ${condition} FROM ${from}`)
  const isTrue = values.rows.filter(([value]) => value === true).length
  const count = Number(passing.rows[0]![0])
  return count === isTrue ? undefined : `NoREC: ${count} rows pass, ${isTrue} are true: FROM ${from} WHERE ${condition}`
}

const parts = (condition: string): readonly string[] => [condition, `NOT (${condition})`, `(${condition}) IS NULL`]

async function tlpRows(ours: Ours, from: string, condition: string, list: string): Promise<string | undefined> {
  const whole = await ours.ask(`SELECT ${list} FROM ${from}`)
  const split = await ours.ask(
    parts(condition)
      .map((part) => `SELECT ${list} FROM ${from} WHERE ${part}`)
      .join(' UNION ALL '),
  )
  const same = keyOf(sorted(whole.rows)) === keyOf(sorted(split.rows))
  return same
    ? undefined
    : `TLP: ${whole.rows.length} rows, in parts ${split.rows.length}: FROM ${from} WHERE ${condition}`
}

async function tlpTotals(ours: Ours, from: string, condition: string, column: string): Promise<string | undefined> {
  const totals = `count(*), count(${column}), min(${column}), max(${column})`
  const whole = await ours.ask(`SELECT ${totals} FROM ${from}`)
  const each = parts(condition).map((part) => `SELECT ${totals} FROM ${from} WHERE ${part}`)
  const split = await ours.ask(
    `SELECT sum(a), sum(b), min(c), max(d) FROM (${each.join(' UNION ALL ')}) AS parts(a, b, c, d)`,
  )
  const same = keyOf(whole.rows[0]!.map(String)) === keyOf(split.rows[0]!.map(String))
  return same
    ? undefined
    : `TLP: ${keyOf(whole.rows[0]!)}, in parts ${keyOf(split.rows[0]!)}: FROM ${from} WHERE ${condition}`
}

/** What one generated condition shows to be wrong. */
export async function contradictions(ours: Ours, statements: Statements): Promise<string[]> {
  const { from, condition, columns } = statements.condition()
  const list = columns
    .slice(0, 8)
    .map((column) => column.text)
    .join(', ')
  const sortable = columns.find((column) => column.type !== 'bool' && column.type !== 'float')
  const found = [
    await norec(ours, from, condition),
    await tlpRows(ours, from, condition, list),
    sortable && (await tlpTotals(ours, from, condition, sortable.text)),
  ]
  return found.filter((text) => text !== undefined)
}
