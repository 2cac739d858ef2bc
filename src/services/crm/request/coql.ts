import { type CoqlLimits, fullStep } from '../limits.ts'
import { type CoqlCondition, coqlText } from '../query.ts'
import type { CoqlRequest } from './index.ts'

/** Keys to select, each once; `id` comes by itself. */
export function selectOf(request: CoqlRequest): string[] {
  const extra = new Set(request.extras.map(({ index }) => index))
  const keys = request.cells.filter((_, index) => !extra.has(index)).map((cell) => cell.key)
  const wanted = [...new Set(keys)].filter((key) => key !== 'id')
  return wanted.length ? wanted : [request.filler]
}

/** The LIMIT of the first call: no more than is wanted, and credits go by steps. */
export function pageLimit(request: CoqlRequest, limits: CoqlLimits): number {
  const { limit, offset, firstPage } = request
  if (limit === undefined) return Math.min(limits.limit, fullStep(firstPage ?? limits.limit))
  return Math.max(1, Math.min(limits.limit, limit + offset - sentOffset(request, limits)))
}

/** Rows that the first call is told to leave out: all, or none where they lie too far or in more than one part. */
export const sentOffset = ({ offset, limit, segments }: CoqlRequest, limits: CoqlLimits): number =>
  segments.length === 1 && offset + Math.min(limit ?? Infinity, limits.limit) <= limits.reach ? offset : 0

/** How a condition is remembered. */
export const whereKey = (condition: CoqlCondition | undefined): string =>
  condition ? coqlText({ select: ['id'], from: '', where: condition, limit: 1 }) : ''
