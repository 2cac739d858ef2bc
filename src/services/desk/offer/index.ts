/**
 * A want into the best scan of it: `records` by lists and `search` side by side, the cheaper one taken, `single` where ids
 * are named, `children` and `count`; `where` writes the conditions. Pure: what is known of the account comes with the want.
 */
import { creditsFor, type KeyLists, type Offer, refName, type Want } from '../../../source/index.ts'
import { nothingDone } from '../../kit/offers.ts'
import { handleOf } from '../catalog/columns.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { EVERYTHING } from '../knowledge.ts'
import type { RowsRequest } from '../request.ts'
import { childrenOffer } from './children.ts'
import type { DeskOfferContext } from './common.ts'
import { countOffer } from './count.ts'
import { recordsOffer, rowsPassed, searchOffer } from './rows.ts'
import { singleOffer } from './single.ts'

/** The best this service can do of a want, priced. */
export function offer(want: Want, context: DeskOfferContext): Offer {
  const handle = handleOf(want.table)
  if (!context.pushdown && wantsMore(want)) {
    const whole = offer({ table: want.table, columns: want.columns, where: [] }, context)
    return { ...whole, ...nothingDone(want.where, 'pushdown=false') }
  }
  if (handle.kind === 'child') return childrenOffer(want, handle.spec)
  const { spec } = handle
  const counted = want.grouping && countOffer(want, spec, context)
  if (counted) return counted
  const { grouping: _stays, ...plain } = want
  return rows(plain, spec, context)
}

/** Than all rows as they come. */
const wantsMore = ({ where, grouping, orderBy, limit, offset }: Want): boolean =>
  where.length > 0 || grouping !== undefined || (orderBy ?? []).length > 0 || limit !== undefined || (offset ?? 0) > 0

function rows(want: Want, spec: DeskModuleSpec, context: DeskOfferContext): Offer {
  const single = singleOffer(want, spec)
  if (single) return { ...single, keys: keysOf(want, spec, context) }
  const byList = recordsOffer(want, spec, context)
  const bySearch = searchOffer(want, spec, context)
  return { ...chosen(want, byList, bySearch, context), keys: keysOf(want, spec, context) }
}

/** Rows that are reckoned with where nothing is known of their number. */
const GUESS = 2000

function chosen(want: Want, byList: Offer, bySearch: Offer | string, context: DeskOfferContext): Offer {
  const rows = context.knowledge.recall(want.table.name, EVERYTHING) ?? GUESS
  const passed = rowsPassed(byList.scan.request as RowsRequest, rows, context.knowledge.now)
  const of = (one: Offer, more = 0): number =>
    pagesFor(one.price, more) + creditsFor(one.price, expected(want, one, rows))
  const said = (one: Offer, more: readonly string[]): Offer => ({ ...one, notes: [...one.notes, ...more] })
  const priced = (...ways: readonly (readonly [road: string, credits: number])[]): string =>
    ways.map(([road, credits], i) => `${road} at some ${credits}${i === 0 ? ' credits' : ''}`).join(', not ')
  const records = ['records', of(byList, passed)] as const
  const single = ['single', singlyCredits(byList, expected(want, byList, rows))] as const
  if (typeof bySearch === 'string') return said(byList, [priced(records, single), `no search: ${bySearch}`])
  const search = ['search', of(bySearch)] as const
  if (context.road === 'single') return said(byList, [priced(single, records, search)])
  const isCloser = passed > 0 || sentIn(bySearch) > sentIn(byList)
  const isLater = search[1] < records[1] || (search[1] === records[1] && isCloser)
  const isSearched = context.road === 'search' || (context.road !== 'records' && isLater)
  const note = isSearched ? priced(search, records, single) : priced(records, search, single)
  return said(isSearched ? bySearch : byList, [note])
}

/** Pages of rows that come before those that are meant. */
const pagesFor = ({ perPage }: Offer['price'], rows: number): number =>
  perPage ? Math.floor(rows / perPage.rows) * perPage.credits : 0

/** Each row of a list by a read of its own. */
const singlyCredits = ({ price: { details: _details, ...price } }: Offer, rows: number): number =>
  creditsFor({ ...price, details: { singly: true } }, rows)

const sentIn = ({ verdicts }: Offer): number => verdicts.filter(({ outcome }) => outcome !== 'local').length

/** Conditions that travel are thought to leave a tenth of the rows each. */
function expected({ limit, offset = 0, rowsHint }: Want, one: Offer, rows: number): number {
  const guess = one.price.rows ?? Math.max(1, rows / 10 ** Math.min(2, sentIn(one)))
  const wanted = one.limited && limit !== undefined ? limit + offset : rowsHint
  return Math.min(guess, wanted ?? Infinity)
}

/** Lists of keys that narrow a table: by ids, and by what a search or a list takes. */
function keysOf({ columns }: Want, spec: DeskModuleSpec, { knowledge }: DeskOfferContext): KeyLists {
  const own = columns.filter(({ path }) => path.length === 0)
  const params = knowledge.searchClosed(spec.name) ? {} : { ...spec.search?.exact }
  const texts = knowledge.searchClosed(spec.name) ? {} : { ...spec.search?.text }
  const names = own.map(refName)
  // Texts may hold what no parameter takes, and picklists are no keys.
  const many = names.filter((name) => name === 'id' || (params[name]?.max ?? 0) >= 30 || name in texts)
  const single = names.filter((name) => !many.includes(name) && (name in params || name in spec.list.filters))
  return { columns: many, single, most: 30, lists: 40, patient: spec.list.paged }
}
