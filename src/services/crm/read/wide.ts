/**
 * Rows with more columns than one query may select: the page brings the first of them, the rest follows by the ids of
 * the page. A row that changed in between is read again, as a whole.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { both, type CoqlCondition, type CoqlQuery, type CoqlTest, textValue } from '../query.ts'

/** Goes with every list of columns: it tells whether the row changed in between. */
export const MARKER = 'Modified_Time'
export const REREADS_MAX = 3
/** Values of one IN list, and lists of one query, that every version takes (facts 6.2). */
const IDS_IN_LIST = 50
const LISTS_MAX = 20

export interface WidePage {
  readonly module: string
  /** Lists of columns; the rows have the first already. */
  readonly batches: readonly (readonly string[])[]
  /** Where the page holds all ids of a range: what else was asked of its rows, and their direction. */
  readonly run: { readonly where: CoqlCondition | undefined; readonly descending: boolean } | undefined
}

type Ask = (query: CoqlQuery) => Promise<readonly Row[]>

/** The rows with all their columns, in their order; those that are gone since are left out. */
export async function widened(rows: readonly Row[], page: WidePage, ask: Ask): Promise<Row[]> {
  const [first, ...others] = page.batches as [readonly string[], ...(readonly string[])[]]
  const whole = new Map<string, Row>()
  let current = rows
  let { run } = page
  for (let attempt = 0; current.length > 0; attempt++) {
    if (attempt > REREADS_MAX) throw restless(page.module, current.length)
    const queries = run ? [rangeOf(current, run)] : listsOf(current.map(idOf))
    const parts = await Promise.all(others.map((select) => askAll(queries, select, page.module, ask)))
    const torn = merge(current, parts, whole)
    // A page is read again by lists of ids: what is torn is no range any more.
    run = undefined
    current = torn.length === 0 ? [] : await askAll(listsOf(torn), first, page.module, ask)
  }
  return rows.map((row) => whole.get(idOf(row))).filter((row) => row !== undefined)
}

/** Of rows that were read again and again. */
export const restless = (module: string, rows: number): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', `${rows} rows of ${module} changed each time they were read.`, {
    hint: 'Select fewer columns, or try again when fewer changes are being made.',
  })

/** Puts whole rows into `whole`; gives the ids of the others. */
function merge(rows: readonly Row[], parts: readonly (readonly Row[])[], whole: Map<string, Row>): string[] {
  const maps = parts.map((part) => new Map(part.map((row) => [idOf(row), row])))
  return rows.flatMap((row) => {
    const id = idOf(row)
    const pieces = maps.map((map) => map.get(id))
    if (!pieces.every((piece) => piece && piece[MARKER] === row[MARKER])) return [id]
    whole.set(id, Object.assign({}, row, ...pieces))
    return []
  })
}

type Part = Pick<CoqlQuery, 'where' | 'orderBy' | 'limit'>

async function askAll(
  queries: readonly Part[],
  select: readonly string[],
  from: string,
  ask: Ask,
): Promise<readonly Row[]> {
  const parts = await Promise.all(queries.map((query) => ask({ ...query, select, from })))
  return parts.flat()
}

/** As many rows as there are, from the first one on, in the page's own direction. */
function rangeOf(rows: readonly Row[], { where, descending }: NonNullable<WidePage['run']>): Part {
  const edge = BigInt(idOf(rows[0]!)) + (descending ? 1n : -1n)
  const bound: CoqlTest = {
    kind: 'compare',
    column: 'id',
    op: descending ? '<' : '>',
    value: textValue(String(edge)),
  }
  return { where: both(where, bound)!, orderBy: [{ column: 'id', descending }], limit: rows.length }
}

function listsOf(ids: readonly string[]): Part[] {
  return chunks(ids, IDS_IN_LIST * LISTS_MAX).map((part) => {
    const lists = chunks(part, IDS_IN_LIST).map(
      (some): CoqlTest => ({ kind: 'in', column: 'id', values: some.map(textValue), negated: false }),
    )
    const where: CoqlCondition = lists.length === 1 ? lists[0]! : { kind: 'or', terms: lists }
    return { where, orderBy: [{ column: 'id', descending: false }], limit: part.length }
  })
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
