import { distance } from 'fastest-levenshtein'
import { ZohoSqlError } from '../../base/errors.ts'
import { arrayOf, bigint, type SqlType, text, unknown, wideBigint } from '../../base/types.ts'
import { commonType } from './common-type.ts'
import type { FunctionKind, ResolvedFunction } from './contract.ts'
import { refusal } from './refused.ts'
import type { FunctionRow, Param, ResultType } from './row.ts'
import { functionNames, rowsNamed } from './table.ts'
import { typeNamed } from './type-names.ts'
import { bareType, type Category, canCast, categoryOf, isPreferred, sameType, typeList } from './types.ts'

/** Overload resolution: PostgreSQL's rules (its documentation, chapter "Type Conversion"). */

interface FunctionCandidate {
  readonly row: FunctionRow
  /** One for each argument. */
  readonly params: readonly Param[]
}

/** The row's parameters for so many arguments; undefined when it does not take so many. */
function expand(row: FunctionRow, count: number): readonly Param[] | undefined {
  if (row.variadic) {
    const fixed = row.params.slice(0, -1)
    const last = row.params.at(-1)!
    return count > fixed.length ? [...fixed, ...Array<Param>(count - fixed.length).fill(last)] : undefined
  }
  return count >= row.required && count <= row.params.length ? row.params.slice(0, count) : undefined
}

function accepts(param: Param, type: SqlType): boolean {
  if (type.name === 'unknown') return true
  if (param === 'any' || param === 'anyelement') return true
  if (param === 'anynonarray') return type.name !== 'array'
  if (param === 'anyarray') return type.name === 'array'
  if (param.label === 'xid') return type.label === 'xid'
  return sameType(param, type) || canCast(type, param, 'implicit')
}

/** Arrays and their members must go together: of `||`, PostgreSQL's candidates with other members fall out. */
function consistent(params: readonly Param[], types: readonly SqlType[]): boolean {
  if (!params.includes('anyarray')) return true
  const known = (param: Param) => types.filter((type, i) => params[i] === param && type.name !== 'unknown')
  const members = known('anyelement')
  if (members.some((type) => type.name === 'array')) return false
  const [first, ...others] = [...known('anyarray').map((type) => type.element ?? unknown), ...members]
  return others.every((type) => categoryOf(type) === categoryOf(first!))
}

const fits = (params: readonly Param[], types: readonly SqlType[]): boolean =>
  params.every((param, index) => accepts(param, types[index]!)) && consistent(params, types)

const isExact = (param: Param, type: SqlType): boolean =>
  typeof param !== 'string' && sameType(param, type) && (param.label !== 'xid' || type.label === 'xid')

const keepBest = (
  candidates: readonly FunctionCandidate[],
  score: (candidate: FunctionCandidate) => number,
): readonly FunctionCandidate[] => {
  const scores = candidates.map(score)
  const best = Math.max(...scores)
  return candidates.filter((_, index) => scores[index] === best)
}

const countWhere = (types: readonly SqlType[], holds: (type: SqlType, index: number) => boolean): number =>
  types.reduce((sum, type, index) => sum + (holds(type, index) ? 1 : 0), 0)

/** PostgreSQL's func_select_candidate; several left mean that the call is ambiguous. */
function select(candidates: readonly FunctionCandidate[], types: readonly SqlType[]): readonly FunctionCandidate[] {
  const known = (type: SqlType): boolean => type.name !== 'unknown'
  let left = keepBest(candidates, ({ params }) =>
    countWhere(types, (type, i) => known(type) && isExact(params[i]!, type)),
  )
  if (left.length <= 1) return left
  left = keepBest(left, ({ params }) =>
    countWhere(types, (type, i) => known(type) && (isExact(params[i]!, type) || preferredFor(params[i]!, type))),
  )
  if (left.length <= 1 || types.every(known)) return left
  left = byCategory(left, types)
  return left.length <= 1 ? left : bySameType(left, types)
}

const preferredFor = (param: Param, type: SqlType): boolean =>
  categoryOf(param) === categoryOf(type) && isPreferred(param)

/** Untyped literals: text if any candidate takes text there, else the category that all agree on. */
function byCategory(candidates: readonly FunctionCandidate[], types: readonly SqlType[]): readonly FunctionCandidate[] {
  let left = candidates
  const chosen = types.map((type, index): Category | undefined => {
    if (type.name !== 'unknown') return undefined
    const offered = new Set(candidates.map(({ params }) => categoryOf(params[index]!)))
    return offered.has('S') ? 'S' : offered.size === 1 ? [...offered][0] : undefined
  })
  if (types.some((type, index) => type.name === 'unknown' && chosen[index] === undefined)) return candidates
  left = left.filter(({ params }) => params.every((p, i) => chosen[i] === undefined || categoryOf(p) === chosen[i]))
  for (const [index, category] of chosen.entries()) {
    if (category === undefined) continue
    const favoured = left.filter(({ params }) => isPreferred(params[index]!))
    if (favoured.length > 0) left = favoured
  }
  return left.length > 0 ? left : candidates
}

/** Untyped literals among arguments of one type are taken to be of that type. */
function bySameType(candidates: readonly FunctionCandidate[], types: readonly SqlType[]): readonly FunctionCandidate[] {
  const known = types.filter((type) => type.name !== 'unknown')
  if (known.length === 0 || !known.every((type) => sameType(type, known[0]!))) return candidates
  const same = types.map(() => known[0]!)
  const fitting = candidates.filter(({ params }) => fits(params, same))
  return fitting.length === 1 ? fitting : candidates
}

// ------------------------------------------------------------------------------------ result types

interface Poly {
  element?: SqlType
}

/** What anyelement and anyarray stand for in this call. */
function polymorph({ params }: FunctionCandidate, types: readonly SqlType[]): Poly {
  const elements: SqlType[] = []
  params.forEach((param, index) => {
    const type = types[index]!
    if (type.name === 'unknown') return
    if (param === 'anyelement' || param === 'anynonarray') elements.push(type)
    if (param === 'anyarray') elements.push(type.element ?? unknown)
  })
  return elements.length === 0 ? {} : { element: bareType(commonElement(elements)) }
}

const commonElement = (types: readonly SqlType[]): SqlType =>
  types.every((type) => sameType(type, types[0]!)) ? types[0]! : commonType(types, 'ARRAY')

/** Functions of PostgreSQL's anyelement: of a literal without a type they make no text, as the others do. */
const anyElement: ReadonlySet<string> = new Set(
  `first_value last_value nth_value lag lead mode percentile_disc array_length array_ndims array_upper array_lower array_dims cardinality
  unnest array_to_string to_json array_to_json json_agg`.split(/\s+/),
)
const isAny = (param: Param): boolean => typeof param === 'string'
/** With a default, lag and lead find a common type instead. */
const strict = (name: string, count: number): boolean => anyElement.has(name) && count < 3

function concrete(param: Param, type: SqlType, { element = text }: Poly): SqlType {
  if (param === 'any' || param === 'anynonarray') return type.name === 'unknown' ? text : type
  if (param === 'anyelement') return element
  if (param === 'anyarray') return arrayOf(element)
  return param as SqlType
}

function finish(candidate: FunctionCandidate, types: readonly SqlType[]): ResolvedFunction {
  const { row, params } = candidate
  const chosen = row.choose?.(types)
  const poly = chosen ? {} : polymorph(candidate, types)
  if (strict(row.name, types.length) && types.some((type, i) => type.name === 'unknown' && isAny(params[i]!))) {
    throw new ZohoSqlError('TYPE_MISMATCH', 'could not determine polymorphic type because input has type unknown')
  }
  const args = chosen?.args ?? params.map((param, index) => concrete(param, types[index]!, poly))
  const result = chosen?.result ?? resultType(row.result, poly)
  return {
    key: row.key,
    name: row.name,
    kind: row.kind,
    args,
    result: widen(result, row, types),
    volatile: row.volatile ?? false,
    ...(row.catalogue && { catalogue: true }),
  }
}

const resultType = (result: ResultType, { element = text }: Poly): SqlType =>
  result === 'anyelement' ? element : result === 'anyarray' ? arrayOf(element) : result

/** 64-bit numbers of Zoho stay what they are through arithmetic, MIN, MAX and their like; a count is none. */
function widen(result: SqlType, row: FunctionRow, types: readonly SqlType[]): SqlType {
  if (result.name !== 'bigint' || result.wide || result.label || row.name === 'count') return result
  return types.some((type) => type.wide) ? wideBigint : bigint
}

// ----------------------------------------------------------------------------------------- errors

const castHint = 'You might need to add explicit type casts.'

const functionMissing = (name: string, types: readonly SqlType[], hint: string): ZohoSqlError =>
  new ZohoSqlError('UNDEFINED_FUNCTION', `function ${name}(${typeList(types)}) does not exist`, { hint })

function nearest(name: string): string {
  const close = functionNames()
    .map((known) => ({ known, far: distance(known, name) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.far - b.far || (a.known < b.known ? -1 : 1))
  return close.length === 0
    ? ''
    : `Perhaps you meant ${close
        .slice(0, 3)
        .map(({ known }) => known)
        .join(' or ')}.`
}

const ambiguous = (what: string): ZohoSqlError =>
  new ZohoSqlError('AMBIGUOUS_FUNCTION', what, {
    hint: `Could not choose a best candidate. ${castHint}`,
  })

// ------------------------------------------------------------------------------------------- doors

export interface CallShape {
  /** `count(*)` */
  readonly star?: boolean
  /** Where only some kinds may stand. All by default. */
  readonly kinds?: readonly FunctionKind[]
}

function pick(rows: readonly FunctionRow[], types: readonly SqlType[]): readonly FunctionCandidate[] {
  const counted = rows.flatMap((row) => {
    const params = expand(row, types.length)
    return params ? [{ row, params }] : []
  })
  const exact = counted.filter(({ params }) => params.every((param, index) => isExact(param, types[index]!)))
  if (exact.length === 1) return exact
  const fitting = counted.filter(({ params }) => fits(params, types))
  return fitting.length <= 1 ? fitting : select(fitting, types)
}

/**
 * The function that a call means. `name` in lower case, as PostgreSQL folds it.
 * Throws 42883 (none fits), 42725 (several fit equally) or 0A000 (PostgreSQL has it, this package does not).
 */
export function resolveFunction(name: string, argTypes: readonly SqlType[], shape: CallShape = {}): ResolvedFunction {
  const types = argTypes.map(asText)
  const rows = rowsNamed(name).filter((row) => shape.kinds?.includes(row.kind) ?? true)
  const found = pick(
    rows.filter((row) => row.star === (shape.star ?? false)),
    types,
  )
  if (found.length === 1) return finish(found[0]!, argTypes)
  if (found.length > 1) throw ambiguous(`function ${name}(${typeList(argTypes)}) is not unique`)
  if (types.length === 0 && rows.some((row) => row.star))
    throw new ZohoSqlError('WRONG_OBJECT_TYPE', `${name}(*) must be used to call a parameterless aggregate function`)
  const cast = types.length === 1 && !shape.star ? castCall(name, argTypes[0]!) : undefined
  if (cast) return cast
  if (rows.length > 0) {
    throw functionMissing(name, argTypes, `No function matches the given name and argument types. ${castHint}`)
  }
  throw refusal(name) ?? functionMissing(name, argTypes, nearest(name))
}

/** varchar has no functions of its own. */
const asText = (type: SqlType): SqlType => (type.name === 'varchar' ? text : type)

/** Key of a call such as `date(x)`, which is a cast. */
export const castKey = 'cast'

function castCall(name: string, from: SqlType): ResolvedFunction | undefined {
  const to = typeNamed(name)
  if (!to || from.name === 'record' || !canCast(from, to, 'explicit')) return undefined
  return {
    key: castKey,
    name,
    kind: 'scalar',
    args: [from.name === 'unknown' ? to : from],
    result: to,
    volatile: false,
  }
}

/**
 * The operator that `left op right` means; `left` undefined for a prefix operator. Comparison operators come with both
 * argument types equal. Throws 42883 or 42725.
 */
export function resolveOperator(op: string, left: SqlType | undefined, right: SqlType): ResolvedFunction {
  const given = left === undefined ? [right] : [left, right]
  const types = given.map(asText)
  const rows = rowsNamed(op)
  const found = operatorMatch(rows, types)
  if (found.length === 1) return finish(found[0]!, given)
  const shown = left === undefined ? `${op} ${typeList([right])}` : `${typeList([left])} ${op} ${typeList([right])}`
  if (found.length > 1) throw ambiguous(`operator is not unique: ${shown}`)
  throw new ZohoSqlError('UNDEFINED_FUNCTION', `operator does not exist: ${shown}`, {
    hint: `No operator matches the given name and argument types. ${castHint}`,
  })
}

// A literal next to a typed operand is first tried as that operand's type.
function operatorMatch(rows: readonly FunctionRow[], types: readonly SqlType[]): readonly FunctionCandidate[] {
  const [left, right] = types
  if (left && right && (left.name === 'unknown') !== (right.name === 'unknown')) {
    const known = left.name === 'unknown' ? right : left
    const same = pick(rows, [known, known]).filter(({ params }) => params.every((param) => isExact(param, known)))
    if (same.length === 1) return same
  }
  return pick(rows, types)
}
