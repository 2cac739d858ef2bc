import { isObject, jsonText, type PipelineJson } from '../expression/index.ts'

/** Texts, quoted names and comments of SQL, in which nothing is a parameter; then a parameter. */
const parts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|[@:]([A-Za-z_]\w*)/g

/**
 * A SQL text whose `@name` and `:name` are the parameters that were given, in the form its database counts them;
 * everything else stays as it is.
 */
export function bound(text: string, values: ReadonlyMap<string, PipelineJson>, kind: 'postgres' | 'sqlite') {
  const byName = new Map([...values].map(([name, value]) => [name.replace(/^[@:]/, '').toLowerCase(), value]))
  const given: (null | boolean | number | string)[] = []
  const places = new Map<string, number>()
  const sql = text.replace(parts, (whole, named?: string) => {
    const name = named?.toLowerCase()
    if (name === undefined || !byName.has(name)) return whole
    if (kind === 'sqlite') {
      given.push(parameterOf(byName.get(name)!))
      return '?'
    }
    if (!places.has(name)) places.set(name, given.push(parameterOf(byName.get(name)!)))
    return `$${places.get(name)}`
  })
  return { sql, given }
}

/** A value as a parameter of SQL: what is no single value goes as its JSON. */
export function parameterOf(value: PipelineJson): null | boolean | number | string {
  if (typeof value === 'bigint') return String(value)
  return isObject(value) || Array.isArray(value) ? jsonText(value) : (value as null | boolean | number | string)
}
