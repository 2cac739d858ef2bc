import type { OptionName } from './options.ts'
import { usageError } from './usage.ts'

/** The value of an option that takes a whole number; undefined where it is not given. @throws ZohoSqlError USAGE */
export function whole(text: string | undefined, option: OptionName, max: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text) && Number(text) <= max) return Number(text)
  throw usageError(`--${option} is "${text}" and must be a whole number from 0 to ${max}.`)
}
