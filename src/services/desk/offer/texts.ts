/** Texts, patterns and emptiness as a search takes them (facts 6.2): never less than is meant. */

import { byName } from '../../../base/by-name.ts'
import type { LeafPredicate, LikePart } from '../../../source/index.ts'
import type { SearchSpec } from '../catalog/spec.ts'
import type { DeskModuleKnowledge } from '../knowledge.ts'
import { searchLimits } from '../limits.ts'
import { equalityOf, isSearchable } from '../values.ts'
import type { Term } from './term.ts'

/** Values of one parameter (facts 6.3). */
const TEXTS_MAX = 30

const token = (word: string): string => `\${${word}}`

const textsOf = (leaf: LeafPredicate): readonly string[] | undefined => {
  const values = equalityOf(leaf)?.map(({ value }) => value)
  return values?.every((value): value is string => typeof value === 'string') ? [...new Set(values)] : undefined
}

/** A bare value is the whole, a part or the beginning of what is found (facts 15.12): all of them find the equal. */
export function textTerm(leaf: LeafPredicate, { text }: SearchSpec): Term | undefined {
  const { name } = leaf.column.column
  const values = text[name] && textsOf(leaf)
  if (!values || values.length === 0 || values.length > TEXTS_MAX || !values.every(isSearchable)) return undefined
  return { param: { name, value: values.join(',') }, keep: { kind: 'in', ref: leaf.column, values }, countable: false }
}

const groups: Readonly<Record<string, string>> = byName({ Open: 'OPEN', 'On Hold': 'ONHOLD', Closed: 'CLOSED' })

export function statusGroups(leaf: LeafPredicate): Term | undefined {
  const values = textsOf(leaf)
  if (!values || values.length === 0 || !values.every((value) => groups[value] !== undefined)) return undefined
  const value = values.map((each) => token(groups[each]!)).join(',')
  return { param: { name: 'status', value }, keep: { kind: 'in', ref: leaf.column, values }, countable: true }
}

export function nullTerm(
  leaf: LeafPredicate & { kind: 'null' },
  { text, custom }: SearchSpec,
  known: DeskModuleKnowledge,
): Term | undefined {
  const { column } = leaf.column
  const value = token(leaf.negated ? 'notempty' : 'empty')
  if (text[column.name]?.empty) return { param: { name: column.name, value }, countable: false }
  const name = customName(custom, known)
  if (!name || !column.name.startsWith('cf_')) return undefined
  return { param: { name, value: `${column.name}:${value}` }, countable: false }
}

/** Types of custom fields whose values are searched for as they stand; of others nobody says how they are kept. */
const plainTypes: ReadonlySet<string> = new Set(['text', 'picklist', 'email', 'phone', 'url'])

export function customTerm(leaf: LeafPredicate, { custom }: SearchSpec, known: DeskModuleKnowledge): Term | undefined {
  const { column } = leaf.column
  const name = customName(custom, known)
  const values = textsOf(leaf)
  if (!name || !plainTypes.has(column.fieldType) || values?.length !== 1 || !isSearchable(values[0]!)) return undefined
  return {
    param: { name, value: `${column.name}:${values[0]}` },
    keep: { kind: 'in', ref: leaf.column, values },
    countable: false,
  }
}

/** Both spellings are told (facts 15.11). */
function customName(custom: string | undefined, { paramsRefused }: DeskModuleKnowledge): string | undefined {
  if (custom === undefined) return undefined
  return [custom, custom.toLowerCase()].find((name) => !paramsRefused.has(`search.${name}1`))
}

/** The index has words (facts 6.2), so one word of the pattern is sent. */
export function likeTerm(leaf: LeafPredicate & { kind: 'like' }, { text }: SearchSpec): Term | undefined {
  const { name } = leaf.column.column
  const param = text[name]
  if (!param || leaf.negated) return undefined
  const word = param.inner ? longest(leaf.pattern.flatMap(wordsIn)) : firstWord(leaf.pattern)
  if (word === undefined || [...word].length < searchLimits.textMin) return undefined
  return { param: { name, value: param.inner ? `*${word}*` : `${word}*` }, countable: false }
}

const wordsIn = (part: LikePart): string[] =>
  typeof part === 'string' ? [] : (part.text.match(/[\p{L}\p{N}]+/gu) ?? [])

const longest = (words: readonly string[]): string | undefined =>
  words.reduce<string | undefined>((best, word) => (word.length > (best?.length ?? 0) ? word : best), undefined)

function firstWord([first]: readonly LikePart[]): string | undefined {
  return typeof first === 'object' ? /^[\p{L}\p{N}]+/u.exec(first.text)?.[0] : undefined
}
