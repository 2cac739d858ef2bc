import { ZohoSqlError } from '../../../base/errors.ts'
import type { Interval } from '../../values/interval.ts'
import { intervalSpan } from '../../values/interval.ts'
import { type Decimal, decimal } from '../../values/numeric.ts'
import { zoneOf } from '../../values/zone.ts'
import { addToInstant, addToTimestamp } from '../datetime-math.ts'
import { add, compareDecimals, signOf } from '../decimal-math.ts'
import { type FunctionRow, type SessionRef, setFn } from '../row.ts'

/** generate_series. */

const zeroStep = (): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', 'step size cannot equal zero')

function* integers(
  from: number | bigint,
  to: number | bigint,
  step: number | bigint = 1n,
): Generator<readonly unknown[]> {
  const [first, last, by] = [BigInt(from), BigInt(to), BigInt(step)]
  if (by === 0n) throw zeroStep()
  for (let value = first; by > 0n ? value <= last : value >= last; value += by) yield [value]
}

function* decimals(from: Decimal, to: Decimal, step: Decimal = decimal(1n)): Generator<readonly unknown[]> {
  const names = { start: from, stop: to, 'step size': step }
  for (const [name, { special }] of Object.entries(names)) {
    if (special !== '')
      throw new ZohoSqlError('INVALID_ARGUMENT', `${name} value cannot be ${special === 'NaN' ? 'NaN' : 'infinity'}`)
  }
  const direction = signOf(step)
  if (direction === 0) throw zeroStep()
  for (let value = from; compareDecimals(value, to) * direction <= 0; value = add(value, step)) yield [value]
}

type Advance = (value: bigint, step: Interval) => bigint

function* instants(from: bigint, to: bigint, step: Interval, advance: Advance): Generator<readonly unknown[]> {
  const span = intervalSpan(step)
  if (span === 0n) throw zeroStep()
  for (let value = from; span > 0n ? value <= to : value >= to; value = advance(value, step)) yield [value]
}

const zoned = (session: SessionRef) => (from: bigint, to: bigint, step: Interval, zone?: string) => {
  const where = zone === undefined ? session.current.zone : zoneOf(zone)
  return instants(from, to, step, (value, by) => addToInstant(value, by, where))
}

export const seriesRows: readonly FunctionRow[] = [
  ...setFn('generate_series(integer,integer,integer?) integer', integers),
  ...setFn('generate_series(bigint,bigint,bigint?) bigint', integers),
  ...setFn('generate_series(numeric,numeric,numeric?) numeric', decimals),
  ...setFn('generate_series(timestamp,timestamp,interval) timestamp', (from: bigint, to: bigint, step: Interval) =>
    instants(from, to, step, addToTimestamp),
  ),
  ...setFn('generate_series(timestamptz,timestamptz,interval,text?) timestamptz', undefined, { sessionRows: zoned }),
]
