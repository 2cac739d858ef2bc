import type { FunctionRow } from './row.ts'
import { aggregateRows } from './rows/aggregates.ts'
import { arithmeticRows } from './rows/arithmetic.ts'
import { arrayRows } from './rows/arrays.ts'
import { catalogueRows } from './rows/catalogue.ts'
import { comparisonRows } from './rows/comparison.ts'
import { datetimeRows } from './rows/datetime.ts'
import { jsonRows } from './rows/json.ts'
import { jsonbRows } from './rows/jsonb.ts'
import { labelRows } from './rows/labels.ts'
import { mathRows } from './rows/math.ts'
import { miscRows } from './rows/misc.ts'
import { privilegeRows } from './rows/privileges.ts'
import { regexRows } from './rows/regex.ts'
import { seriesRows } from './rows/series.ts'
import { sessionRows } from './rows/session.ts'
import { textFunctionRows } from './rows/text.ts'
import { windowRows } from './rows/windows.ts'

/** The one table of functions and operators. What is not in it does not exist here. */
export const allRows: readonly FunctionRow[] = [
  ...comparisonRows,
  ...arithmeticRows,
  ...mathRows,
  ...textFunctionRows,
  ...regexRows,
  ...datetimeRows,
  ...seriesRows,
  ...arrayRows,
  ...jsonRows,
  ...jsonbRows,
  ...miscRows,
  ...sessionRows,
  ...catalogueRows,
  ...labelRows,
  ...privilegeRows,
  ...aggregateRows,
  ...windowRows,
]

// No Map.groupBy: a Node without it shall get as far as being told that it is too old (../sqlite.ts).
const byName = new Map<string, FunctionRow[]>()
for (const row of allRows) byName.set(row.name, [...(byName.get(row.name) ?? []), row])
const byKey = new Map(allRows.map((row) => [row.key, row]))

export const rowsNamed = (name: string): readonly FunctionRow[] => byName.get(name) ?? []
export const rowOf = (key: string): FunctionRow | undefined => byKey.get(key)
/** Names of functions, without the operators. */
export const functionNames = (): readonly string[] => [...byName.keys()].filter((name) => /^[a-z]/.test(name))
