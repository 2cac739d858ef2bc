/** ODBC's search patterns: `%` any run, `_` one character, `\` takes their meaning away. */
import { matching } from '../base/names.ts'

/** An argument of a catalogue function; null, undefined and '' leave it open. */
export type NamePattern = string | null | undefined

function regularExpression(pattern: string, flags: string): RegExp {
  const source = pattern.replace(/\\([%_\\])|[%_]|[.*+?^${}()|[\]\\]/g, (found, escaped?: string) => {
    if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped
    if (found === '%') return '.*'
    return found === '_' ? '.' : `\\${found}`
  })
  return new RegExp(`^${source}$`, `su${flags}`)
}

/** What fits the pattern exactly; where nothing does, what fits it ignoring case. */
export function fitting<T>(items: readonly T[], nameOf: (item: T) => string, pattern: NamePattern): readonly T[] {
  if (pattern === null || pattern === undefined || pattern === '') return items
  const by = (flags: string): readonly T[] => {
    const expression = regularExpression(pattern, flags)
    return items.filter((item) => expression.test(nameOf(item)))
  }
  const exact = by('')
  return exact.length > 0 ? exact : by('i')
}

/** As {@link fitting}, for arguments that ODBC takes as plain names. */
export const named = <T>(items: readonly T[], nameOf: (item: T) => string, name: NamePattern): readonly T[] =>
  name === null || name === undefined || name === '' ? items : matching(items, nameOf, name)
