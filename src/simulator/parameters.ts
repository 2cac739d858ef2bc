/** What query parameters and headers may hold, and the errors for what they may not. */
import { header, type SimCall } from './http.ts'
import { SimRefusal } from './refusal.ts'
import { parseInstant } from './zone.ts'

export const invalidParameter = (name: string, more: object = {}): SimRefusal =>
  new SimRefusal(400, 'INVALID_DATA', { param_name: name, ...more }, `the ${name} given seems to be invalid`)

export const missingParameter = (name: string): SimRefusal =>
  new SimRefusal(400, 'REQUIRED_PARAM_MISSING', { param_name: name }, 'One of the expected parameter is missing')

export const exceeded = (name: string, limit: number): SimRefusal =>
  new SimRefusal(400, 'LIMIT_EXCEEDED', { limit, param_name: name }, 'limit exceeded')

/** A parameter that has one of a few values. */
export function choice<const T extends string>(call: SimCall, name: string, initial: T, allowed: readonly T[]): T {
  const text = call.query.get(name)
  if (text === null) return initial
  const found = allowed.find((value) => value === text)
  if (found === undefined) throw invalidParameter(name, { supported_values: allowed })
  return found
}

/** The parts of a comma list. */
export const splitList = (text: string | null): string[] => (text ?? '').split(',').filter((part) => part !== '')

/** The instant in If-Modified-Since; undefined without the header. */
export function modifiedSince(call: SimCall): number | undefined {
  const text = header(call, 'if-modified-since')
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  // ASSUMPTION: which error a malformed header gets is not documented.
  if (instant === undefined) throw new SimRefusal(400, 'INVALID_DATA', { header: 'If-Modified-Since' }, 'invalid data')
  return instant
}

/** A whole number parameter within bounds; Zoho's error for anything else. */
export function pageParameter(call: SimCall, name: string, initial: number, max: number): number {
  const text = call.query.get(name)
  if (text === null) return initial
  const message = 'Please check whether the input values are correct'
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1)
    throw new SimRefusal(400, 'PATTERN_NOT_MATCHED', { param_name: name }, message)
  if (Number(text) > max) throw exceeded(name, max)
  return Number(text)
}
