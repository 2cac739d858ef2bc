/**
 * Every function of the expression language, a row each: how many arguments it takes and what it makes of them. The
 * names and their meaning are Microsoft's ("Expressions and functions in Azure Data Factory"); names ignore case.
 */
import { byName } from '../../../base/by-name.ts'
import { collections } from './collections.ts'
import { conversions } from './conversions.ts'
import { dates } from './dates.ts'
import { logic } from './logic.ts'
import { math } from './math.ts'
import type { PipelineFunction } from './row.ts'
import { text } from './text.ts'

const rows: Readonly<Record<string, PipelineFunction>> = byName({
  ...text,
  ...collections,
  ...logic,
  ...conversions,
  ...math,
  ...dates,
})

const known = new Map(Object.entries(rows).map(([name, row]) => [name.toLowerCase(), row]))

export const functions = {
  /** @param name in small letters */
  get: (name: string): PipelineFunction | undefined => known.get(name),
  /** As Microsoft writes them. */
  names: Object.keys(rows) as readonly string[],
}

/** Functions of Microsoft's list that are not here, and why. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ['xml', 'there is no XML here'],
  ['xpath', 'there is no XML here'],
])
