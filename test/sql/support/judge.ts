/** What our parser makes of a text, held against what PostgreSQL's makes of it. */
import { isDeepStrictEqual } from 'node:util'
import { isZohoSqlError, type ZohoSqlError } from '../../../src/base/errors.ts'
import { parse, printQuery, type SqlQuery } from '../../../src/sql/index.ts'
import { canonical } from './canonical.ts'
import { postgres } from './postgres.ts'

export interface Judgement {
  /** Same tree, or both refuse, or only ours does: by mistake, or saying that it cannot; or only PostgreSQL does. */
  readonly verdict: 'same' | 'both refuse' | 'refused' | 'not supported' | 'lenient' | 'WRONG'
  readonly detail: string
  /** Both refuse at the same place. */
  readonly samePlace?: boolean
}

/** The query of a text that has one. */
export function queryOf(text: string): SqlQuery {
  const { statement } = parse(text)
  if (statement.kind !== 'query') throw new Error(`no query but ${statement.kind}: ${text}`)
  return statement.query
}

function attempt(text: string): SqlQuery | ZohoSqlError {
  try {
    return queryOf(text)
  } catch (error) {
    if (isZohoSqlError(error) && error.code !== 'INTERNAL') return error
    throw error
  }
}

export function judge(text: string): Judgement {
  const theirs = postgres(text)
  const ours = attempt(text)
  if ('error' in theirs) {
    if ('kind' in ours) return { verdict: 'lenient', detail: `accepted, though PostgreSQL says: ${theirs.error}` }
    return { verdict: 'both refuse', detail: ours.message, samePlace: ours.position === theirs.position }
  }
  if (!('kind' in ours)) {
    const verdict = ours.code === 'NOT_SUPPORTED' ? 'not supported' : 'refused'
    return { verdict, detail: `${ours.message} (offset ${ours.position})` }
  }
  const difference = firstDifference(canonical(ours), theirs.tree) ?? printsBack(ours)
  return { verdict: difference === undefined ? 'same' : 'WRONG', detail: difference ?? '' }
}

/** Printed and parsed again, a tree is the same. */
function printsBack(query: SqlQuery): string | undefined {
  const printed = printQuery(query)
  const again = attempt(printed)
  if (!('kind' in again)) return `printed ${printed}\n  which is refused: ${again.message} (offset ${again.position})`
  const difference = firstDifference(canonical(again), canonical(query))
  return difference && `printed ${printed}\n  ${difference}`
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function firstDifference(ours: unknown, theirs: unknown, path = ''): string | undefined {
  if (isDeepStrictEqual(ours, theirs)) return undefined
  if (!isTree(ours) || !isTree(theirs))
    return `at ${path}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  const key = keys.find((one) => !isDeepStrictEqual(ours[one], theirs[one]))!
  return firstDifference(ours[key], theirs[key], `${path}.${key}`)
}
