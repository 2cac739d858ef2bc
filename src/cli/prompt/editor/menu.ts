import stringWidth from 'string-width'
import { visible } from '../../../output/index.ts'
import { padded } from '../width.ts'
import type { Edit } from './buffer.ts'

/** One thing that may stand in a place. */
export interface CompletionCandidate {
  /** What is inserted. */
  readonly text: string
  /** What it is, in a word or two. */
  readonly note?: string
  /** What it is called besides: typing that finds it where no text fits. */
  readonly label?: string
}

/** The list below the text while Tab goes through candidates. */
export class Menu {
  readonly start: number
  readonly #candidates: readonly CompletionCandidate[]
  readonly #typed: string
  /** -1: only what all candidates have in common stands there. */
  #chosen = -1

  constructor(start: number, { text, at }: Edit, candidates: readonly CompletionCandidate[]) {
    this.start = start
    this.#candidates = candidates
    this.#typed = text.slice(start, at)
  }

  /** What is to stand at the place. */
  get text(): string {
    return this.#candidates[this.#chosen]?.text ?? commonStart(this.#typed, this.#candidates)
  }

  move(by: 1 | -1): void {
    const count = this.#candidates.length
    this.#chosen = this.#chosen < 0 && by < 0 ? count - 1 : (this.#chosen + by + count) % count
  }

  /** Rows of the list, no wider than the screen; the chosen one is among them. */
  rows(columns: number, rowsMax: number): string[] {
    const first = Math.max(0, Math.min(this.#chosen - rowsMax + 2, this.#candidates.length - rowsMax))
    const shown = this.#candidates.slice(first, first + rowsMax)
    const width = Math.min(columns - 4, Math.max(...shown.map(({ text }) => stringWidth(text))))
    const rows = shown.map((candidate, index) => row(candidate, first + index === this.#chosen, width, columns))
    const more = this.#candidates.length - shown.length
    return more > 0 ? [...rows, ` … ${more} more`.slice(0, columns - 1)] : rows
  }
}

function row({ text, note }: CompletionCandidate, chosen: boolean, width: number, columns: number): string {
  const name = padded(visible(text), width)
  const line = ` ${name}${note ? `  ${visible(note)}` : ''}`
  return chosen ? `\x1b[7m${padded(line, columns - 1)}\x1b[0m` : padded(line, columns - 1)
}

/** The longest start that all share, ignoring case, at least what was typed. */
function commonStart(typed: string, candidates: readonly CompletionCandidate[]): string {
  const [first, ...others] = candidates.map(({ text }) => text)
  let length = first!.length
  for (const other of others) {
    while (!other.toLowerCase().startsWith(first!.slice(0, length).toLowerCase())) length -= 1
  }
  return length >= typed.length ? first!.slice(0, length) : typed
}
