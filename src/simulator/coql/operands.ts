/** Literals as values of the column they are compared with. */
import type { SimColumn } from '../columns.ts'
import { type Comparable, readLiteral } from '../values.ts'
import { offsetAt, storedInstant } from '../zone.ts'
import type { CoqlLiteral } from './ast.ts'
import type { CoqlContext } from './context.ts'
import { wrongValue } from './refusals.ts'

/** What a literal stands for: one value, or (a day compared with instants) all from `low` to `high`. */
export interface OperandRange {
  readonly low: Comparable
  readonly high: Comparable
}

const isText = (column: SimColumn): boolean => column.kind === 'text' || column.kind === 'multi'

/** The operand of a literal; null for an empty text. Throws when the literal is no value of the column's type. */
export function readOperand(column: SimColumn, literal: CoqlLiteral, context: CoqlContext): OperandRange | null {
  const wrong = wrongValue(column.text, literal.text)
  if (isText(column)) return readText(literal, context, wrong)
  if (literal.kind === 'word' || (literal.kind === 'boolean' && column.kind !== 'boolean')) throw wrong
  if (column.kind === 'datetime') return readDatetime(literal.text, context, wrong)
  const value = readLiteral(column.kind, literal.text)
  if (value === undefined) throw wrong
  return { low: value, high: value }
}

function readText(literal: CoqlLiteral, { variants, fold }: CoqlContext, wrong: Error): OperandRange | null {
  if (literal.kind !== 'string' && literal.kind !== 'word') throw wrong
  const text = fold(literal.text)
  if (text !== '') return { low: text, high: text }
  if (variants.coqlEmptyLiteral === 'error') throw wrong
  return null
}

function readDatetime(text: string, { variants, world }: CoqlContext, wrong: Error): OperandRange {
  const instant = readLiteral('datetime', text)
  if (instant !== undefined) {
    if (variants.coqlZuluRefused && text.endsWith('Z')) throw wrong
    return { low: instant, high: instant }
  }
  if (readLiteral('date', text) === undefined || variants.coqlDateOnDatetime === 'error') throw wrong
  const zone = world.currentUser.time_zone
  const low = storedInstant(midnight(text, zone))
  if (variants.coqlDateOnDatetime === 'midnight') return { low, high: low }
  return { low, high: storedInstant(midnight(dayAfter(text), zone) - 1000) }
}

/** The instant at which a day begins in a zone. */
function midnight(date: string, zone: string): number {
  const local = Date.parse(`${date}T00:00:00Z`)
  // The offset holds for an instant, and which instant it is depends on the offset.
  return local - offsetAt(zone, local - offsetAt(zone, local))
}

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
