/** A value of the expression language: JSON, with whole numbers beyond 2^53 kept as bigint. */
export type PipelineJson = null | boolean | number | bigint | string | readonly PipelineJson[] | PipelineJsonObject

export interface PipelineJsonObject {
  readonly [key: string]: PipelineJson
}

export const isObject = (value: unknown): value is PipelineJsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isArray = (value: PipelineJson): value is readonly PipelineJson[] => Array.isArray(value)

/** What a value is, in an error's words. */
export function kindOf(value: PipelineJson): string {
  if (value === null) return 'Null'
  if (isArray(value)) return 'Array'
  const kinds: Readonly<Record<string, string>> = {
    boolean: 'Boolean',
    string: 'String',
    bigint: 'Integer',
    object: 'Object',
  }
  return kinds[typeof value] ?? (Number.isInteger(value) ? 'Integer' : 'Float')
}

/** A whole number as a number where a number holds it. */
export const narrowed = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value

/** JSON text without blanks, every digit kept. */
export function jsonText(value: PipelineJson): string {
  if (typeof value === 'bigint') return String(value)
  if (isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${jsonText(each)}`)
  return `{${members.join(',')}}`
}

/**
 * Reads JSON; whole numbers that a double would change become bigints.
 *
 * @throws SyntaxError
 */
export function readJson(text: string): PipelineJson {
  return JSON.parse(text, ((_key, value: unknown, context?: { source: string }) => {
    const source = context?.source
    if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value
    return /^-?\d+$/.test(source) ? BigInt(source) : value
  }) as (key: string, value: unknown) => unknown) as PipelineJson
}

/** Whether two values are the same: numbers by value, objects by their members in any order. */
export function isSame(a: PipelineJson, b: PipelineJson): boolean {
  if (isNumber(a) && isNumber(b)) return !(a < b) && !(a > b)
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((each, i) => isSame(each, b[i]!))
  if (!isObject(a)) return a === b
  if (!isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key]!, b[key]!))
}

export const isNumber = (value: PipelineJson): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'
