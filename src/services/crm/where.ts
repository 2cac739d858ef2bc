import { unreachable } from '../../base/errors.ts'
import type { Column, ColumnRef, Constant, LikePart, Predicate } from '../../source/index.ts'
import { factsOf, shownAs } from './columns.ts'
import type { CoqlOperator } from './fields.ts'
import { both, type CoqlCondition, type CoqlTest, type CoqlValue, numberValue, textValue } from './query.ts'

/**
 * Conditions into COQL: field type × operator × literal gives what is sent and whether it says all that was meant.
 * Accepting is translating: whatever comes back with a `condition` has been written, and whatever was not written
 * stays behind. The reasons are the numbered ambiguities of the fact sheet; each is read so that no row is lost.
 */
export interface Translation {
  /** What is sent; undefined: nothing can be. Every row that passes the predicate passes this. */
  readonly condition?: CoqlCondition
  /** Every row that passes this passes the predicate. */
  readonly exact: boolean
  readonly why: string
}

export interface WhereOptions {
  /** COQL's name of a column, or undefined where COQL cannot filter by it. */
  readonly columnName: (ref: ColumnRef) => string | undefined
  readonly textComparison: 'exact' | 'server'
  /** Values in one IN list. 50 is right in every version (facts 11.15); more become several lists joined by OR. */
  readonly inMax: number
}

/** Types that compare alike in COQL (facts 6.5). */
export type Family = 'id' | 'lookup' | 'picklist' | 'text' | 'multiselect' | 'number' | 'boolean' | 'date' | 'datetime'

const exact = (condition: CoqlCondition, why: string): Translation => ({ condition, exact: true, why })
const superset = (condition: CoqlCondition, why: string): Translation => ({ condition, exact: false, why })
const local = (why: string): Translation => ({ exact: false, why })

/** How a column compares, or undefined where COQL has no operator for it. */
export function familyOf(column: Column): Family | undefined {
  if (column.field === 'id') return 'id'
  if (column.part === 'id') return 'lookup'
  if (column.part !== 'value') return undefined
  if (column.fieldType === 'picklist') return 'picklist'
  if (column.fieldType === 'multiselectpicklist') return 'multiselect'
  switch (column.type.name) {
    case 'text':
    case 'varchar':
      return column.fieldType === 'textarea' ? undefined : 'text'
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'double precision':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamptz':
      return 'datetime'
    default:
      return undefined
  }
}

export function translate(predicate: Predicate, options: WhereOptions): Translation {
  switch (predicate.kind) {
    case 'and':
      return conjunction(predicate.terms, options)
    case 'or':
      return disjunction(predicate.terms, options)
    case 'opaque':
      return local(`Zoho has no words for ${predicate.why}`)
    case 'constant':
      return local('a constant')
    default:
      return leaf(predicate, options)
  }
}

function conjunction(terms: readonly Predicate[], options: WhereOptions): Translation {
  const parts = terms.map((term) => translate(term, options))
  const condition = both(...parts.map((part) => part.condition))
  const behind = parts.find((part) => !part.exact)
  return { condition, exact: behind === undefined, why: (behind ?? parts[0])?.why ?? '' }
}

function disjunction(terms: readonly Predicate[], options: WhereOptions): Translation {
  const live = terms.filter((term) => !(term.kind === 'constant' && !term.value))
  const parts = live.map((term) => translate(term, options))
  const unsent = parts.find((part) => part.condition === undefined)
  if (unsent || parts.length === 0) return local(unsent?.why ?? 'a constant')
  const conditions = parts.flatMap((part) => (part.condition?.kind === 'or' ? part.condition.terms : [part.condition!]))
  const behind = parts.find((part) => !part.exact)
  const condition: CoqlCondition = conditions.length === 1 ? conditions[0]! : { kind: 'or', terms: conditions }
  return { condition, exact: behind === undefined, why: (behind ?? parts[0])!.why }
}

type Leaf = Exclude<Predicate, { kind: 'and' | 'or' | 'opaque' | 'constant' }>

function leaf(predicate: Leaf, options: WhereOptions): Translation {
  const { column } = predicate.column
  const name = options.columnName(predicate.column)
  if (!name) return local(`COQL cannot follow the path to ${column.name}`)
  const translation = permitted(draft(predicate, name, options), column)
  // A condition on a value cannot hold where there is none: that much can always be said.
  const weaker = predicate.kind === 'null' && !predicate.negated ? undefined : present(name)
  return translation.condition || !weaker ? translation : permitted(superset(weaker, translation.why), column)
}

function draft(predicate: Leaf, name: string, options: WhereOptions): Translation {
  const { column } = predicate.column
  const family = familyOf(column)
  if (!family) return local(unfilterable(column))
  return predicate.kind === 'null'
    ? nullTest(predicate.column, predicate.negated, name)
    : valued(predicate, name, family, options)
}

const unfilterable = (column: Column): string =>
  column.part === 'value'
    ? `COQL cannot filter by ${column.fieldType} columns`
    : 'the name shown for a lookup is not a column of COQL'

const present = (name: string): CoqlTest => ({ kind: 'null', column: name, negated: true })

/** The translation, if COQL has its operators for columns of this type (facts 6.5). */
function permitted(translation: Translation, column: Column): Translation {
  if (!translation.condition) return translation
  const allowed = filterPowers(column)
  const missing = operatorsIn(translation.condition).find((operator) => !allowed.has(operator))
  return missing ? local(`COQL has no ${missing} for ${column.fieldType} columns`) : translation
}

/** A lookup's name and e-mail are there when the lookup is: its null tests are theirs. */
const filterPowers = (column: Column): ReadonlySet<CoqlOperator> =>
  column.part === 'name' || column.part === 'email' ? lookupPresence : factsOf(column).coql.where

const lookupPresence: ReadonlySet<CoqlOperator> = new Set(['is not null'])

function operatorsIn(condition: CoqlCondition): CoqlOperator[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.flatMap(operatorsIn)
    case 'compare':
      return [condition.op]
    case 'in':
      return [condition.negated ? 'not in' : 'in']
    case 'null':
      return [condition.negated ? 'is not null' : 'is null']
    default:
      return [condition.kind]
  }
}

function nullTest(ref: ColumnRef, negated: boolean, name: string): Translation {
  if (ref.path.length > 0 && !negated) return local('whether a missing lookup counts as null is not documented')
  return exact({ kind: 'null', column: name, negated }, 'null tests are exact')
}

function valued(predicate: Exclude<Leaf, { kind: 'null' }>, name: string, family: Family, options: WhereOptions) {
  switch (predicate.kind) {
    case 'like':
      return like(predicate.pattern, predicate.ignoreCase, predicate.negated, name, family, options)
    case 'has':
      return has(predicate.constant, predicate.negated, name, family)
    case 'in':
      return membership(predicate.column.column, predicate.constants, predicate.negated, name, family, options)
    case 'compare':
      return compare(predicate.column.column, predicate.op, predicate.constant, name, family, options)
    default:
      return unreachable(predicate)
  }
}

// ------------------------------------------------------------------------------------------------ equality

function membership(
  column: Column,
  constants: readonly Constant[],
  negated: boolean,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (constants.length === 1 && spellings(column, constants[0]!).length === 1) {
    return compare(column, negated ? '<>' : '=', constants[0]!, name, family, options)
  }
  if (family === 'boolean') return local('COQL compares booleans one at a time')
  const operands = constants.flatMap((constant) => operandsOf(column, constant, negated ? '<>' : '=', family, options))
  const refused = operands.find((o) => o.value === undefined)
  if (refused) return local(refused.why)
  const values = operands.map((o) => o.value!)
  const lists = chunks(values, options.inMax).map(
    (part): CoqlTest => ({ kind: 'in', column: name, values: part, negated }),
  )
  const inexact = operands.find((o) => !o.exact)
  if (negated && inexact) return local(inexact.why)
  const joined: CoqlCondition = lists.length === 1 ? lists[0]! : { kind: negated ? 'and' : 'or', terms: lists }
  const condition = negated ? guarded(joined, name, family) : joined
  return { condition, exact: !inexact, why: inexact?.why ?? operands[0]!.why }
}

/** Whether NOT forms keep nulls is not documented, SQL's do not: say so (facts 11.2). */
const guarded = (condition: CoqlCondition, name: string, family: Family): CoqlCondition =>
  family === 'id' ? condition : both(condition, { kind: 'null', column: name, negated: true })!

function chunks<T>(list: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let i = 0; i < list.length; i += size) out.push(list.slice(i, i + size))
  return out
}

function compare(
  column: Column,
  op: '=' | '<>' | '<' | '<=' | '>' | '>=',
  constant: Constant,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (family === 'boolean') return booleanTest(op, constant, name)
  if (op !== '=' && op !== '<>') return range(column, op, constant, name, family)
  const operands = operandsOf(column, constant, op, family, options)
  if (operands.length > 1) return membership(column, [constant], op === '<>', name, family, options)
  const { value, exact: same, why } = operands[0]!
  if (value === undefined) return local(why)
  if (op === '=') return { condition: { kind: 'compare', column: name, op: '=', value }, exact: same, why }
  if (!same) return local(why)
  return exact(guarded({ kind: 'compare', column: name, op: '!=', value }, name, family), why)
}

/** Only `= 'true'` and `= 'false'` exist (facts 11.18). Ordering of booleans is not worth a word. */
function booleanTest(op: string, constant: Constant, name: string): Translation {
  if ((op !== '=' && op !== '<>') || typeof constant.value !== 'boolean') return local('COQL has = for booleans only')
  const value = textValue(String(op === '=' ? constant.value : !constant.value))
  return exact({ kind: 'compare', column: name, op: '=', value }, 'booleans compare exactly')
}

/** A picklist's value under each name that Zoho may compare it by: stored, and shown where that differs (facts 11.38). */
const spellings = (column: Column, constant: Constant): Constant[] =>
  column.fieldType === 'picklist'
    ? [constant, ...shownAs(column, String(constant.value)).map((value) => ({ ...constant, value }))]
    : [constant]

function operandsOf(
  column: Column,
  constant: Constant,
  op: '=' | '<>',
  family: Family,
  options: WhereOptions,
): Operand[] {
  const known = operand(column, constant, op, family, options)
  return spellings(column, constant).map((spelling, index) => {
    const sent = index === 0 ? known : textOperand(spelling, options)
    return { ...known, value: sent.value }
  })
}

interface Operand {
  readonly value?: CoqlValue
  readonly exact: boolean
  readonly why: string
}

/** The literal for an equality. */
function operand(column: Column, constant: Constant, op: '=' | '<>', family: Family, options: WhereOptions): Operand {
  switch (family) {
    case 'id':
    case 'lookup':
      return idOperand(constant)
    case 'picklist':
      return picklistOperand(column, constant, options)
    case 'text':
      return textOperand(constant, options)
    case 'number':
      return numberOperand(column, constant)
    case 'date':
      return dateOperand(constant)
    case 'datetime':
      return datetimeOperand(constant)
    default:
      return { exact: false, why: `COQL has no ${op} that fits ${column.fieldType}` }
  }
}

function idOperand(constant: Constant): Operand {
  const digits = String(constant.value)
  // ASSUMPTION: ids are positive; anything else cannot be one and Zoho might refuse it as a value.
  if (!/^[1-9]\d{0,18}$/.test(digits)) return { exact: false, why: `${digits} cannot be an id` }
  return { value: textValue(digits), exact: true, why: 'ids compare exactly' }
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/** Facts 11.1, 11.12, 11.13, 11.34. */
function textOperand(constant: Constant, options: WhereOptions): Operand {
  const text = String(constant.value)
  if (text === '') return { exact: false, why: "Zoho stores no empty text; what = '' means there is not documented" }
  if (text !== text.trim()) return { exact: false, why: 'how Zoho compares blanks at the ends is not documented' }
  if (text.includes('\\')) return { exact: false, why: 'what a backslash means to COQL is not documented' }
  return {
    value: textValue(text),
    exact: options.textComparison === 'server',
    why: "Zoho's comparison of text may ignore case: checked again here",
  }
}

/** Exact where the known values differ by more than case, so that no folding can confuse them. */
function picklistOperand(column: Column, constant: Constant, options: WhereOptions): Operand {
  const text = String(constant.value)
  const known = column.picklist ?? []
  const alike = known.filter((value) => fold(value) === fold(text))
  const plain = textOperand(constant, options)
  if (plain.value && alike.length === 1 && alike[0] === text)
    return { ...plain, exact: true, why: 'a value of the picklist, unlike the others by more than case' }
  return plain
}

/** Digits with up to this many significant places are the same number as a double and as a decimal. */
const SIGNIFICANT_DIGITS_MAX = 15

function plainDecimal(value: number | string): string | undefined {
  const text = String(value)
  if (/^-?\d+(\.\d+)?$/.test(text)) return text
  const number = Number(text)
  if (!Number.isFinite(number) || Math.abs(number) >= 1e15) return undefined
  const fixed = number.toFixed(12).replace(/\.?0+$/, '')
  return Number(fixed) === number ? fixed : undefined
}

function numberOperand(column: Column, constant: Constant): Operand {
  const written = plainDecimal(constant.value as number | string)
  const text = written?.includes('.') ? written.replace(/\.?0+$/, '') : written
  if (text === undefined) return { exact: false, why: `${constant.value} cannot be written for COQL` }
  const [, fraction = ''] = text.split('.')
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').length
  const whole = column.type.name === 'integer' || column.type.name === 'bigint'
  const scale = column.type.name === 'numeric' ? (column.type.scale ?? 0) : whole ? 0 : SIGNIFICANT_DIGITS_MAX
  if (fraction.length > scale) return { exact: false, why: `${text} has more decimal places than the column` }
  const limit = whole ? 19 : SIGNIFICANT_DIGITS_MAX
  if (digits > limit) return { exact: false, why: `${text} has more digits than a double can tell apart` }
  return { value: numberValue(text), exact: true, why: 'numbers compare exactly' }
}

function dateOperand(constant: Constant): Operand {
  const text = String(constant.value)
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return { exact: false, why: `${text} is no date that COQL can read` }
  return { value: textValue(text), exact: true, why: 'dates compare exactly' }
}

/** `2026-03-09T14:05:00+00:00`: offset given, no fraction of a second (facts 11.19). */
function instantText(milliseconds: number): string | undefined {
  const instant = new Date(milliseconds)
  const text = Number.isNaN(instant.getTime()) ? '' : instant.toISOString()
  return /^\d{4}-/.test(text) ? `${text.slice(0, 19)}+00:00` : undefined
}

function datetimeOperand(constant: Constant): Operand {
  const milliseconds = Number(constant.value)
  const text = instantText(milliseconds)
  if (!text || milliseconds % 1000 !== 0) return { exact: false, why: 'COQL takes whole seconds only' }
  return { value: textValue(text), exact: true, why: 'instants compare exactly' }
}

// -------------------------------------------------------------------------------------------------- ranges

function range(
  column: Column,
  op: '<' | '<=' | '>' | '>=',
  constant: Constant,
  name: string,
  family: Family,
): Translation {
  switch (family) {
    case 'id':
      return idRange(op, constant, name)
    case 'number':
    case 'date':
      return rangeOf(
        op,
        operand(column, constant, '=', family, { columnName: () => name, textComparison: 'exact', inMax: 1 }),
        name,
      )
    case 'datetime':
      return datetimeRange(op, constant, name)
    default:
      return local(`the order of ${column.fieldType} values at Zoho is not documented`)
  }
}

function rangeOf(op: '<' | '<=' | '>' | '>=', { value, exact: same, why }: Operand, name: string): Translation {
  return value === undefined
    ? local(why)
    : { condition: { kind: 'compare', column: name, op, value }, exact: same, why }
}

/** Only > and < are shown for id; >= and <= are the neighbours' (facts 6.5). */
function idRange(op: '<' | '<=' | '>' | '>=', constant: Constant, name: string): Translation {
  const shift = op === '>=' ? -1n : op === '<=' ? 1n : 0n
  const bound: Constant = { value: String(BigInt(constant.value as string | number) + shift), type: constant.type }
  return rangeOf(op === '>' || op === '>=' ? '>' : '<', idOperand(bound), name)
}

/** Zoho's instants have whole seconds, so a bound between two of them moves to the one that loses nothing. */
function datetimeRange(op: '<' | '<=' | '>' | '>=', constant: Constant, name: string): Translation {
  const milliseconds = Number(constant.value)
  const whole = datetimeOperand(constant)
  if (whole.value) return rangeOf(op, whole, name)
  const up = op === '<' || op === '<='
  const text = instantText((up ? Math.ceil(milliseconds / 1000) : Math.floor(milliseconds / 1000)) * 1000)
  if (!text) return local('outside the years that COQL can read')
  const condition: CoqlTest = { kind: 'compare', column: name, op: up ? '<=' : '>=', value: textValue(text) }
  return superset(condition, 'the bound lies within a second: widened, checked again here')
}

// ------------------------------------------------------------------------------------------------- patterns

/** Facts 11.10: wildcards at the ends only, and nothing in between that COQL might take for one. */
function like(
  pattern: readonly LikePart[],
  ignoreCase: boolean,
  negated: boolean,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (negated) return local('NOT LIKE is not the complement of LIKE where case may be ignored')
  if (ignoreCase) return local('whether LIKE ignores case at Zoho is not documented')
  if (family !== 'text' && family !== 'picklist') return local(`COQL has no LIKE that fits here`)
  const sent = safePattern(pattern)
  if (!sent) return local('no part of the pattern is safe to send')
  const same = options.textComparison === 'server' && sent.whole
  return {
    condition: { kind: 'like', column: name, pattern: sent.text },
    exact: same,
    why: "Zoho's LIKE may ignore case: checked again here",
  }
}

/** The pattern itself, or the longest run of it as `%run%`. Blanks at the ends are cut: Zoho may trim them. */
function safePattern(pattern: readonly LikePart[]): { text: string; whole: boolean } | undefined {
  const runs = pattern.flatMap((part, index) => (typeof part === 'string' ? [] : [{ run: part.text, index }]))
  const safe = runs
    .map(({ run, index }) => ({ text: longestSafe(run), run, index }))
    .filter(({ text }) => text.length > 0)
    .sort((a, b) => b.text.length - a.text.length)[0]
  if (!safe) return undefined
  const intact = safe.text === safe.run
  const shape = pattern.map((part) => (typeof part === 'string' ? part : 'x')).join('')
  const start = intact && safe.index === 0
  const end = intact && safe.index === pattern.length - 1
  // Without any wildcard COQL's LIKE is not documented: a prefix is the nearest that loses nothing.
  const text = start ? `${safe.text}%` : end ? `%${safe.text}` : `%${safe.text}%`
  return { text, whole: intact && ['x%', '%x', '%x%'].includes(shape) }
}

const longestSafe = (run: string): string =>
  run
    .split(/[%_\\]/)
    .map((piece) => piece.trim())
    .reduce((best, piece) => (piece.length > best.length ? piece : best), '')

function has(constant: Constant, negated: boolean, name: string, family: Family): Translation {
  if (family !== 'multiselect' || negated) return local('COQL cannot say this of a multi-select picklist')
  const text = longestSafe(String(constant.value))
  if (!text) return local('no part of the value is safe to send')
  return superset(
    { kind: 'like', column: name, pattern: `%${text}%` },
    'a part of the joined values: checked again here',
  )
}
