/** Query parameters: strict, with the messages that were seen at live portals. */
import type { DeskCall } from './http.ts'
import { invalidValue, outOfRange } from './refusal.ts'

/** Parts of a comma list; undefined without the parameter. */
export function listOf(call: DeskCall, name: string, max = Number.POSITIVE_INFINITY): readonly string[] | undefined {
  const text = call.query.get(name)
  if (text === null) return undefined
  const values = text.split(',').map((part) => part.trim())
  if (values.length > max || values.some((value) => value === '')) throw invalidValue(name)
  return values
}

export function boolOf(call: DeskCall, name: string): boolean | undefined {
  const text = call.query.get(name)
  if (text === null) return undefined
  if (text !== 'true' && text !== 'false') throw invalidValue(name)
  return text === 'true'
}

function whole(call: DeskCall, name: string, initial: number): number {
  const text = call.query.get(name)
  if (text === null) return initial
  if (/^-\d+$/.test(text)) throw outOfRange(name, '>=0')
  if (!/^\d{1,9}$/.test(text)) throw invalidValue(name)
  return Number(text)
}

export interface PageLimits {
  readonly min: number
  readonly max: number
  readonly initial: number
}

export function limitOf(call: DeskCall, { min, max, initial }: PageLimits): number {
  const limit = whole(call, 'limit', initial)
  if (limit < min || limit > max) throw outOfRange('limit', `${min}-${max}`)
  return limit
}

/**
 * @param initial what the first row counts as
 * @param cap greatest value; absent: none.
 */
export function fromOf(call: DeskCall, initial: 0 | 1, cap?: number): number {
  const from = whole(call, 'from', initial)
  if (from < initial && call.variants.deskFromZero === 'refused')
    throw outOfRange('from', cap === undefined ? '>=1' : `1-${cap}`)
  if (cap !== undefined && from > cap) throw outOfRange('from', `0-${cap}`)
  return from
}

export interface SimDeskOrder {
  readonly by: string
  readonly descending: boolean
}

/** `sortBy=name` or `sortBy=-name`; undefined without it. */
export function orderOf(call: DeskCall, allowed: readonly string[]): SimDeskOrder | undefined {
  const text = call.query.get('sortBy')
  if (text === null) return undefined
  const descending = text.startsWith('-')
  const by = descending ? text.slice(1) : text
  if (!allowed.includes(by)) throw invalidValue('sortBy')
  return { by, descending }
}

const rangeTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** `<from>,<to>` as stored times. */
export function timeRange(call: DeskCall, name: string): { readonly from: string; readonly to: string } | undefined {
  const text = call.query.get(name)
  if (text === null) return undefined
  const [from = '', to = '', ...more] = text.split(',')
  const isTime = (part: string): boolean => rangeTime.test(part) && !Number.isNaN(Date.parse(part))
  if (more.length > 0 || !isTime(from) || !isTime(to)) throw invalidValue(name)
  return { from, to }
}
