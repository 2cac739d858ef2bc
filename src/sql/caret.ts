import stringWidth from 'string-width'

/** The line of a text and a caret below one of its characters, as psql shows errors. */

/** Wider lines are cut around the place, with `...` where they go on. */
const width = 100

/**
 * Renders `LINE 1: SELECT a FORM t` and a caret below `position` (offset of a UTF-16 unit in `text`, from 0; past the end
 * it stands after the last character).
 */
export function caretText(text: string, position: number): string {
  const at = Math.max(0, Math.min(position, text.length))
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', at)
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '')
  const cut = around(line, at - start)
  const label = `LINE ${text.slice(0, start).split('\n').length}: `
  return `${label}${cut.text}\n${' '.repeat(label.length + stringWidth(cut.text.slice(0, cut.at)))}^`
}

function around(line: string, at: number): { text: string; at: number } {
  const flat = line.replaceAll('\t', ' ')
  if (flat.length <= width) return { text: flat, at }
  const from = Math.max(0, Math.min(at - Math.floor(width / 2), flat.length - width))
  const head = from > 0 ? '...' : ''
  const rest = from + width < flat.length ? '...' : ''
  return { text: `${head}${flat.slice(from, from + width)}${rest}`, at: at - from + head.length }
}
