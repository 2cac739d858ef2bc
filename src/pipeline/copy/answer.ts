import { boolean, double, text } from '../../base/types.ts'
import type { DatabaseAnswer } from '../../output/databases/index.ts'
import type { FormatColumn } from '../../output/index.ts'
import type { StoreRows } from '../stores/stores.ts'

/** Rows of a database as rows of a source; what a column holds is told by its values. */
export function rowsOfAnswer({ columns, rows }: DatabaseAnswer): StoreRows {
  const described = columns.map((name, i): FormatColumn => {
    const values = rows.map((row) => row[i]!).filter((value) => value !== null)
    const is = (kind: string): boolean => values.length > 0 && values.every((value) => typeof value === kind)
    return { name, sqlType: is('boolean') ? boolean : is('number') ? double : text }
  })
  const bytes = rows.reduce((sum, row) => sum + row.reduce((n: number, value) => n + String(value ?? '').length, 0), 0)
  return {
    columns: described,
    batches: (async function* () {
      yield rows
    })(),
    spent: () => ({ bytes, credits: 0, calls: 0, notices: [] }),
  }
}
