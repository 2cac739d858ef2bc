/**
 * How a column of the generated company gets its values: small functions from a row's number and its own 32-bit hash
 * (of seed, module, column, row) to a stored value. Nothing is remembered between rows.
 */
import { between, fraction, mix } from '../hash.ts'
import type { SimRecord } from '../model.ts'
import { storedInstant } from '../zone.ts'

/** `hash` is the cell's own, `index` the row's number from 0, `row` gives the other cells of the row. */
export interface CellMaker {
  (hash: number, index: number, row: SimRecord): unknown
  /** Of a cell that follows from others of its row alone. */
  readonly compute?: (row: SimRecord) => unknown
}

/** First of the years in which the company's records were made. */
const companyStart = Date.UTC(2022, 0, 3, 8)
/** No record is younger than this. */
const companyEnd = Date.UTC(2026, 5, 30, 18)

export const always =
  (value: unknown): CellMaker =>
  () =>
    value

/** One of a pool, all alike likely. */
export const oneOf =
  (pool: readonly unknown[]): CellMaker =>
  (hash) =>
    pool[Math.floor(fraction(hash) * pool.length)]

/** One of a pool, the first ones much more often. */
export const mostlyFirst =
  (pool: readonly unknown[]): CellMaker =>
  (hash) =>
    pool[Math.floor(fraction(hash) ** 2 * pool.length)]

/** Empty in `share` (0 … 1) of the rows. */
export const maybe =
  (share: number, cell: CellMaker): CellMaker =>
  (hash, index, row) =>
    fraction(mix(hash, 1)) < share ? null : cell(hash, index, row)

/** Mostly from `cell`, in one row of `every` from the odd pool. */
export const oddly =
  (every: number, odd: readonly unknown[], cell: CellMaker): CellMaker =>
  (hash, index, row) =>
    mix(hash, 2) % every === 0 ? odd[mix(hash, 3) % odd.length] : cell(hash, index, row)

export const integers =
  (low: number, high: number): CellMaker =>
  (hash) =>
    between(hash, low, high)

/** Amounts with two decimals, small ones more often. */
export const money =
  (high: number): CellMaker =>
  (hash) =>
    Math.round(fraction(hash) ** 3 * high * 100) / 100

export const doubles =
  (low: number, high: number, decimals: number): CellMaker =>
  (hash) =>
    Number((low + fraction(hash) * (high - low)).toFixed(decimals))

export const yes =
  (share: number): CellMaker =>
  (hash) =>
    fraction(hash) < share

/** Some of a pool in the pool's order, at least one. */
export const someOf =
  (pool: readonly string[]): CellMaker =>
  (hash) => {
    const bits = mix(hash, 4) % (2 ** pool.length - 1)
    return pool.filter((_, i) => ((bits + 1) >> i) & 1)
  }

const dayMs = 86_400_000

/** A day from `low` to `high` days around the middle of 2026. */
export const days =
  (low: number, high: number): CellMaker =>
  (hash) =>
    new Date(companyEnd + between(hash, low, high) * dayMs).toISOString().slice(0, 10)

/** An instant from `low` to `high` days around the middle of 2026, at any second. */
export const instants =
  (low: number, high: number): CellMaker =>
  (hash) =>
    storedInstant(companyEnd + between(hash, low, high) * dayMs + (mix(hash, 5) % 86_400) * 1000)

/** Creation times: ascending with the row number, with some unrest. */
export const createdTimes =
  (count: number): CellMaker =>
  (hash, index) => {
    const step = (companyEnd - companyStart) / Math.max(count, 1)
    return storedInstant(companyStart + Math.floor((index + fraction(hash) * 0.9) * step))
  }

/** A time after the row's creation; for a third of the rows the same time. */
export const modifiedTimes: CellMaker = (hash, _index, row) => {
  const created = row.Created_Time as string
  if (hash % 3 === 0) return created
  const at = Date.parse(created)
  return storedInstant(at + Math.floor(fraction(mix(hash, 6)) * (companyEnd + dayMs - at)))
}

/** From other cells of the row. */
export const computed = (compute: (row: SimRecord) => unknown): CellMaker =>
  Object.assign((_hash: number, _index: number, row: SimRecord) => compute(row), { compute })

/** `prefix-000123`. */
export const numbered =
  (prefix: string, start = 1): CellMaker =>
  (_hash, index) =>
    `${prefix}${String(start + index).padStart(6, '0')}`
