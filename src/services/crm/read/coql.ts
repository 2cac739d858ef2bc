import { ownValue } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { columnBatches } from '../../kit/batches.ts'
import { placesAhead, ReadAhead } from '../../kit/pages/ahead.ts'
import { isBeyond, keyset } from '../../kit/pages/keyset.ts'
import type { PageAnswer } from '../../kit/pages/page.ts'
import { isLasting, refusalOf } from '../../kit/refusals.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import { answerOf, askCoql, coqlCall } from '../ask.ts'
import { factsOf } from '../catalog/columns.ts'
import { learn } from '../learn.ts'
import { coqlPaging, fullStep } from '../limits.ts'
import { both, type CoqlCondition, type CoqlOrder, coqlText, everything, textValue } from '../query.ts'
import { pageLimit, selectOf, sentOffset, whereKey } from '../request/coql.ts'
import { type CoqlCell, type CoqlRequest, type ExtraCell, MARKER, type ScanSegment } from '../request/index.ts'
import { filled } from './fetch.ts'
import { withLayouts } from './layouts.ts'
import type { CrmReader } from './reader.ts'
import { rowDecoder } from './rows.ts'
import { widened } from './wide.ts'

/** Rows of a COQL scan. By id, or in one ordered page for each segment. */
export async function* readCoql(request: CoqlRequest, reader: CrmReader, context: ReadContext): AsyncGenerator<Page> {
  const scan = new CoqlScan(request, reader, context)
  for (const segment of request.segments) {
    if (scan.satisfied) return
    yield* isById(segment) ? scan.byId(segment) : scan.ordered(segment)
  }
}

const isById = (segment: ScanSegment): boolean => segment.orderBy.every((order) => order.column === 'id')

/** Pages of a scan of unknown length after which its rest is counted. */
const LONG_PAGES = 5

const nothing: PageAnswer = { rows: [], more: true }

class CoqlScan {
  readonly #request: CoqlRequest
  readonly #reader: CrmReader
  readonly #context: ReadContext
  /** Rows still to be left out, and still wanted. */
  #skip: number
  #wanted: number
  /** Rows have been handed on: another offer is too late. */
  #begun = false
  /** Rows received by id, and how many there will be, as far as it is known. */
  #read = 0
  #expected: number | undefined
  #counted = false
  readonly #ahead = new ReadAhead()
  /** Pages side by side were refused. */
  #alone = false

  constructor(request: CoqlRequest, reader: CrmReader, context: ReadContext) {
    this.#request = request
    this.#reader = reader
    this.#context = context
    this.#skip = request.offset
    this.#wanted = request.limit ?? Infinity
    this.#expected = request.expected
  }

  get satisfied(): boolean {
    return this.#wanted <= 0
  }

  /** Keyset paging: no row twice, none missed that was there throughout, whatever others write meanwhile. */
  async *byId(segment: ScanSegment): AsyncGenerator<Page> {
    const descending = segment.orderBy[0]?.descending === true
    const where = both(this.#request.where, segment.where)
    try {
      yield* this.#pagesById(where, descending)
    } finally {
      this.#ahead.end()
    }
  }

  async *#pagesById(where: CoqlCondition | undefined, descending: boolean): AsyncGenerator<Page> {
    const next = (last: string | undefined) => this.#next(where, descending, last)
    const from = (last: string) => this.#from(where, descending, last)
    for await (const rows of keyset({ descending, next, from })) {
      this.#read += rows.length
      yield* this.#emit(rows)
      if (this.satisfied) return
    }
    if (this.#request.limit === undefined && this.#request.offset === 0)
      this.#reader.knowledge.remember(this.#request.module, whereKey(where), this.#read)
  }

  /** The page that follows the last one, and others after it side by side where more than one is expected. */
  async #next(where: CoqlCondition | undefined, descending: boolean, last: string | undefined): Promise<PageAnswer> {
    const ahead = await this.#ahead.take((id) => isBeyond(id, last, descending))
    if (ahead) return ahead
    const from = both(where, after(last, descending))
    const orderBy = [{ column: 'id', descending }]
    const counting = this.#isLong() ? this.#count(from) : undefined
    if (last !== undefined || this.#skip === 0) this.#askAhead(from, orderBy)
    const page = await this.#page(from, orderBy, last)
    const counted = await counting
    if (counted !== undefined) this.#expected = this.#read + counted
    return page
  }

  /** The page that begins with this row. */
  #from(where: CoqlCondition | undefined, descending: boolean, first: string): Promise<PageAnswer> {
    const before = String(BigInt(first) + (descending ? 1n : -1n))
    return this.#page(both(where, after(before, descending)), [{ column: 'id', descending }], before)
  }

  #askAhead(where: CoqlCondition | undefined, orderBy: readonly CoqlOrder[]): void {
    const left = Math.min((this.#expected ?? 0) - this.#read, this.#wanted + this.#skip)
    const [select, ...others] = this.#batches()
    if (!this.#request.eager || this.#alone || others.length > 0) return
    const { module: from } = this.#request
    this.#ahead.begin(placesAhead(left, coqlPaging(this.#reader.knowledge.limits.limit)), async (place, stop) => {
      const context = { ...this.#context, signal: AbortSignal.any([this.#context.signal, stop]) }
      const query = { select: select!, from, where: where ?? everything, orderBy, ...place }
      try {
        return await askCoql(this.#reader.ask, this.#reader.version, query, context)
      } catch (error) {
        if (!refusalOf(error)) throw error
        this.#alone = true
        return nothing
      }
    })
  }

  /** So much was read that it is worth a credit to know how much is left. */
  #isLong(): boolean {
    const { eager, mayCount } = this.#request
    const long = LONG_PAGES * this.#reader.knowledge.limits.limit
    if (!eager || !mayCount || this.#expected !== undefined || this.#counted) return false
    return this.#read >= long && this.#wanted > long
  }

  /** Rows left; undefined where Zoho does not say. */
  async #count(where: CoqlCondition | undefined): Promise<number | undefined> {
    this.#counted = true
    const query = { select: ['COUNT(id)'], from: this.#request.module, where: where ?? everything, limit: 1 }
    try {
      const call = coqlCall(this.#reader.version, coqlText(query), 1, answers.aggregates)
      const { rows } = answerOf(await this.#reader.ask(call, this.#context))
      const count = Number(rows[0]?.['COUNT(id)'])
      return Number.isSafeInteger(count) ? count : undefined
    } catch {
      return undefined
    }
  }

  /** An order that is not by id comes in one page; the offer saw to it that one is enough. */
  async *ordered(segment: ScanSegment): AsyncGenerator<Page> {
    const { rows, more } = await this.#page(both(this.#request.where, segment.where), segment.orderBy, undefined)
    if (more && rows.length < this.#wanted + this.#skip) throw this.#tooShort()
    yield* this.#emit(rows)
  }

  /** A limit turned out lower than the offer had counted on; else ordered pages are not to be had whole. */
  #tooShort(): Error {
    const { module } = this.#request
    const why = `an ordered page of ${module} holds fewer rows than are wanted`
    if (this.#wanted + this.#skip <= this.#reader.knowledge.limits.limit) {
      this.#reader.knowledge.of(module).orderRefused = true
      this.#context.meter.notices.push(`${why}: sorted here`)
    }
    return this.#begun ? new ZohoSqlError('REMOTE_ANSWER', `${why}.`) : new ScanRefused(why)
  }

  async *#emit(rows: readonly AnswerRow[]): AsyncGenerator<Page> {
    const kept = rows.slice(this.#skip, this.#skip + this.#wanted)
    this.#skip = Math.max(0, this.#skip - rows.length)
    this.#wanted -= kept.length
    if (kept.length === 0) return
    const page = { rows: await this.#decode(kept) }
    this.#begun = true
    yield page
  }

  /** The next page's LIMIT: no more than is wanted, since credits go by the LIMIT asked for. */
  #limit(isFirst: boolean, offset: number): number {
    const { limits } = this.#reader.knowledge
    const most = isFirst ? pageLimit(this.#request, limits) : this.#left(limits.limit)
    return Math.max(1, Math.min(most, this.#wanted + this.#skip - offset))
  }

  /** What is still to come, as far as it is known. */
  #left(max: number): number {
    const left = (this.#expected ?? Infinity) - this.#read
    return left > 0 && left < max ? Math.min(max, fullStep(left)) : max
  }

  async #page(
    where: CoqlCondition | undefined,
    orderBy: readonly CoqlOrder[],
    last: string | undefined,
  ): Promise<PageAnswer> {
    const batches = this.#batches()
    const [batch] = batches
    const isFirst = last === undefined
    const offset = isFirst ? sentOffset(this.#request, this.#reader.knowledge.limits) : 0
    const limit = this.#limit(isFirst, offset)
    const query = { select: batch!, from: this.#request.module, where: where ?? everything, orderBy, limit, offset }
    const known = this.#reader.knowledge.state(this.#request.module)
    try {
      const answer = await askCoql(this.#reader.ask, this.#reader.version, query, this.#context, last)
      const whole = batches.length === 1 ? answer.rows : await this.#widened(answer.rows, where, orderBy)
      this.#skip -= offset
      return { ...answer, rows: whole }
    } catch (error) {
      const isOld = refusalOf(error) && this.#reader.knowledge.state(this.#request.module) !== known
      if (isOld ? !this.#outdated(error, batch!, limit) : !this.#lesson(error, batches.flat(), where, orderBy))
        throw error
      return this.#page(where, orderBy, last)
    }
  }

  /**
   * Another scan has met a refusal while this page was asked for, most likely the same one: true if the page would be
   * asked for otherwise by now. Throws `ScanRefused` when the whole offer may differ.
   */
  #outdated(error: unknown, select: readonly string[], limit: number): boolean {
    const { limits } = this.#reader.knowledge
    if (limit > limits.limit || select.length > limits.selectColumns) return true
    if (this.#begun) return false
    throw new ScanRefused('another query was refused meanwhile', error)
  }

  /** True: ask again. Throws `ScanRefused` when another offer is called for. */
  #lesson(error: unknown, select: readonly string[], where: CoqlCondition | undefined, orderBy: readonly CoqlOrder[]) {
    const refusal = refusalOf(error)
    if (!refusal || !isLasting(refusal)) return false
    const ordered = orderBy.some((order) => order.column !== 'id')
    const sent = { module: this.#request.module, select, where: this.#request.where ?? where, ordered, grouped: false }
    const lesson = learn(refusal, sent, this.#reader.knowledge)
    if (!lesson) return false
    this.#context.meter.notices.push(lesson.notice)
    if (lesson.then === 'again') return true
    if (this.#begun) return false
    throw new ScanRefused(lesson.notice, error)
  }

  /** The columns in as many lists as a query may select. */
  #batches(): string[][] {
    const all = selectOf(this.#request)
    const max = this.#reader.knowledge.limits.selectColumns
    if (all.length <= max) return [all]
    const hasMarker = all.includes(MARKER) || this.#reader.hasField(this.#request.module, MARKER)
    return columnBatches(all, max, hasMarker ? MARKER : undefined)
  }

  /** The rest of wide rows. */
  #widened(
    rows: readonly AnswerRow[],
    where: CoqlCondition | undefined,
    orderBy: readonly CoqlOrder[],
  ): Promise<AnswerRow[]> {
    const [order] = orderBy
    const run = order?.column === 'id' ? { where, descending: order.descending } : undefined
    const page = { module: this.#request.module, batches: this.#batches(), run }
    return widened(rows, page, async (query) => {
      const limit = Math.min(query.limit, this.#reader.knowledge.limits.limit)
      const { rows, more } = await askCoql(this.#reader.ask, this.#reader.version, { ...query, limit }, this.#context)
      if (more && rows.length < query.limit) throw this.#cut(query.limit)
      return rows
    })
  }

  /** What is not there would be taken for what is gone. */
  #cut = (wanted: number): ZohoSqlError =>
    new ZohoSqlError('REMOTE_ANSWER', `COQL gave fewer than the ${wanted} rows of ${this.#request.module} that it has.`)

  async #decode(page: readonly AnswerRow[]): Promise<Value[][]> {
    const { module, cells } = this.#request
    const rows = await withLayouts(page, module, cells, this.#reader, this.#context)
    const extras = [...this.#request.extras, ...this.#missing(rows)]
    const decode = await rowDecoder(cells, rows, this.#reader, this.#context)
    const values = rows.map(decode)
    if (extras.length === 0) return values
    return filled(module, rows, values, extras, this.#reader, this.#context)
  }

  /** Columns that this page's rows lack although asked for, and names that came without (facts 11.22, 11.37). */
  #missing(rows: readonly AnswerRow[]): ExtraCell[] {
    const known = new Set(this.#request.extras.map((extra) => extra.index))
    const missing = [...this.#request.cells.entries()].filter(
      ([index, cell]) => !known.has(index) && cell.key !== 'id' && rows.some(lacks(cell)),
    )
    const paths = missing.flatMap(([, cell]) => (cell.ref.path.length > 0 ? [cell.key] : []))
    if (paths.length > 0) throw this.#pathsMissing(paths)
    return missing.map(([index, cell]): ExtraCell => {
      this.#note(cell)
      return { index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }
    })
  }

  /** The list of records has no paths: they are joined here. */
  #pathsMissing(keys: readonly string[]): Error {
    const { module } = this.#request
    for (const key of keys) this.#reader.knowledge.of(module).columnsRefused.add(key)
    const why = `COQL leaves out ${keys.join(', ')} of ${module}`
    this.#context.meter.notices.push(`${why}: joined here`)
    return this.#begun ? new ZohoSqlError('REMOTE_ANSWER', `${why} in later rows.`) : new ScanRefused(why)
  }

  #note(cell: CoqlCell): void {
    const { module } = this.#request
    const { fieldType, field, part } = cell.ref.column
    if (part === 'name' && fieldType === 'layout') {
      this.#reader.knowledge.of(module).namesRefused.add(field)
      this.#context.meter.notices.push(`COQL leaves out the name of ${field} of ${module}: read by the list of records`)
    } else if (part === 'name' && this.#reader.knowledge.lookupNames) {
      this.#reader.knowledge.lookupNamesMissing()
      this.#context.meter.notices.push('COQL gives lookups without their names here: read by the list of records')
    } else if (cell.ref.column.part !== 'name' && !this.#reader.knowledge.of(module).columnsRefused.has(cell.key)) {
      this.#reader.knowledge.of(module).columnsRefused.add(cell.key)
      this.#context.meter.notices.push(`COQL leaves out ${cell.key} of ${module}: read by the list of records`)
    }
  }
}

/** The key is not there, or a lookup that has an id has no name. */
function lacks({ key, ref }: CoqlCell): (row: AnswerRow) => boolean {
  // JSON has no undefined: it stands for a key that is not there.
  const absent = (row: AnswerRow): boolean => ownValue(row, key) === undefined
  // ASSUMPTION: where COQL shows tags, a record without any has an empty list; null may be all that is known.
  if (ref.column.field === 'Tag') return (row) => !Array.isArray(ownValue(row, key))
  if (ref.column.part !== 'name' || factsOf(ref.column).shape === 'user') return absent
  return (row) => {
    const value = ownValue(row, key) ?? null
    if (value === null || value === '') return false
    return typeof value !== 'object' || !Object.hasOwn(value, 'name')
  }
}

const after = (last: string | undefined, descending: boolean): CoqlCondition | undefined =>
  last === undefined ? undefined : { kind: 'compare', column: 'id', op: descending ? '<' : '>', value: textValue(last) }
