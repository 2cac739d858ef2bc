import type { Database } from 'better-sqlite3'
import { type SqlType, typeNames, unknown } from '../../base/types.ts'
import { makeSession, type Raw, type Session, type SessionSettings } from '../values/index.ts'
import { Once } from './accumulate.ts'
import { castFunction } from './casts.ts'
import { arrayKey } from './comparable.ts'
import { comparator } from './compare.ts'
import { toJson } from './json-text.ts'
import { reader, writer } from './native.ts'
import { distinctName, slidingName } from './print-aggregate.ts'
import { castName } from './print-cast.ts'
import type { AggregateState, FunctionRow, Js, Param, ResultType, SessionRef } from './row.ts'
import { packedStringAgg } from './rows/aggregates.ts'
import { countCheckers } from './rows/windows.ts'
import { allRows } from './table.ts'
import { typeOfKey } from './type-key.ts'
import { canCast } from './types.ts'

/** Makes the functions of the table known to an SQLite connection. */

type RawFunction = (...args: Raw[]) => Raw
type ReadArgument = (raw: Exclude<Raw, null>) => unknown

const pseudo = (param: Param | ResultType): SqlType =>
  param === 'anyarray' ? { name: 'array' } : typeof param === 'string' ? unknown : param

const readerOf = (param: Param): ReadArgument => reader(pseudo(param))

const writerOf = ({ result }: FunctionRow): ((value: unknown) => Raw) => writer(pseudo(result))

/** Reads the arguments, writes the result; NULL in is NULL out unless the row wants to see NULLs. */
function wrap(row: FunctionRow, js: Js): RawFunction {
  const write = writerOf(row)
  const give = (value: unknown): Raw => (value === null || value === undefined ? null : write(value))
  const [first, second, third] = row.params.map(readerOf)
  if (row.nulls || row.variadic || row.required < row.params.length || row.params.length > 3)
    return wrapAny(row, js, give)
  if (!first) return () => give(js())
  if (!second) return (a) => (a === null ? null : give(js(first(a!))))
  if (!third) return (a, b) => (a === null || b === null ? null : give(js(first(a!), second(b!))))
  return (a, b, c) => (a === null || b === null || c === null ? null : give(js(first(a!), second(b!), third(c!))))
}

/** The type travels as a text in front of the arguments. */
function wrapTyped(row: FunctionRow, js: Js): RawFunction {
  const read = argumentReader(row)
  const write = writerOf(row)
  return (type, ...args) => {
    if (!row.nulls && args.includes(null)) return null
    const value = js(typeOfKey(type as string), ...args.map(read))
    return value === null || value === undefined ? null : write(value)
  }
}

function wrapAny(row: FunctionRow, js: Js, give: (value: unknown) => Raw): RawFunction {
  const read = argumentReader(row)
  return (...args) => (!row.nulls && args.includes(null) ? null : give(js(...args.map(read))))
}

function argumentReader(row: FunctionRow): (raw: Raw, index: number) => unknown {
  const readers = row.params.map(readerOf)
  const last = readers.length - 1
  return (raw, index) => (raw === null ? null : readers[Math.min(index, last)]!(raw))
}

/** SQLite tells functions apart by name and number of arguments, which it takes from the function's length. */
const fixedArity = (row: FunctionRow): boolean =>
  !row.typed && !row.variadic && row.required === row.params.length && row.params.length <= 3 && !row.nulls

function registerScalar(db: Database, row: FunctionRow, session: SessionRef): void {
  const js = row.js ?? row.session?.(session)
  if (!js) return
  const options = { safeIntegers: true, deterministic: !row.volatile, varargs: !fixedArity(row) }
  const wrapped = row.typed ? wrapTyped(row, js) : wrap(row, js)
  db.function(row.key, options, wrapped as (...args: unknown[]) => unknown)
}

function registerAggregate(db: Database, row: FunctionRow): void {
  if (row.aggregate) defineAggregate(db, row, row.key, row.aggregate)
  if (row.sliding) defineAggregate(db, row, slidingName(row.key), row.sliding)
  if (row.aggregate && takesVarying(row)) defineDistinct(db, row, row.aggregate)
}

/** What may be equal and differ in form; fixed numbers and texts SQLite tells apart itself. */
const varying: ReadonlySet<string> = new Set(['numeric', 'interval', 'json', 'any', 'anyarray'])
const takesVarying = ({ params }: FunctionRow): boolean =>
  params.length === 1 && varying.has(typeof params[0] === 'string' ? params[0] : params[0]!.name)

/** Its first argument is the key by which values are equal; an aggregate that skips NULLs does not see theirs. */
function defineDistinct(db: Database, row: FunctionRow, make: () => AggregateState): void {
  const read = argumentReader(row)
  const write = writerOf(row)
  db.aggregate(distinctName(row.key), {
    safeIntegers: true,
    varargs: true,
    start: () => new Once(make()),
    step: (state: Once, key: Raw, value: Raw) => {
      if (row.nulls || value !== null) state.step(key, read(value, 0))
      return state
    },
    result: (state: Once) => {
      const value = state.result()
      return value === null || value === undefined ? null : write(value)
    },
  } as never)
}

function defineAggregate(db: Database, row: FunctionRow, name: string, make: () => AggregateState): void {
  const read = argumentReader(row)
  const write = writerOf(row)
  const seen = (args: readonly Raw[]): boolean => row.nulls === true || !args.includes(null)
  db.aggregate(name, {
    safeIntegers: true,
    varargs: true,
    start: () => make(),
    step: (state: AggregateState, ...args: Raw[]) => {
      if (seen(args)) state.step(...args.map(read))
      return state
    },
    inverse: (state: AggregateState, ...args: Raw[]) => {
      if (seen(args)) state.undo(...args.map(read))
      return state
    },
    result: (state: AggregateState) => {
      const value = state.result()
      return value === null || value === undefined ? null : write(value)
    },
  } as never)
}

function registerSet(db: Database, row: FunctionRow, session: SessionRef): void {
  const generate = row.rows ?? row.sessionRows?.(session)
  if (!generate) return
  const read = argumentReader(row)
  const types = row.columns?.map((column) => column.type) ?? [pseudo(row.result)]
  const writers = types.map(writer)
  db.table(row.key, {
    columns: types.map((_, index) => `c${index}`),
    parameters: row.params.map((_, index) => `p${index}`),
    safeIntegers: true,
    *rows(...args: Raw[]) {
      // NULL comes as a blob of 0, a left-out argument as one of 1 (./print.ts).
      if (!row.nulls && args.some((arg) => arg instanceof Uint8Array && arg[0] === 0)) return
      const given = args.slice(0, row.params.length).map((arg) => (arg instanceof Uint8Array ? null : (arg ?? null)))
      if (!row.nulls && given.slice(0, row.required).includes(null)) return
      for (const values of generate(...given.map((arg, index) => read(arg, index) ?? undefined))) {
        yield values.map((value, index) => (value === null || value === undefined ? null : writers[index]!(value)))
      }
    },
  } as never)
}

function registerCasts(db: Database, session: SessionRef): void {
  const plain: SqlType[] = typeNames.filter((name) => !['array', 'record'].includes(name)).map((name) => ({ name }))
  for (const from of plain) {
    for (const to of plain) {
      if (!canCast(from, to) || from.name === to.name || to.name === 'unknown') continue
      const cast = castFunction(from, to)
      db.function(castName(from, to), { safeIntegers: true, deterministic: true }, (raw: Raw) =>
        raw === null ? null : cast(raw, session),
      )
    }
  }
}

/** Functions that only our own SQL text calls. */
function registerHelpers(db: Database, session: SessionRef): void {
  const options = { safeIntegers: true, deterministic: true }
  db.function('cast_as', options, (raw: Raw, from: string, to: string) =>
    raw === null ? null : castFunction(typeOfKey(from), typeOfKey(to))(raw, session),
  )
  db.function('json_of', options, (raw: Raw, type: string) => toJson(raw, typeOfKey(type), session.current))
  db.function('array_key', options, (raw: string | null, element: string) =>
    raw === null ? null : arrayKey(raw, typeOfKey(element)),
  )
  for (const [name, check] of Object.entries(countCheckers))
    db.function(name, options, check as (count: unknown) => unknown)
  db.aggregate('string_agg packed', {
    start: () => packedStringAgg(),
    step: (state: AggregateState, packed: string) => {
      state.step(packed)
      return state
    },
    result: (state: AggregateState) => state.result(),
  } as never)
  for (const [name, sign] of [
    ['greatest_of', 1],
    ['least_of', -1],
  ] as const) {
    db.function(name, { ...options, varargs: true }, (type: string, ...values: Raw[]) => {
      const compare = comparator(typeOfKey(type))
      const known = values.filter((value) => value !== null)
      return known.length === 0 ? null : known.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best))
    })
  }
}

export interface RegisteredFunctions {
  /** Sets zone and clock for the statements that follow. */
  useSession(session: Session): void
}

/** Registers every function on the connection; to be called once for each. */
export function registerFunctions(db: Database, settings: SessionSettings | Session = {}): RegisteredFunctions {
  const session: SessionRef = { current: 'zone' in settings ? settings : makeSession(settings) }
  for (const row of allRows) {
    if (row.kind === 'set') registerSet(db, row, session)
    else if (row.kind === 'scalar') registerScalar(db, row, session)
    else registerAggregate(db, row)
  }
  registerCasts(db, session)
  registerHelpers(db, session)
  return {
    useSession: (next) => {
      session.current = next
    },
  }
}
