/** Where columns and plain operators stand, for both parsers: sorted offsets of UTF-16 units. */
import { parseSync } from 'libpg-query'
import type { SqlQuery } from '../../../src/sql/index.ts'

type Visit = (node: Record<string, unknown>) => void

function walk(value: unknown, visit: Visit): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) visit(value as Record<string, unknown>)
  for (const child of Object.values(value)) walk(child, visit)
}

const sorted = (places: number[]): number[] => [...new Set(places)].sort((a, b) => a - b)

/** PostgreSQL counts bytes. */
function unitsOf(text: string): (bytes: number) => number {
  const bytes = Buffer.from(text)
  return (offset) => bytes.subarray(0, offset).toString().length
}

function postgresPlaces(text: string): number[] | undefined {
  const places: number[] = []
  const units = unitsOf(text)
  try {
    walk(parseSync(text), ({ ColumnRef, A_Expr }) => {
      const column = ColumnRef as { location?: number; fields: Record<string, unknown>[] } | undefined
      const operator = A_Expr as { location?: number; kind: string; lexpr?: unknown } | undefined
      if (column && !column.fields.at(-1)!.A_Star) places.push(units(column.location ?? 0))
      if (operator?.kind === 'AEXPR_OP' && operator.lexpr) places.push(units(operator.location ?? 0))
    })
  } catch {
    return undefined
  }
  return sorted(places)
}

function ourPlaces(query: SqlQuery): number[] {
  const places: number[] = []
  walk(query, (node) => {
    const operator = node.kind === 'binary' && !/^(and|or|overlaps)$/.test(String(node.op))
    if (node.kind === 'column' || operator) places.push(Number(node.at))
  })
  return sorted(places)
}

export const columnPlaces = { postgres: postgresPlaces, ours: ourPlaces }
