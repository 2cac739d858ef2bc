import { exactNumber } from '../files/numbers.ts'

/** PostgreSQL's numbers of the types whose texts are more than texts. */
const boolean = 16
const integers = new Set([20, 21, 23, 26])
const decimals = new Set([700, 701, 1700])
const instants = new Set([1114, 1184])

/** A value's text as JSON has it: numbers where no digit is lost, instants in ISO form and UTC. */
export function jsonValue(text: string | null, type: number): null | boolean | number | string {
  if (text === null) return null
  if (type === boolean) return text === 't' || text === 'true'
  if (integers.has(type)) return Number.isSafeInteger(Number(text)) ? Number(text) : text
  if (decimals.has(type)) return exactNumber(text) ?? text
  return instants.has(type) ? isoText(text) : text
}

/** `2026-01-01 10:00:00.5+02` as `2026-01-01T08:00:00.5Z`; a time without a zone is taken to be UTC's. */
function isoText(text: string): string {
  const found = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d(?::?\d\d)?)?$/.exec(text)
  if (!found) return text
  const [, day, clock, fraction = '', offset = '+00'] = found
  const at = new Date(`${day}T${clock}${offset.length === 3 ? `${offset}:00` : offset}`)
  return Number.isNaN(at.getTime()) ? text : at.toISOString().replace('.000Z', `${fraction}Z`)
}
