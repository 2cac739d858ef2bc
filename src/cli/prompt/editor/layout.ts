import stringWidth from 'string-width'
import { visible } from '../../../output/index.ts'
import { charactersOf } from './buffer.ts'

/** Text as rows of a screen. Pure. */

/** A piece of the text in a colour: `style` is the parameter of an SGR sequence. */
export interface StyledSpan {
  readonly start: number
  readonly end: number
  readonly style: string
}

export interface Layout {
  /** With colours; none is wider than the screen. */
  readonly rows: readonly string[]
  readonly widths: readonly number[]
  readonly cursorRow: number
  readonly cursorColumn: number
}

export interface LayoutInput {
  readonly text: string
  readonly at: number
  readonly columns: number
  /** What stands before each line. */
  readonly promptOf: (line: number) => string
  /** In the order of the text; empty: no colours. */
  readonly spans: readonly StyledSpan[]
}

const isPlain = (character: string): boolean => character.length === 1 && character >= ' ' && character <= '~'

const widthOf = (character: string): number => (isPlain(character) ? 1 : stringWidth(character))

/** What a terminal would obey, or nobody would see, is seen. */
const shownAs = (character: string): string =>
  isPlain(character) ? character : character === '\t' ? ' ' : visible(character) === character ? character : '\ufffd'

/** A row being written. */
class ScreenRow {
  text = ''
  width = 0
  #style = ''

  put(character: string, width: number, style: string): void {
    if (style !== this.#style) this.text += style === '' ? '\x1b[0m' : `\x1b[0;${style}m`
    this.#style = style
    this.text += character
    this.width += width
  }

  end(): string {
    return this.#style === '' ? this.text : `${this.text}\x1b[0m`
  }
}

export function layout({ text, at, columns, promptOf, spans }: LayoutInput): Layout {
  const rows: ScreenRow[] = []
  let cursor = { row: 0, column: 0 }
  let offset = 0
  let span = 0
  const mark = (): void => {
    if (offset === at) cursor = { row: rows.length - 1, column: rows.at(-1)!.width }
  }
  const put = (character: string, width: number, style: string): void => {
    if (rows.at(-1)!.width + width > columns) rows.push(new ScreenRow())
    if (style !== promptStyle) mark()
    rows.at(-1)!.put(character, width, style === promptStyle ? '' : style)
  }
  for (const [index, line] of text.split('\n').entries()) {
    rows.push(new ScreenRow())
    for (const character of charactersOf(promptOf(index))) put(character, widthOf(character), promptStyle)
    for (const character of charactersOf(line)) {
      while (spans[span] && spans[span]!.end <= offset) span += 1
      const style = spans[span] && spans[span]!.start <= offset ? spans[span]!.style : ''
      const shown = shownAs(character)
      put(shown, widthOf(shown), style)
      offset += character.length
    }
    // After a full row the terminal has no place for the cursor.
    if (offset === at && rows.at(-1)!.width >= columns) rows.push(new ScreenRow())
    mark()
    offset += 1
  }
  return {
    rows: rows.map((row) => row.end()),
    widths: rows.map(({ width }) => width),
    cursorRow: cursor.row,
    cursorColumn: cursor.column,
  }
}

const promptStyle = 'prompt'
