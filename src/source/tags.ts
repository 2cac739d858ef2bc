/** Tags as they are given: names with `;` between them, a JSON list of names, or JSON as records show them. Pure. */
import type { Value } from '../base/types.ts'

const nameIn = (one: unknown): string | undefined => {
  const name = typeof one === 'object' && one !== null ? (one as { readonly name?: unknown }).name : one
  return typeof name === 'string' ? name.trim() : undefined
}

function parsed(text: string): readonly unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return text.split(';')
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Names, each once (case does not tell tags apart); undefined: it is no list of tags. */
export function tagNames(value: Value): readonly string[] | undefined {
  if (value === null) return []
  const names = parsed(String(value))?.map(nameIn)
  if (!names || names.includes(undefined)) return undefined
  const given = (names as string[]).filter((name) => name !== '')
  return [...new Map(given.toReversed().map((name) => [name.toLowerCase(), name])).values()].reverse()
}
