import { TextCache } from '../../base/text-cache.ts'
import { arrayOf, type SqlType, type TypeName } from '../../base/types.ts'

/** A type as a short text, for SQL functions that must know it: `numeric(10,2)`, `text[]`. */
export function typeKey(type: SqlType): string {
  if (type.name === 'array') return `${typeKey(type.element ?? { name: 'unknown' })}[]`
  const limits = type.length === undefined ? [type.precision, type.scale] : [type.length]
  const given = limits.filter((limit) => limit !== undefined)
  return given.length === 0 ? type.name : `${type.name}(${given.join(',')})`
}

const cache = new TextCache<SqlType>(1000)

/** The type that {@link typeKey} wrote. */
export const typeOfKey = (key: string): SqlType => cache.find(key, () => parse(key))

function parse(key: string): SqlType {
  if (key.endsWith('[]')) return arrayOf(parse(key.slice(0, -2)))
  const match = /^([^(]+)(?:\((-?\d+)(?:,(-?\d+))?\))?$/.exec(key)!
  const name = match[1] as TypeName
  if (match[2] === undefined) return { name }
  const first = Number(match[2])
  if (name === 'varchar' || name === 'char') return { name, length: first }
  return match[3] === undefined ? { name, precision: first } : { name, precision: first, scale: Number(match[3]) }
}
