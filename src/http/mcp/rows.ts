import { uniqueNames } from '../../base/names.ts'
import type { Connection, JsValue, Parameters } from '../../driver/inner.ts'
import type { RequestSession } from '../asking.ts'

/** What one answer may hold and cost. */
export interface Budget {
  readonly rows: number
  readonly credits: number
}

/** Characters of an answer's rows: what a model can still read through. */
const charactersMax = 60_000
const cellMax = 2000

/**
 * Runs a query and gives as many rows as the budget allows, with a word about the rest.
 *
 * @throws {ZohoSqlError} what is wrong with the query, 53400 where it costs more than allowed
 */
export async function readRows(
  db: Connection,
  asking: RequestSession,
  { sql, params }: { readonly sql: string; readonly params: Parameters },
  budget: Budget,
  progress: (rows: number) => void,
) {
  const answer = await asking.open(db, sql, params, { maxCredits: budget.credits })
  const rows: (readonly JsValue[])[] = []
  let characters = 0
  let isFull = false
  try {
    for await (const batch of answer) {
      for (const row of batch) {
        const shown = row.map(shortened)
        const size = JSON.stringify(shown).length
        isFull = rows.length === budget.rows || characters + size > charactersMax
        if (isFull) break
        rows.push(shown)
        characters += size
      }
      progress(rows.length)
      if (isFull) break
    }
  } finally {
    asking.ended(answer)
    await answer.close()
  }
  const { calls, credits, notices } = answer.stats()
  return {
    columns: uniqueNames(answer.columns.map(({ name }) => name)),
    rows,
    complete: !isFull,
    ...(isFull && { note: fullNote(rows.length, budget) }),
    ...(notices.length > 0 && { notices }),
    calls,
    credits,
  }
}

const fullNote = (rows: number, budget: Budget): string =>
  rows === budget.rows
    ? `There are more than these ${rows} rows: aggregate or filter in SQL, order and LIMIT, or ask for more by maxRows.`
    : `There are more than these ${rows} rows, which is as much text as fits: select fewer columns, aggregate or filter.`

const shortened = (value: JsValue): JsValue =>
  typeof value === 'string' && value.length > cellMax
    ? `${value.slice(0, cellMax)}… (${value.length} characters)`
    : value
