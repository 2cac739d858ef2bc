import { ZohoSqlError } from '../../base/errors.ts'

export interface Flags {
  readonly ignoreCase: boolean
  readonly global: boolean
  /** `.` and `[^…]` do not match a newline. */
  readonly newlineStops: boolean
  /** `^` and `$` match at lines. */
  readonly lineAnchors: boolean
  readonly expanded: boolean
  readonly literal: boolean
}

export const plainFlags: Flags = {
  ignoreCase: false,
  global: false,
  newlineStops: false,
  lineAnchors: false,
  expanded: false,
  literal: false,
}

const flagMeaning: ReadonlyMap<string, Partial<Flags>> = new Map([
  ['i', { ignoreCase: true }],
  ['c', { ignoreCase: false }],
  ['g', { global: true }],
  ['m', { newlineStops: true, lineAnchors: true }],
  ['n', { newlineStops: true, lineAnchors: true }],
  ['p', { newlineStops: true, lineAnchors: false }],
  ['w', { newlineStops: false, lineAnchors: true }],
  ['s', { newlineStops: false, lineAnchors: false }],
  ['x', { expanded: true }],
  ['t', { expanded: false }],
  ['q', { literal: true }],
  ['e', {}],
])

/** Reads the flags argument; throws 22023 for what is no flag. */
export function parseFlags(text: string, start: Flags = plainFlags): Flags {
  let flags = start
  for (const letter of text) {
    const meaning = flagMeaning.get(letter)
    if (!meaning) throw new ZohoSqlError('INVALID_ARGUMENT', `invalid regular expression option: "${letter}"`)
    flags = { ...flags, ...meaning }
  }
  return flags
}

export const flagKey = (flags: Flags): string =>
  `${+flags.ignoreCase}${+flags.newlineStops}${+flags.lineAnchors}${+flags.expanded}${+flags.literal}`

export const invalidRegex = (why: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_REGEXP', `invalid regular expression: ${why}`)

export const tooComplex = (): ZohoSqlError => invalidRegex('regular expression is too complex')
