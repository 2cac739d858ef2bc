/** Numbers that Desk counts. */
import type { Value } from '../../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { answers } from '../answers.ts'
import { listOf } from '../catalog/metadata.ts'
import { EVERYTHING } from '../knowledge.ts'
import { searchLimits } from '../limits.ts'
import type { CountRequest } from '../request.ts'
import { rangeText } from '../values.ts'
import { ticketsCount } from './departments.ts'
import { unsettled } from './details.ts'
import { searchPage } from './pages.ts'
import type { DeskReader } from './reader.ts'

const COUNT_CREDITS = 3

export async function* readCount(
  request: CountRequest,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { by, counts, spec } = request
  const late = await unsettled(spec, reader, context)
  if (late.size > 0) throw undecided(`searches do not know yet what was changed in ${spec.name}`)
  const repeated = (count: number): Value[] => Array.from({ length: counts }, () => count)
  if (!by) {
    const count = await total(request, reader, context)
    if (Object.keys(request.query).length === 0) reader.knowledge.remember(spec.name, EVERYTHING, count)
    return yield { rows: [repeated(count)] }
  }
  const groups = await grouped(request, reader, context)
  if (groups.length > 0) yield { rows: groups.map(([value, count]) => [value, ...repeated(count)]) }
}

const undecided = (why: string): ScanRefused => new ScanRefused(`${why}: counted here`, undefined, 'grouping')

/** What a search says it finds. One that counts no further than it reaches has not counted (facts 15.22). */
async function total(request: CountRequest, reader: DeskReader, context: ReadContext): Promise<number> {
  const { wider } = request
  const count = await counted(request, reader, context)
  if (wider && count !== (await counted({ ...request, query: wider }, reader, context)))
    throw undecided('whether the ends of a range belong to it makes a difference')
  return count
}

async function counted(request: CountRequest, reader: DeskReader, context: ReadContext): Promise<number> {
  const { spec, query } = request
  const everything = Object.keys(query).length === 0
  const asked = everything
    ? { [spec.search!.ranges.createdTime!]: rangeText({ from: undefined, to: undefined }) }
    : query
  const { count } = await searchPage(spec, asked, 0, 1, reader, context)
  if (count !== undefined && count !== searchLimits.hits) return count
  if (spec.name !== 'tickets' || !everything)
    throw undecided(`a search of ${spec.name} does not tell how much it finds`)
  const told = await ticketsCount(reader, context)
  if (told === undefined) throw undecided('tickets are not counted')
  return told
}

const fold = (text: unknown): string =>
  String(text ?? '')
    .replace(/[\s_]/g, '')
    .toLowerCase()

/** Values are told in other letters than rows have them (facts 7.8), so each must be one that is known. */
async function grouped(request: CountRequest, reader: DeskReader, context: ReadContext): Promise<[Value, number][]> {
  const { query } = request
  const by = request.by!
  const values = by.name === 'statusType' ? ['Open', 'On Hold', 'Closed'] : (by.picklist ?? [])
  const known = new Map(values.map((value) => [fold(value), value]))
  const call = {
    path: 'ticketsCountByFieldValues',
    query: { field: by.name, ...query },
    whole: answers.counts,
    credits: COUNT_CREDITS,
  }
  const json = (await reader.ask(call, context)) as Readonly<Record<string, unknown>>
  const groups = listOf(json[by.name]).map(({ value, count }): [Value | undefined, number] => [
    fold(value) === '' ? null : known.get(fold(value)),
    Number(count),
  ])
  const names = groups.map(([value]) => value)
  const sum = groups.reduce((all, [, count]) => all + count, 0)
  const isClear = known.size === values.length && new Set(names).size === names.length && !names.includes(undefined)
  if (!isClear || sum !== (await total(request, reader, context)))
    throw undecided(`counts by ${by.name} cannot be told apart`)
  return groups.filter(([, count]) => count > 0) as [Value, number][]
}
