import type { Offer, Verdict, Want } from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { searchLimits } from '../limits.ts'
import type { IdsRequest } from '../request.ts'
import { callText, detailsOf, ownColumns, scanOf } from './common.ts'
import { idsWanted, isNamed } from './where.ts'

/** Ids beyond which the whole table may well cost less. */
const IDS_MAX = 1000

/** Records of certain ids; undefined where none are named. */
export function singleOffer(want: Want, spec: DeskModuleSpec): Offer | undefined {
  const found = spec.list.paged ? idsWanted(want.where, isNamed('id')) : undefined
  if (!found || found.ids.length > IDS_MAX) return undefined
  const { conjunct, ids } = found
  const columns = ownColumns(want)
  const request: IdsRequest = { kind: 'ids', spec, columns, ids, singly: ids.length === 1 }
  const verdicts = nothingDone(want.where, 'records of certain ids').verdicts.map(
    (verdict, index): Verdict =>
      index === conjunct ? { sql: verdict.sql, outcome: 'exact', why: 'the records of these ids' } : verdict,
  )
  const bySearch = spec.search !== undefined && ids.length > 1
  const size = spec.byIds?.max ?? (bySearch ? searchLimits.ids : 1)
  const calls = Math.ceil(ids.length / size)
  const text =
    ids.length === 1 ? callText(`${spec.name}/${ids[0]}`) : callText(listText(spec), { ids: `${ids.length} ids` })
  const details =
    ids.length > 1
      ? detailsOf(
          columns.map(({ column }) => column),
          spec.byIds ? 'list' : 'search',
          bySearch,
        )
      : undefined
  return {
    scan: scanOf(want, 'single', ids.length === 0 ? [] : [text], request),
    ...nothingDone(want.where, ''),
    verdicts,
    exact: verdicts.length === 1,
    refusedPaths: pathsOf(want),
    price: { calls, credits: calls, rows: ids.length, ...(details ? { details } : {}) },
  }
}

const listText = ({ name, search, byIds }: DeskModuleSpec): string =>
  byIds?.path ?? (search ? `${name}/search` : `${name}/…`)
