import Decimal from 'decimal.js'
import { ownValue } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import type { PageAnswer } from '../../kit/pages/page.ts'
import { givenUp, refusalOf } from '../../kit/refusals.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import { answerOf, coqlCall } from '../ask.ts'
import { decoderOf } from '../decode.ts'
import { learn } from '../learn.ts'
import { columnText } from '../query.ts'
import { whereKey } from '../request/coql.ts'
import { groupText } from '../request/group.ts'
import type { GroupRequest, RemoteAggregate } from '../request/index.ts'
import type { CrmReader } from './reader.ts'
import { rowDecoder } from './rows.ts'

/** Groups of a module as COQL made them, each number as SQL means it. */
export async function* readGroups(
  request: GroupRequest,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { module, where } = request
  const { knowledge } = reader
  const rows = await decided(request, reader, async () => {
    const groups = await allGroups(request, reader, context)
    knowledge.remember(module, whereKey(where), sumOf(groups.map(countOf)))
    return request.by.length === 0 && groups.length === 0 ? [{ 'COUNT(id)': 0 }] : groups
  })
  const by = await rowDecoder(request.by, rows, reader, context)
  const values = (row: AnswerRow): Value[] => request.aggregates.map((wish) => aggregate(wish, row, request))
  yield {
    rows: await decided(request, reader, () => distinct(rows.map(by)).map((key, i) => [...key, ...values(rows[i]!)])),
  }
}

/** A group that comes twice would be shown twice. */
function distinct(keys: Value[][]): Value[][] {
  if (new Set(keys.map((key) => JSON.stringify(key))).size === keys.length) return keys
  throw undecided('COQL gave a group more than once: grouped here')
}

/** Rows of a group. Zoho may answer null where there are none (facts 11.5), and so may whoever lost the number. */
function countOf(row: AnswerRow): number {
  const count = row['COUNT(id)']
  if (count === null) throw undecided('COQL gave no count of rows: counted here')
  const rows = number(count)
  if (rows !== null && Number.isSafeInteger(rows) && rows >= 0) return rows
  throw new ZohoSqlError('REMOTE_ANSWER', 'COQL gave a count of rows that is no number.')
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** What was undecided once is not asked again. */
async function decided<T>(request: GroupRequest, reader: CrmReader, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ScanRefused && error.avoid)
      reader.knowledge.of(request.module).undecided.add(groupText(request, 1))
    throw error
  }
}

/** All groups in one page: their order is arbitrary, so a second page could repeat or miss some. */
async function allGroups(
  request: GroupRequest,
  reader: CrmReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const max = reader.knowledge.limits.limit
  for (const limit of [Math.min(request.firstPage, max), max]) {
    const { rows, more } = await ask(request, limit, reader, context)
    const absent = request.select.filter((key) => rows.some((row) => ownValue(row, key) === undefined))
    if (absent.length > 0) throw leftOut(absent, request, reader)
    if (!more) return rows
  }
  throw undecided(`${request.module} has more groups than one page of COQL holds: grouped here`)
}

async function ask(request: GroupRequest, limit: number, reader: CrmReader, context: ReadContext): Promise<PageAnswer> {
  const whole = request.by.length > 0 ? answers.groups : answers.aggregates
  const known = reader.knowledge.state(request.module)
  try {
    return answerOf(await reader.ask(coqlCall(reader.version, groupText(request, limit), limit, whole), context))
  } catch (error) {
    const refusal = refusalOf(error)
    const { module, select, where } = request
    if (refusal && reader.knowledge.state(module) !== known)
      throw new ScanRefused('another query was refused meanwhile', error)
    const lesson = refusal && learn(refusal, { module, select, where, ordered: false, grouped: true }, reader.knowledge)
    if (!lesson) throw error
    throw givenUp(lesson.notice, context, error)
  }
}

/** Facts 11.37: a column may be silently absent, and groups without what they are groups of tell nothing. */
function leftOut(keys: readonly string[], { module, by }: GroupRequest, reader: CrmReader): ScanRefused {
  const { columnsRefused } = reader.knowledge.of(module)
  for (const { key } of by) if (keys.includes(key)) columnsRefused.add(key)
  return undecided(`COQL leaves out ${keys.join(', ')} of groups of ${module}: grouped here`)
}

/** A value that cannot be told from another meaning of it: the rows have to be asked. */
const undecided = (why: string): ScanRefused => new ScanRefused(why, undefined, 'grouping')

function aggregate({ fn, cell }: RemoteAggregate, row: AnswerRow, request: GroupRequest): Value {
  const rows = countOf(row)
  if (fn === 'count' || !cell) return rows
  // Whether Zoho answers null or 0 for nothing is not documented (facts 11.5): the count tells.
  if (rows === 0) return null
  const { column } = cell.ref
  const key = columnText(cell.key)
  const isGuarded = request.guarded
  if (fn === 'min' || fn === 'max') {
    const json = row[`${fn.toUpperCase()}(${key})`]
    if (isGuarded ? json === null : isZero(json) && !hasValues(row, key))
      throw undecided('a least or greatest value of zero at Zoho may be one of nothing: looked for here')
    return decoderOf(column)(json)
  }
  const sum = number(row[`SUM(${key})`])
  if (sum === null && isGuarded) throw undecided('Zoho gave no sum of values that are there: added up here')
  if (sum === null) return null
  const scale = column.type.name === 'numeric' ? (column.type.scale ?? 0) : 0
  if (!isExact(sum, scale, rows, extreme(row, key)))
    throw undecided('a sum at Zoho may have lost digits: added up here')
  if (sum === 0 && !request.guarded) throw undecided('a sum of zero at Zoho may be one of nothing: added up here')
  const exact = new Decimal(sum).toDecimalPlaces(scale)
  if (fn === 'sum') return exact.toFixed(scale)
  return average(exact, request.guarded ? rows : valuesAveraged(sum, number(row[`AVG(${key})`])), scale)
}

/** NaN for what is neither a number nor the text of one. */
function number(json: unknown): number | null {
  if (json === null || json === undefined || json === '') return null
  return typeof json === 'number' || typeof json === 'string' ? Number(json) : Number.NaN
}

const isZero = (json: unknown): boolean => number(json) === 0

/** An aggregate of the column is neither null nor zero: it has values. */
const hasValues = (row: AnswerRow, key: string): boolean =>
  ['SUM', 'AVG', 'MIN', 'MAX'].some((fn) => number(row[`${fn}(${key})`] ?? 0) !== 0)

/** The greatest magnitude among the values; undefined where it was not asked for. */
function extreme(row: AnswerRow, key: string): number | undefined {
  const [least, most] = [number(row[`MIN(${key})`]), number(row[`MAX(${key})`])]
  return least === null || most === null ? undefined : Math.max(Math.abs(least), Math.abs(most))
}

/**
 * A sum of doubles says what the sum of the decimals is: its rounding errors stay under half of the last place that
 * counts, and it lies as near to a number of that many places as it should. Each of the additions is off by half a
 * unit of the running sum at most; they do not all err the same way, which eight standard deviations allow for. Where
 * the magnitudes are not known, terms of both signs may have cancelled out, and the worst is assumed.
 */
function isExact(sum: number, scale: number, terms: number, magnitude: number | undefined): boolean {
  const unit = 10 ** -scale
  const rounded = Number(sum.toFixed(Math.min(scale, 100)))
  const spread = magnitude === undefined ? terms : Math.min(terms, 8 * Math.sqrt(terms))
  const bound = Math.max(Math.abs(sum), magnitude ?? 0) * (Number.EPSILON / 2) * Math.max(2, spread)
  return Number.isFinite(sum) && bound < 0.5 * unit && Math.abs(sum - rounded) < 0.1 * unit
}

/** How many values were averaged: the nearest whole number, since both came from the same rows. */
function valuesAveraged(sum: number, avg: number | null): number {
  const count = avg ? Math.round(sum / avg) : 0
  if (count === 0) throw undecided('an average at Zoho does not fit its sum: averaged here')
  return count
}

const Exact = Decimal.clone({ precision: 60 })

/** The quotient with the places that PostgreSQL gives an average: sixteen significant digits, at least the sum's. */
function average(sum: Decimal, count: number, scale: number): string {
  const [x, y] = [groupsOfFour(sum), groupsOfFour(new Decimal(count))]
  const weight = x.weight - y.weight - (x.first <= y.first ? 1 : 0)
  return new Exact(sum).div(count).toFixed(Math.max(SIGNIFICANT_DIGITS_MIN - 4 * weight, scale, 0))
}

const SIGNIFICANT_DIGITS_MIN = 16

/** PostgreSQL counts digits in groups of four: how many stand before the point, less one, and the first group's value. */
function groupsOfFour(value: Decimal): { readonly weight: number; readonly first: number } {
  if (value.isZero()) return { weight: 0, first: 0 }
  const weight = Math.floor(value.e / 4)
  return { weight, first: value.abs().div(new Exact(10_000).pow(weight)).trunc().toNumber() }
}
