import { fraction, mix } from '../../hash.ts'
import { storedInstant } from '../../zone.ts'
import { type CellMaker, computed, maybe } from '../cells.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** The company has been at it for so long. */
const spanMs = 1640 * dayMs
/** Below 1: more records are made each month than the month before. */
const growth = 0.62

/** An instant of office hours on or before a day, never after the end. */
export function officeTime(at: number, hash: number, end: number): number {
  let day = Math.floor(at / dayMs)
  // 1 January 1970 was a Thursday: 2 and 3 are its Saturday and Sunday.
  const weekday = (day + 4) % 7
  if (weekday === 6) day -= 1
  if (weekday === 0) day -= 2
  const time = day * dayMs + 7 * hourMs + Math.floor(fraction(hash) * 10 * 3600) * 1000
  // Of today, what is past already.
  return time <= end ? time : end - Math.floor(fraction(hash) * 3 * hourMs)
}

/** When the records of a module were made, and changed. */
export function timeCells(end: number): (count: number) => Readonly<Record<string, CellMaker>> {
  return (count) => ({
    Created_Time: (hash, index) => {
      const place = (index + fraction(hash) * 0.9) / Math.max(count, 1)
      return storedInstant(officeTime(end - spanMs + spanMs * place ** growth, mix(hash, 1), end))
    },
    Modified_Time: (hash, _index, row) => {
      const made = Date.parse(row.Created_Time as string)
      if (hash % 3 === 0) return storedInstant(made)
      // Most changes come in the first weeks.
      const later = made + fraction(mix(hash, 6)) ** 3 * (end - made)
      return storedInstant(Math.max(made, officeTime(later, mix(hash, 7), end)))
    },
    Last_Activity_Time: maybe(
      0.2,
      computed((row) => row.Modified_Time),
    ),
  })
}

/** A day, so many days from an instant. */
export const dayAfter = (at: number, days: number): string => new Date(at + days * dayMs).toISOString().slice(0, 10)

/** Days between an instant and a day. */
export const daysUntil = (day: string, from: number): number => (Date.parse(day) - from) / dayMs
