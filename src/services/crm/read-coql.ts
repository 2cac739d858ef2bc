import type { Value } from '../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../source/index.ts'
import { type Answer, askCoql, idOf, type Row, refusalOf } from './ask.ts'
import { factsOf } from './columns.ts'
import { fillExtras } from './fetch.ts'
import { learn } from './learn.ts'
import { fullStep } from './limits.ts'
import { CHEAPEST_PAGE, pageLimit, selectOf, sentOffset, whereKey } from './offer-coql.ts'
import { both, type CoqlCondition, type CoqlOrder, everything, textValue } from './query.ts'
import type { Reader } from './read.ts'
import type { Cell, CoqlRequest, Extra, Segment } from './request.ts'
import { rowDecoder } from './rows.ts'

/** Rows of a COQL scan. By id, or in one ordered page for each segment. */
export async function* readCoql(request: CoqlRequest, reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  const scan = new CoqlScan(request, reader, context)
  for (const segment of request.segments) {
    if (scan.satisfied) return
    yield* isById(segment) ? scan.byId(segment) : scan.ordered(segment)
  }
}

const isById = (segment: Segment): boolean => segment.orderBy.every((order) => order.column === 'id')

class CoqlScan {
  readonly #request: CoqlRequest
  readonly #reader: Reader
  readonly #context: ReadContext
  /** Rows still to be left out, and still wanted. */
  #skip: number
  #wanted: number
  #answered = false
  /** Rows received by id. */
  #read = 0

  constructor(request: CoqlRequest, reader: Reader, context: ReadContext) {
    this.#request = request
    this.#reader = reader
    this.#context = context
    this.#skip = request.offset
    this.#wanted = request.limit ?? Infinity
  }

  get satisfied(): boolean {
    return this.#wanted <= 0
  }

  /** Keyset paging: no row twice, none missed that was there throughout, whatever others write meanwhile. */
  async *byId(segment: Segment): AsyncGenerator<Page> {
    const descending = segment.orderBy[0]?.descending === true
    const where = both(this.#request.where, segment.where)
    let last: string | undefined
    while (!this.satisfied) {
      const { rows, more } = await this.#page(
        both(where, after(last, descending)),
        [{ column: 'id', descending }],
        last,
      )
      const fresh = rows.filter((row) => last === undefined || isBeyond(idOf(row), last, descending))
      if (fresh.length > 0) {
        last = idOf(fresh.at(-1)!)
        this.#read += fresh.length
        yield* this.#emit(fresh)
      }
      if (more && fresh.length > 0) continue
      if (this.#request.limit === undefined && this.#request.offset === 0) {
        this.#reader.knowledge.remember(this.#request.module, whereKey(where), this.#read)
      }
      return
    }
  }

  /** An order that is not by id comes in one page; the offer saw to it that one is enough. */
  async *ordered(segment: Segment): AsyncGenerator<Page> {
    const { rows } = await this.#page(both(this.#request.where, segment.where), segment.orderBy, undefined)
    yield* this.#emit(rows)
  }

  async *#emit(rows: readonly Row[]): AsyncGenerator<Page> {
    const kept = rows.slice(this.#skip, this.#skip + this.#wanted)
    this.#skip = Math.max(0, this.#skip - rows.length)
    this.#wanted -= kept.length
    if (kept.length > 0) yield { rows: await this.#decode(kept) }
  }

  /** The next page's LIMIT: no more than is wanted, since credits go by the LIMIT asked for. */
  #limit(isFirst: boolean, offset: number): number {
    const { limits } = this.#reader.knowledge
    const most = isFirst ? pageLimit(this.#request, limits) : this.#left(limits.limit)
    return Math.max(1, Math.min(most, this.#wanted + this.#skip - offset))
  }

  /** What is still to come, as far as it is known. */
  #left(max: number): number {
    const left = (this.#request.expected ?? Infinity) - this.#read
    return left > 0 && left < max ? Math.min(max, fullStep(left)) : max
  }

  async #page(
    where: CoqlCondition | undefined,
    orderBy: readonly CoqlOrder[],
    last: string | undefined,
  ): Promise<Answer> {
    const [batch, ...others] = this.#batches()
    const isFirst = last === undefined
    const offset = isFirst ? sentOffset(this.#request, this.#reader.knowledge.limits) : 0
    const limit = this.#limit(isFirst, offset)
    const query = { select: batch!, from: this.#request.module, where: where ?? everything, orderBy, limit, offset }
    const known = this.#reader.knowledge.state(this.#request.module)
    try {
      const answer = await askCoql(this.#reader.ask, this.#reader.version, query, this.#context)
      this.#answered = true
      this.#skip -= offset
      return others.length === 0 ? answer : { ...answer, rows: await this.#widened(answer.rows, others) }
    } catch (error) {
      const isOld = refusalOf(error) && this.#reader.knowledge.state(this.#request.module) !== known
      if (isOld ? !this.#outdated(error, batch!, limit) : !this.#lesson(error, batch!, where, orderBy)) throw error
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
    if (this.#answered) return false
    throw new ScanRefused('another query was refused meanwhile', error)
  }

  /** True: ask again. Throws `ScanRefused` when another offer is called for. */
  #lesson(error: unknown, select: readonly string[], where: CoqlCondition | undefined, orderBy: readonly CoqlOrder[]) {
    const refusal = refusalOf(error)
    if (!refusal || (refusal.status !== undefined && refusal.status >= 429)) return false
    const ordered = orderBy.some((order) => order.column !== 'id')
    const sent = { module: this.#request.module, select, where: this.#request.where ?? where, ordered, grouped: false }
    const lesson = learn(refusal, sent, this.#reader.knowledge)
    if (!lesson) return false
    this.#context.meter.notices.push(lesson.notice)
    if (lesson.then === 'again') return true
    if (this.#answered) return false
    throw new ScanRefused(lesson.notice, error)
  }

  /** The columns in as many lists as a query may select. */
  #batches(): string[][] {
    const all = selectOf(this.#request)
    const max = this.#reader.knowledge.limits.selectColumns
    if (all.length <= max) return [all]
    const others = all.filter((key) => key !== MARKER)
    const marker = all.length > others.length || this.#reader.hasField(this.#request.module, MARKER) ? [MARKER] : []
    const size = max - marker.length
    return Array.from({ length: Math.ceil(others.length / size) }, (_, i) => [
      ...others.slice(i * size, (i + 1) * size),
      ...marker,
    ])
  }

  /** The rest of wide rows, by the ids of the page. A row that changed in between is read again, as a whole. */
  async #widened(rows: readonly Row[], batches: readonly string[][]): Promise<Row[]> {
    let merged = await this.#merge(rows, batches)
    for (let attempt = 0; attempt < REREADS_MAX && merged.torn.length > 0; attempt++) {
      const again = await this.#byIds(merged.torn, this.#batches()[0]!)
      const repaired = await this.#merge(again, batches)
      const byId = new Map(repaired.whole.map((row) => [idOf(row), row]))
      merged = {
        whole: merged.whole.concat([...byId.values()]),
        torn: repaired.torn,
      }
    }
    const place = new Map(rows.map((row, index) => [idOf(row), index]))
    return [...merged.whole].sort((a, b) => place.get(idOf(a))! - place.get(idOf(b))!)
  }

  async #merge(rows: readonly Row[], batches: readonly string[][]): Promise<{ whole: Row[]; torn: string[] }> {
    const ids = rows.map(idOf)
    const parts = await Promise.all(batches.map((select) => this.#byIds(ids, select)))
    const maps = parts.map((part) => new Map(part.map((row) => [idOf(row), row])))
    const whole: Row[] = []
    const torn: string[] = []
    for (const row of rows) {
      const pieces = maps.map((map) => map.get(idOf(row)))
      const same = pieces.every((piece) => piece && piece[MARKER] === row[MARKER])
      if (same) whole.push(Object.assign({}, row, ...pieces))
      else torn.push(idOf(row))
    }
    return { whole, torn }
  }

  /** Rows between the lowest and the highest of these ids, in one call where the ids lie close. */
  async #byIds(ids: readonly string[], select: readonly string[]): Promise<readonly Row[]> {
    if (ids.length === 0) return []
    const sorted = [...ids].sort(compareIds)
    const range = both(
      this.#request.where,
      { kind: 'compare', column: 'id', op: '>', value: textValue(String(BigInt(sorted[0]!) - 1n)) },
      { kind: 'compare', column: 'id', op: '<', value: textValue(String(BigInt(sorted.at(-1)!) + 1n)) },
    )
    const list = { kind: 'in', column: 'id', values: sorted.map(textValue), negated: false } as const
    const query = {
      select,
      from: this.#request.module,
      where: ids.length <= IDS_IN_LIST ? list : range!,
      orderBy: [{ column: 'id', descending: false }],
      limit: Math.min(this.#reader.knowledge.limits.limit, ids.length),
    }
    const wanted = new Set(ids)
    const { rows } = await askCoql(this.#reader.ask, this.#reader.version, query, this.#context)
    return rows.filter((row) => wanted.has(idOf(row)))
  }

  async #decode(rows: readonly Row[]): Promise<Value[][]> {
    const extras = [...this.#request.extras, ...this.#missing(rows)]
    const decode = await rowDecoder(this.#request.cells, rows, this.#reader, this.#context)
    const values = rows.map(decode)
    if (extras.length > 0) {
      await fillExtras(this.#request.module, rows, values, extras, this.#reader, this.#context)
    }
    return values
  }

  /** Columns that this page's rows lack although asked for, and names that came without (facts 11.22, 11.37). */
  #missing(rows: readonly Row[]): Extra[] {
    const known = new Set(this.#request.extras.map((extra) => extra.index))
    return this.#request.cells.flatMap((cell, index): Extra[] => {
      if (known.has(index) || cell.key === 'id') return []
      if (cell.ref.path.length > 0 || !rows.some(lacks(cell))) return []
      this.#note(cell)
      return [{ index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }]
    })
  }

  #note(cell: Cell): void {
    const { module } = this.#request
    if (cell.ref.column.part === 'name' && this.#reader.knowledge.lookupNames) {
      this.#reader.knowledge.lookupNamesMissing()
      this.#context.meter.notices.push('COQL gives lookups without their names here: read by the list of records')
    } else if (cell.ref.column.part !== 'name' && !this.#reader.knowledge.module(module).columnsRefused.has(cell.key)) {
      this.#reader.knowledge.module(module).columnsRefused.add(cell.key)
      this.#context.meter.notices.push(`COQL leaves out ${cell.key} of ${module}: read by the list of records`)
    }
  }
}

/** Goes with every batch of a wide row: it tells whether the row changed in between. */
const MARKER = 'Modified_Time'
const REREADS_MAX = 3
const IDS_IN_LIST = CHEAPEST_PAGE / 4

/** The key is not there, or a lookup that has an id has no name. */
function lacks({ key, ref }: Cell): (row: Row) => boolean {
  // JSON has no undefined: it stands for a key that is not there.
  const absent = (row: Row): boolean => row[key] === undefined
  if (ref.column.part !== 'name' || factsOf(ref.column).shape === 'user') return absent
  return (row) => {
    const value = row[key]
    if (value === null || value === '') return false
    return typeof value !== 'object' || !Object.hasOwn(value, 'name')
  }
}

const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

const isBeyond = (id: string, last: string, descending: boolean): boolean =>
  descending ? compareIds(id, last) < 0 : compareIds(id, last) > 0

const after = (last: string | undefined, descending: boolean): CoqlCondition | undefined =>
  last === undefined ? undefined : { kind: 'compare', column: 'id', op: descending ? '<' : '>', value: textValue(last) }
