/** LIKE, and members of multi-select picklists. */
import type { Constant, LikePart } from '../../../../source/index.ts'
import type { Family } from './family.ts'
import { local, superset, type Translation, type WhereOptions } from './translation.ts'

/** Facts 11.10: wildcards at the ends only, and nothing in between that COQL might take for one. */
export function like(
  pattern: readonly LikePart[],
  ignoreCase: boolean,
  negated: boolean,
  name: string,
  family: Family,
  options: WhereOptions,
): Translation {
  if (negated) return local('NOT LIKE is not the complement of LIKE where case may be ignored')
  if (ignoreCase) return local('whether LIKE ignores case at Zoho is not documented')
  if (family !== 'text' && family !== 'picklist') return local(`COQL has no LIKE that fits here`)
  const sent = safePattern(pattern)
  if (!sent) return local('no part of the pattern is safe to send')
  const same = options.textComparison === 'server' && sent.whole
  return {
    condition: { kind: 'like', column: name, pattern: sent.text },
    exact: same,
    why: "Zoho's LIKE may ignore case: checked again here",
  }
}

/** The pattern itself, or the longest run of it as `%run%`. Blanks at the ends are cut: Zoho may trim them. */
function safePattern(pattern: readonly LikePart[]): { text: string; whole: boolean } | undefined {
  const runs = pattern.flatMap((part, index) => (typeof part === 'string' ? [] : [{ run: part.text, index }]))
  const safe = runs
    .map(({ run, index }) => ({ text: longestSafe(run), run, index }))
    .filter(({ text }) => text.length > 0)
    .sort((a, b) => b.text.length - a.text.length)[0]
  if (!safe) return undefined
  const intact = safe.text === safe.run
  const shape = pattern.map((part) => (typeof part === 'string' ? part : 'x')).join('')
  const start = intact && safe.index === 0
  const end = intact && safe.index === pattern.length - 1
  // Without any wildcard COQL's LIKE is not documented: a prefix is the nearest that loses nothing.
  const text = start ? `${safe.text}%` : end ? `%${safe.text}` : `%${safe.text}%`
  return { text, whole: intact && ['x%', '%x', '%x%'].includes(shape) }
}

const longestSafe = (run: string): string =>
  run
    .split(/[%_\\]/)
    .map((piece) => piece.trim())
    .reduce((best, piece) => (piece.length > best.length ? piece : best), '')

export function has(constant: Constant, negated: boolean, name: string, family: Family): Translation {
  if (family !== 'multiselect' || negated) return local('COQL cannot say this of a multi-select picklist')
  const text = longestSafe(String(constant.value))
  if (!text) return local('no part of the value is safe to send')
  return superset(
    { kind: 'like', column: name, pattern: `%${text}%` },
    'a part of the joined values: checked again here',
  )
}
