import { ZohoSqlError } from '../../base/errors.ts'

/** An array taken apart: the size of each dimension, and the texts of its members one after the other. */
export interface SplitArray {
  readonly sizes: readonly number[]
  readonly members: readonly (string | null)[]
}

const member = /"((?:[^"\\]|\\.)*)"|((?:[^{}",\\]|\\.)+)|([{},])/gs

/**
 * Reads PostgreSQL's text form `{a,"b c",NULL}`.
 *
 * @throws {ZohoSqlError} 22P02
 */
export function splitArray(text: string): SplitArray {
  const members: (string | null)[] = []
  const sizes: number[] = []
  const counts: number[] = []
  for (const [, quoted, bare, mark] of text.matchAll(member)) {
    if (mark === '{') counts.push(0)
    else if (mark === '}') closeLevel(counts, sizes)
    else if (mark === undefined) {
      members.push(memberText(quoted, bare))
      countOne(counts)
    }
  }
  if (counts.length > 0) throw new ZohoSqlError('INVALID_TEXT', `malformed array literal: "${text}"`)
  return members.length === 0 ? { sizes: [], members } : { sizes, members }
}

const memberText = (quoted: string | undefined, bare: string | undefined): string | null => {
  if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1')
  return bare === undefined || bare.toUpperCase() === 'NULL' ? null : bare.replace(/\\(.)/gs, '$1')
}

const countOne = (counts: number[]): void => {
  if (counts.length > 0) counts[counts.length - 1]!++
}

/** Inner arrays all have one size, so the last one seen tells it. */
function closeLevel(counts: number[], sizes: number[]): void {
  sizes[counts.length - 1] = counts.pop()!
  countOne(counts)
}
