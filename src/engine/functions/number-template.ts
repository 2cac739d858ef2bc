import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'

/** Templates of to_char and to_number: cut into their keys, and what these say of the number as a whole. */

type NumberTemplatePart =
  | { readonly kind: 'key'; readonly key: string; readonly written: string }
  | { readonly kind: 'text'; readonly text: string }

export interface Description {
  readonly parts: readonly NumberTemplatePart[]
  pre: number
  post: number
  multi: number
  zeroStart: number
  zeroEnd: number
  sign: 'none' | 'before' | 'after'
  preAtSign: number
  readonly flags: Set<string>
}

// biome-ignore format: a table
const keys = [
  'EEEE', 'FM', 'MI', 'PL', 'PR', 'RN', 'SG', 'SP', 'TH', ',', '.', '0', '9', 'B', 'C', 'D', 'G', 'L', 'S', 'V',
]

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('SYNTAX_ERROR', message)

function parseParts(template: string): NumberTemplatePart[] {
  const parts: NumberTemplatePart[] = []
  for (let at = 0; at < template.length; ) {
    const key = keys.find((word) => template.slice(at, at + word.length).toUpperCase() === word)
    if (key !== undefined) {
      parts.push({ kind: 'key', key, written: template.slice(at, at + key.length) })
      at += key.length
    } else if (template[at] === '"') {
      const quoted = /"((?:\\[\s\S]|[^"])*)"?/y
      quoted.lastIndex = at
      const [whole, text] = quoted.exec(template)! as unknown as [string, string]
      parts.push({ kind: 'text', text: text.replace(/\\([\s\S])/g, '$1') })
      at += whole.length
    } else {
      // A backslash counts in front of a quote only.
      if (template[at] === '\\' && template[at + 1] === '"') at++
      const char = String.fromCodePoint(template.codePointAt(at)!)
      parts.push({ kind: 'text', text: char })
      at += char.length
    }
  }
  return parts
}

type Note = (d: Description) => void

export const has = (d: Description, ...names: readonly string[]): boolean => names.some((name) => d.flags.has(name))

/** What each key says of the number as a whole. */
const notes: Readonly<Record<string, Note>> = byName({
  '9': (d) => {
    if (has(d, 'PR')) throw wrong('"9" must be ahead of "PR"')
    if (has(d, 'V')) d.multi++
    else if (has(d, '.')) d.post++
    else d.pre++
  },
  '0': (d) => {
    if (has(d, 'PR')) throw wrong('"0" must be ahead of "PR"')
    if (!has(d, '0', '.')) {
      d.flags.add('0')
      d.zeroStart = d.pre + 1
    }
    if (has(d, '.')) d.post++
    else d.pre++
    d.zeroEnd = d.pre + d.post
  },
  '.': (d) => {
    if (has(d, '.')) throw wrong('multiple decimal points')
    if (has(d, 'V')) throw wrong('cannot use "V" and decimal point together')
    d.flags.add('.')
  },
  D: (d) => notes['.']!(d),
  S: (d) => {
    if (has(d, 'S')) throw wrong('cannot use "S" twice')
    if (has(d, 'PL', 'MI', 'PR')) throw wrong('cannot use "S" and "PL"/"MI"/"SG"/"PR" together')
    d.flags.add('S')
    if (has(d, '.')) d.sign = 'after'
    else {
      d.sign = 'before'
      d.preAtSign = d.pre
    }
  },
  MI: (d) => addSign(d, 'MI'),
  PL: (d) => addSign(d, 'PL'),
  SG: (d) => {
    addSign(d, 'MI')
    addSign(d, 'PL')
  },
  PR: (d) => {
    if (has(d, 'MI', 'PL')) throw wrong('cannot use "PR" and "S"/"PL"/"MI"/"SG" together')
    addSign(d, 'PR')
  },
  V: (d) => {
    if (has(d, '.')) throw wrong('cannot use "V" and decimal point together')
    d.flags.add('V')
  },
  EEEE: (d) => {
    if (has(d, 'FM', 'S', 'PR', 'MI', 'PL', 'RN', 'V')) throw wrong('"EEEE" is incompatible with other formats')
    d.flags.add('EEEE')
  },
})

function addSign(d: Description, name: string): void {
  if (has(d, 'S')) throw wrong(`cannot use "S" and "${name}" together`)
  d.flags.add(name)
}

export function describe(template: string): Description {
  const parts = parseParts(template)
  const d: Description = {
    parts,
    pre: 0,
    post: 0,
    multi: 0,
    zeroStart: 0,
    zeroEnd: 0,
    sign: 'none',
    preAtSign: 0,
    flags: new Set(),
  }
  for (const part of parts) {
    if (part.kind !== 'key') continue
    const note = notes[part.key]
    if (note) note(d)
    else if (part.key === 'FM' || part.key === 'RN') d.flags.add(part.key)
  }
  // From here on places are counted from 0.
  if (d.zeroStart > 0) d.zeroStart--
  return d
}
