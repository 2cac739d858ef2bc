/**
 * A long list, read from both of its ends: credits grow with offsets, and beyond some there is nothing to be had, so twice
 * as many rows come at the least price. The order's time is one that no row changes.
 */
import type { ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { CHEAP_REACH, pageRows } from '../limits.ts'
import type { DeskOrder } from '../request.ts'
import { instantOf } from './cells.ts'
import { EndOfReach, listPage, type QueryTexts, sorted } from './pages.ts'
import type { DeskReader } from './reader.ts'

export interface BothEnds {
  readonly spec: DeskModuleSpec
  readonly query: QueryTexts
  readonly order: DeskOrder | undefined
}

type EndPages<R> = AsyncGenerator<readonly AnswerRow[], R>

class End {
  readonly descending: boolean
  count = 0
  lastId: string | undefined
  /** Time of the last row. */
  last = Number.NaN
  readonly #by: string
  readonly #pages: EndPages<void>
  #exhausted = false

  constructor({ spec, query, order }: BothEnds, left: () => number, reader: DeskReader, context: ReadContext) {
    this.descending = order?.descending ?? true
    this.#by = order?.by ?? ''
    const asked = { ...query, ...sorted(order) }
    this.#pages = unflagged({
      limit: pageRows(spec, reader.knowledge.of(spec.name)),
      uncertain: spec.list.uncertain,
      reach: undefined,
      expected: () => Math.min(left(), CHEAP_REACH),
      tooLong: () => new EndOfReach(),
      ask: (from, limit) => listPage(spec, asked, from, limit, reader, context),
    })
  }

  /** @returns whether the list has been read to its end, or to what came from the other one */
  async *read(most: number, other: End | undefined): EndPages<boolean> {
    while (!this.#exhausted && this.count < most) {
      const rows = await this.#next()
      if (rows === 'end') return true
      if (rows === undefined) return false
      this.count += rows.length
      this.lastId = idOf(rows.at(-1)!)
      this.last = instantOf(rows.at(-1)![this.#by])
      yield rows
      if (other && this.#meets(other)) return true
    }
    return false
  }

  async #next(): Promise<readonly AnswerRow[] | 'end' | undefined> {
    try {
      const { value, done } = await this.#pages.next()
      return done ? 'end' : value
    } catch (error) {
      if (!(error instanceof EndOfReach)) throw error
      this.#exhausted = true
      return undefined
    }
  }

  /** What lies between two times is empty where they have passed one another. */
  #meets({ last }: End): boolean {
    return this.descending ? this.last < last : this.last > last
  }
}

export class EndToEnd {
  readonly #first: End
  readonly #other: End | undefined
  /** Rows that there are, as far as is known: so many are sure to be wanted. */
  total = 0

  constructor(listing: BothEnds, reader: DeskReader, context: ReadContext) {
    const { order } = listing
    this.#first = new End(listing, () => this.total, reader, context)
    if (!order) return
    const turned = { ...order, descending: !order.descending }
    this.#other = new End({ ...listing, order: turned }, () => this.total - this.#first.count, reader, context)
  }

  /** Rows read from the first end. */
  get count(): number {
    return this.#first.count
  }
  get last(): number {
    return this.#first.last
  }

  get lastId(): string | undefined {
    return this.#first.lastId
  }

  /** @returns whether that was all */
  begin(most: number): EndPages<boolean> {
    return this.#first.read(most, this.#other)
  }

  /** What is left, from both ends; `deep`: at any price. @returns whether all has been read */
  async *rest(deep: boolean): EndPages<boolean> {
    for (const most of deep ? [CHEAP_REACH, Infinity] : [CHEAP_REACH]) {
      if (yield* this.#first.read(most, this.#other)) return true
      if (this.#other && (yield* this.#other.read(most, this.#first))) return true
    }
    return false
  }
}
