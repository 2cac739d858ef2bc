import { byName } from '../../base/by-name.ts'
import { date, numeric, type SqlType, type Value } from '../../base/types.ts'
import { resolveOperator } from '../../engine/functions/index.ts'
import type { Call, Cast, Expr } from '../../engine/tree.ts'
import { decode, encode } from '../../engine/values/index.ts'
import type { ColumnRef, Constant, Predicate } from '../../source/index.ts'
import { ceiling, floorOf, type Rational, rationalOf, scaled } from './rational.ts'

/**
 * Comparisons of what grows with a column as comparisons of the column, which services understand:
 * `Closing_Date < timestamp`, `Created_Time::date = '2026-01-01'`, `extract(epoch FROM Created_Time) >= 1760000000`,
 * `date_trunc('month', Closing_Date) > …`. A function that never falls turns `f(x) >= c` into `x >= v`; all other
 * operators follow from that one and from `f(x) > c`. Local time falls back where clocks are put back over midnight:
 * each limit is tried out, and where it is not one the condition stays what it was.
 */
export interface MonotoneContext {
  readonly columnOf: (expr: Expr) => ColumnRef | undefined
  readonly evaluate: (expr: Expr) => { readonly value: Value } | undefined
}

/** `expr op constant` for an `expr` that never falls: where it begins to be true. */
interface Limit {
  readonly op: '>=' | '>'
  readonly constant: Constant
}

type ColumnLimit = Limit & { readonly column: ColumnRef }

type CompareOperator = (Predicate & { kind: 'compare' })['op']

/** The comparison as one of a column; undefined: the expression is no such function of a column. */
export function monotone(expr: Expr, op: CompareOperator, constant: Constant, context: MonotoneContext) {
  const from = columnLimit(expr, { op: '>=', constant }, context)
  const after = from && columnLimit(expr, { op: '>', constant }, context)
  return after && compared(op, from, after)
}

function compared(op: CompareOperator, from: ColumnLimit, after: ColumnLimit): Predicate {
  switch (op) {
    case '>=':
      return reached(from)
    case '>':
      return reached(after)
    case '<':
      return below(from)
    case '<=':
      return below(after)
    case '=':
      return isOneValue(from, after)
        ? { kind: 'compare', ...from, op: '=' }
        : { kind: 'and', terms: [reached(from), below(after)] }
    case '<>':
      return { kind: 'or', terms: [below(from), reached(after)] }
  }
}

const reached = ({ column, op, constant }: ColumnLimit): Predicate => ({ kind: 'compare', column, op, constant })
const below = ({ column, op, constant }: ColumnLimit): Predicate => ({
  kind: 'compare',
  column,
  op: op === '>=' ? '<' : '<=',
  constant,
})
const isOneValue = (from: ColumnLimit, after: ColumnLimit): boolean =>
  from.op === '>=' && after.op === '>' && from.constant.value === after.constant.value

function columnLimit(expr: Expr, limit: Limit, context: MonotoneContext): ColumnLimit | undefined {
  const column = context.columnOf(expr)
  if (column) return { ...limit, column }
  const inner =
    expr.kind === 'cast' ? ofCast(expr, limit, context) : expr.kind === 'call' && ofCall(expr, limit, context)
  return inner ? columnLimit(inner.expr, inner.limit, context) : undefined
}

/** The same limit, said of a part of the expression. */
interface Inner {
  readonly expr: Expr
  readonly limit: Limit
}

const isInstant = ({ name }: SqlType): boolean => name === 'timestamp' || name === 'timestamptz'

// -------------------------------------------------------------------------------------------------- casts

function ofCast({ operand, type }: Cast, limit: Limit, context: MonotoneContext): Inner | undefined {
  const clock = new WallClock(type.name === 'date' ? operand.type : type, context)
  if (operand.type.name === 'date' && isInstant(type)) return inner(operand, ofStart(limit, clock))
  if (type.name === 'date' && isInstant(operand.type)) return inner(operand, ofDay(limit, clock))
  const number = rationalOf(limit.constant)
  if (operand.type.name !== 'numeric' || type.name !== 'bigint' || !number) return undefined
  // Halves are rounded away from zero.
  const least = limit.op === '>=' ? ceiling(number) : floorOf(number) + 1n
  return least > 0n ? ofNumber(operand, { op: '>=', number: { over: 2n * least - 1n, under: 2n } }, context) : undefined
}

const inner = (expr: Expr, limit: Limit | undefined): Inner | undefined => limit && { expr, limit }

/** Of a day whose first instant is compared. */
function ofStart({ op, constant }: Limit, clock: WallClock): Limit | undefined {
  const day = clock.dayOf(constant.value)
  const start = day && clock.startOf(day)
  const [previous, next] = day ? [clock.startOf(dayAfter(day, -1n)), clock.startOf(dayAfter(day))] : []
  if (!start || !previous || !next) return undefined
  // A day that a zone has left out begins when the next one does.
  const isOwn = clock.isBefore(previous.value, start) && clock.isBefore(constant.value, next)
  if (!isOwn || clock.isBefore(constant.value, start)) return undefined
  return { op: clock.isBefore(start.value, constant) ? '>' : op, constant: { value: day, type: date } }
}

/** Of an instant whose day is compared. */
function ofDay({ op, constant }: Limit, clock: WallClock): Limit | undefined {
  if (!isDay(constant.value)) return undefined
  return clock.from(op === '>=' ? constant.value : dayAfter(constant.value))
}

// -------------------------------------------------------------------------------------------------- calls

function ofCall(call: Call, limit: Limit, context: MonotoneContext): Inner | undefined {
  const [unit, operand] = call.args
  if (call.fn.name === 'date_trunc' && call.args.length === 2 && unit?.kind === 'literal')
    return truncated(call, String(unit.value).toLowerCase(), operand!, limit, context)
  const number = rationalOf(limit.constant)
  return number && ofNumber(call, { op: limit.op, number }, context)
}

interface NumberLimit {
  readonly op: '>=' | '>'
  readonly number: Rational
}

/** Of `extract`, and of what is counted from it. */
function ofNumber(expr: Expr, { op, number }: NumberLimit, context: MonotoneContext): Inner | undefined {
  if (expr.kind !== 'call') return undefined
  const [first, second] = expr.args
  switch (expr.fn.name) {
    case 'floor':
      return ofNumber(
        first!,
        { op: '>=', number: { over: op === '>=' ? ceiling(number) : floorOf(number) + 1n, under: 1n } },
        context,
      )
    case '*':
    case '/': {
      const by = second && positive(second, context)
      if (!by || expr.type.name !== 'numeric' || (expr.fn.name === '/' && !isPowerOfTen(by))) return undefined
      return ofNumber(first!, { op, number: scaled(number, by, expr.fn.name === '*') }, context)
    }
    case 'extract':
    case 'date_part':
      return extracted(expr, { op, number }, context)
    default:
      return undefined
  }
}

function positive(expr: Expr, { evaluate }: MonotoneContext): Rational | undefined {
  const value = evaluate(expr)?.value
  const number = value === undefined || value === null ? undefined : rationalOf({ value, type: numeric() })
  return number && number.over > 0n ? number : undefined
}

/** Quotients are rounded unless their digits end. */
const isPowerOfTen = ({ over, under }: Rational): boolean => under === 1n && /^10{0,9}$/.test(String(over))

function extracted(call: Call, { op, number }: NumberLimit, context: MonotoneContext): Inner | undefined {
  const [unit, operand] = call.args
  if (unit?.kind !== 'literal' || !operand || !(isInstant(operand.type) || operand.type.name === 'date'))
    return undefined
  // A double holds whole seconds, but not each microsecond.
  if (call.fn.name === 'date_part' && number.under !== 1n) return undefined
  switch (String(unit.value).toLowerCase()) {
    case 'epoch':
      return inner(operand, ofEpoch(operand.type, { op, number }))
    case 'year': {
      const year = op === '>=' ? ceiling(number) : floorOf(number) + 1n
      if (year < 1n || year > 9999n) return undefined
      return inner(operand, new WallClock(operand.type, context).from(`${String(year).padStart(4, '0')}-01-01`))
    }
    default:
      return undefined
  }
}

const dayMicros = 86_400_000_000n
const floorTo = (value: bigint, unit: bigint): bigint => unit * floorOf({ over: value, under: unit })

function ofEpoch(type: SqlType, { op, number }: NumberLimit): Limit | undefined {
  const units = scaled({ over: number.over * 1_000_000n, under: number.under }, unitOf(type), true)
  const floor = floorOf(units)
  const value = floor > -earliest && floor < earliest ? decode(floor, type) : null
  if (value === null) return undefined
  return { op: units.under * floor === units.over ? op : '>', constant: { value, type } }
}
const unitOf = ({ name }: SqlType): Rational => ({ over: name === 'date' ? dayMicros : 1n, under: 1n })
/** Microseconds of some 3,000 years: what is compared with less is of no calendar. */
const earliest = 95_000_000_000_000_000n

/** What a unit of `date_trunc` is as an interval. */
const steps: Readonly<Record<string, string>> = byName({
  day: '1 day',
  week: '7 days',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
})

function truncated(call: Call, unit: string, operand: Expr, limit: Limit, context: MonotoneContext): Inner | undefined {
  const step = steps[unit]
  if (!step || !isInstant(operand.type)) return undefined
  const { type } = operand
  const clock = new WallClock(type, context)
  const literal = (value: Value, of = type): Expr => ({ kind: 'literal', value, type: of })
  const trunc = (expr: Expr) => context.evaluate({ ...call, args: [call.args[0]!, expr] })?.value
  const start = trunc(literal(limit.constant.value))
  if (start === undefined || start === null) return undefined
  if (limit.op === '>=' && !clock.isBefore(start, limit.constant)) return inner(operand, clock.fromInstant(start))
  const interval: SqlType = { name: 'interval' }
  const fn = resolveOperator('+', type, interval)
  const next = trunc({ kind: 'call', fn, args: [literal(start), literal(step, interval)], type: fn.result })
  return next === undefined || next === null ? undefined : inner(operand, clock.fromInstant(next))
}

// -------------------------------------------------------------------------------------------------- clocks

const isDay = (value: Value | undefined): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

const dayAfter = (day: string, days = 1n): string =>
  decode(BigInt(encode(day, date) as number | bigint) + days, date) as string

/** Half hours, before and after midnight, within which clocks that are put back might show another day again. */
const halfHours = Array.from({ length: 13 }, (_, i) => BigInt(i - 6) * 1_800_000_000n)

/** Days as a type of time sees them, in the zone of the session. */
class WallClock {
  readonly #type: SqlType
  readonly #evaluate: MonotoneContext['evaluate']

  constructor(type: SqlType, { evaluate }: MonotoneContext) {
    this.#type = type
    this.#evaluate = evaluate
  }

  dayOf(value: Value): string | undefined {
    const day = this.#cast(value, this.#type, date)
    return isDay(day) ? day : undefined
  }

  startOf(day: string): Constant | undefined {
    const value = this.#cast(day, date, this.#type)
    return value === null || value === undefined ? undefined : { value, type: this.#type }
  }

  isBefore(value: Value, { value: other }: Constant): boolean {
    return this.#micros(value) < this.#micros(other)
  }

  /** From the day's first instant on, and never before. */
  from(day: string): Limit | undefined {
    const start = isDay(day) ? this.startOf(day) : undefined
    return start && this.fromInstant(start.value)
  }

  /** The same, where the instant is known to be a day's first. */
  fromInstant(value: Exclude<Value, null>): Limit | undefined {
    const limit: Limit = { op: '>=', constant: { value, type: this.#type } }
    return this.#type.name !== 'timestamptz' || this.#isTurn(value) ? limit : undefined
  }

  /** Local time passes midnight at this instant, and once only. */
  #isTurn(value: Value): boolean {
    const start = this.#micros(value)
    const clocks = halfHours.map((distance) => this.#local(start + distance))
    if (!clocks.every((clock) => clock !== undefined)) return false
    const midnight = floorTo(clocks[6]!, dayMicros)
    return clocks.slice(1).every((after, i) => {
      const before = clocks[i]!
      if (after - before >= 1_800_000_000n) return true
      // Put back somewhere in this half hour: what it shows at the most, and at the least afterwards.
      const most = before + 1_800_000_000n
      const least = after - 1_800_000_000n
      return most < midnight || least >= midnight
    })
  }

  #local(instant: bigint): bigint | undefined {
    const type: SqlType = { name: 'timestamp' }
    const local = this.#cast(decode(instant, this.#type), this.#type, type)
    return local === null || local === undefined ? undefined : BigInt(encode(local, type) as bigint | number)
  }

  #micros(value: Value): bigint {
    return BigInt(encode(value, this.#type) as bigint | number)
  }

  #cast(value: Value, from: SqlType, to: SqlType): Value | undefined {
    if (from.name === to.name) return value
    const operand: Expr = { kind: 'literal', value, type: from }
    return this.#evaluate({ kind: 'cast', operand, type: to, explicit: false })?.value
  }
}
