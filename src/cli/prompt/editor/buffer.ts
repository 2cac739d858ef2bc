/** Text with a place in it, and what keys do to them. Pure. */
export interface Edit {
  readonly text: string
  /** Offset of a UTF-16 unit. */
  readonly at: number
}

export const emptyEdit: Edit = Object.freeze({ text: '', at: 0 })

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What people see as one character each. */
export const charactersOf = (text: string): string[] =>
  // One by one, as long texts mostly are, they are many times quicker.
  /^[ -~]*$/.test(text) ? text.split('') : Array.from(graphemes.segment(text), ({ segment }) => segment)

const lineStart = ({ text, at }: Edit): number => text.lastIndexOf('\n', at - 1) + 1

function lineEnd({ text, at }: Edit): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** The offset one character before or after; only the line is looked at, so that long texts stay quick. */
function before(edit: Edit): number {
  const start = lineStart(edit)
  if (edit.at === start) return Math.max(0, edit.at - 1)
  return edit.at - charactersOf(edit.text.slice(start, edit.at)).at(-1)!.length
}

function after(edit: Edit): number {
  const end = lineEnd(edit)
  if (edit.at === end) return Math.min(edit.text.length, edit.at + 1)
  return edit.at + charactersOf(edit.text.slice(edit.at, end))[0]!.length
}

const wordBefore = ({ text, at }: Edit): number =>
  at - /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, at))![0].length
const wordAfter = ({ text, at }: Edit): number => at + /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(at))![0].length

export const insert = ({ text, at }: Edit, added: string): Edit => ({
  text: text.slice(0, at) + added + text.slice(at),
  at: at + added.length,
})

export const replace = ({ text }: Edit, start: number, end: number, by: string): Edit => ({
  text: text.slice(0, start) + by + text.slice(end),
  at: start + by.length,
})

const cut = (edit: Edit, start: number, end: number): Edit => replace(edit, start, end, '')
const to = (edit: Edit, at: number): Edit => ({ text: edit.text, at })

export const motions = {
  left: (edit: Edit) => to(edit, before(edit)),
  right: (edit: Edit) => to(edit, after(edit)),
  wordLeft: (edit: Edit) => to(edit, wordBefore(edit)),
  wordRight: (edit: Edit) => to(edit, wordAfter(edit)),
  lineStart: (edit: Edit) => to(edit, lineStart(edit)),
  lineEnd: (edit: Edit) => to(edit, lineEnd(edit)),
  textStart: (edit: Edit) => to(edit, 0),
  textEnd: (edit: Edit) => to(edit, edit.text.length),
} as const

export const deletions = {
  backspace: (edit: Edit) => cut(edit, before(edit), edit.at),
  delete: (edit: Edit) => cut(edit, edit.at, after(edit)),
  killWordLeft: (edit: Edit) => cut(edit, wordBefore(edit), edit.at),
  killWordRight: (edit: Edit) => cut(edit, edit.at, wordAfter(edit)),
  killToStart: (edit: Edit) => cut(edit, lineStart(edit), edit.at),
  killToEnd: (edit: Edit) => cut(edit, edit.at, lineEnd(edit) === edit.at ? after(edit) : lineEnd(edit)),
} as const

/** The line above or below, in about the same column; undefined at the first and the last. */
export function vertical(edit: Edit, by: -1 | 1): Edit | undefined {
  const start = lineStart(edit)
  const column = edit.at - start
  if (by < 0) {
    if (start === 0) return undefined
    const above = lineStart(to(edit, start - 1))
    return to(edit, Math.min(above + column, start - 1))
  }
  const end = lineEnd(edit)
  if (end === edit.text.length) return undefined
  return to(edit, Math.min(end + 1 + column, lineEnd(to(edit, end + 1))))
}

/** What arrives by paste: line ends as one sign, and nothing that a terminal would obey. */
export const clean = (pasted: string): string =>
  pasted
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => (/[\n\t]/.test(character) ? character : ''))
