import { byName } from '../../base/by-name.ts'
import { char1, expanded, int2vector, labelledType, oidvector } from '../../base/pg-types.ts'
import {
  arrayOf,
  bigint,
  boolean,
  bytea,
  date,
  double,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  real,
  type SqlType,
  smallint,
  text,
  time,
  timestamp,
  timestamptz,
  unknown,
} from '../../base/types.ts'
import type { Session } from '../values/index.ts'
import type { FunctionKind, PrintedCall, ResolvedFunction } from './contract.ts'

/**
 * Rows of the function table. A row says what a function is called, takes and gives, and how SQLite computes it: as
 * SQL text, or by a JavaScript function that is registered under the row's key.
 */

/** A type, or one of PostgreSQL's pseudo-types. */
export type Param = SqlType | 'any' | 'anyelement' | 'anynonarray' | 'anyarray'

/** Arguments and results in the form that ./native.ts gives each type. */
// biome-ignore lint/suspicious/noExplicitAny: the row's signature says the types; the wrapper converts by it.
export type Js = (...args: any[]) => unknown

export interface AggregateState {
  /** Takes one row; NULLs come as null. */
  step(...args: unknown[]): void
  /** Takes back the oldest row: windows slide forwards only. */
  undo(...args: unknown[]): void
  result(): unknown
}

export type ResultType = SqlType | 'anyelement' | 'anyarray'

export interface Implementation {
  /** `$1` … stand for the arguments, `$*` for all of them. */
  readonly sqlite?: string | ((args: readonly string[], fn: ResolvedFunction) => string)
  readonly js?: Js
  /** The JavaScript function, made once per session: for what depends on its zone or on now. */
  readonly session?: (session: SessionRef) => Js
  /** The first parameter of the JavaScript is the type of the first argument: for what depends on its members. */
  readonly typed?: boolean
  /** Called with NULLs too. */
  readonly nulls?: boolean
  readonly volatile?: boolean
  /** Needs the names of the catalogue (`CatalogueNames`), which are read for it before it runs. */
  readonly catalogue?: boolean
  readonly aggregate?: () => AggregateState
  /** For windows, where forgetting a row costs the plain form its exactness or memory. */
  readonly sliding?: () => AggregateState
  /** Aggregates and window functions whose SQL is more than a call. */
  readonly printAggregate?: (call: PrintedCall, fn: ResolvedFunction) => string
  /** Set functions: yields one row at a time, an array of its columns. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly rows?: (...args: any[]) => Iterable<readonly unknown[]>
  /** Set functions that depend on the session. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly sessionRows?: (session: SessionRef) => (...args: any[]) => Iterable<readonly unknown[]>
  /** Set functions: the columns, where they are not one of the result's type. */
  readonly columns?: readonly { readonly name: string; readonly type: SqlType }[]
  /** Chooses types by rules of its own instead of the signature's. */
  readonly choose?: (types: readonly SqlType[]) => { readonly args: readonly SqlType[]; readonly result: SqlType }
}

/** The session of the running statement: changes from one to the next. */
export interface SessionRef {
  current: Session
}

export interface FunctionRow extends Implementation {
  readonly key: string
  readonly name: string
  readonly kind: FunctionKind
  readonly params: readonly Param[]
  /** Parameters from here on may be left out. */
  readonly required: number
  /** The last parameter may be repeated. */
  readonly variadic: boolean
  readonly star: boolean
  readonly result: ResultType
}

const typeWords: Readonly<Record<string, SqlType>> = byName({
  boolean,
  smallint,
  integer,
  bigint,
  numeric: numeric(),
  real,
  double,
  text,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  json,
  jsonb,
  bytea,
  char: { name: 'char' },
  unknown,
  record: { name: 'record' },
  char1,
  expanded,
  int2vector,
  oidvector,
})
const pseudoTypes = new Set(['any', 'anyelement', 'anynonarray', 'anyarray'])

function param(word: string): Param {
  if (pseudoTypes.has(word)) return word as Param
  if (word.endsWith('[]')) return arrayOf(param(word.slice(0, -2)) as SqlType)
  const type = typeWords[word] ?? labelledType(word)
  if (!type) throw new Error(`unknown type in the function table: ${word}`)
  return type
}

/** `round(numeric, integer?) numeric`: `?` may be left out, `...` may be repeated, `count(*)` takes none. */
function parseSignature(signature: string, kind: FunctionKind): Omit<FunctionRow, keyof Implementation> {
  const match = /^([^(]+)\((.*)\) (\S+)$/.exec(signature)
  if (!match) throw new Error(`bad signature in the function table: ${signature}`)
  const words = match[2] === '' || match[2] === '*' ? [] : match[2]!.split(',').map((word) => word.trim())
  const optional = words.findIndex((word) => word.endsWith('?'))
  return {
    key: `${match[1]}(${match[2]!.replaceAll(' ', '')})`,
    name: match[1]!,
    kind,
    params: words.map((word) => param(word.replace(/\?$|\.\.\.$/, ''))),
    required: optional < 0 ? words.length : optional,
    variadic: words.at(-1)?.endsWith('...') ?? false,
    star: match[2] === '*',
    result: param(match[3]!) as ResultType,
  }
}

const rows = (kind: FunctionKind, signatures: string | readonly string[], how: Implementation): FunctionRow[] =>
  [signatures].flat().map((signature) => ({ ...parseSignature(signature, kind), ...how }))

/** Computed by JavaScript. */
export const fn = (signatures: string | readonly string[], js: Js, more: Implementation = {}): FunctionRow[] =>
  rows('scalar', signatures, { js, ...more })
/** Computed by SQLite itself. */
export const sql = (
  signatures: string | readonly string[],
  sqlite: NonNullable<Implementation['sqlite']>,
  more: Implementation = {},
): FunctionRow[] => rows('scalar', signatures, { sqlite, ...more })
/** Depends on the session. */
export const inSession = (
  signatures: string | readonly string[],
  session: (session: SessionRef) => Js,
  more: Implementation = {},
): FunctionRow[] => rows('scalar', signatures, { session, ...more })
export const aggregate = (signatures: string | readonly string[], how: Implementation): FunctionRow[] =>
  rows('aggregate', signatures, how)
export const windowFn = (signatures: string | readonly string[], how: Implementation): FunctionRow[] =>
  rows('window', signatures, how)
/** Its first argument says of which type the members are. */
export const typed = (
  signatures: string | readonly string[],
  js: (type: SqlType, ...args: Parameters<Js>) => unknown,
  more: Implementation = {},
): FunctionRow[] => rows('scalar', signatures, { js, typed: true, ...more })
export const setFn = (
  signatures: string | readonly string[],
  generate: Implementation['rows'],
  more: Implementation = {},
): FunctionRow[] => rows('set', signatures, { rows: generate, ...more })
