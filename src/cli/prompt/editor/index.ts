/**
 * The line editor: text of several lines, edited with Emacs' keys, coloured while it is typed, with history and
 * completion. Keys are decoded by `node:readline`, widths are measured by string-width.
 *
 * It is no `readline.Interface`, because that one edits a single line and has neither search nor a place for colours
 * but private ones. It knows nothing of SQL: what is complete, which colours and which names there are is handed in.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Terminal } from '../terminal.ts'
import { clean, deletions, type Edit, emptyEdit, insert, motions, replace, vertical } from './buffer.ts'
import type { History } from './history.ts'
import { actionOf, type EditorAction, type KeyPress, typedBy } from './keys.ts'
import { layout, type StyledSpan } from './layout.ts'
import { type CompletionCandidate, Menu } from './menu.ts'
import { Screen } from './screen.ts'
import { searchHistory } from './search.ts'

export type { CompletionCandidate } from './menu.ts'

export interface Completion {
  /** Where the word begins that is to be completed. */
  readonly start: number
  readonly candidates: readonly CompletionCandidate[]
}

export interface EditorOptions {
  readonly terminal: Terminal
  readonly history: History
  /** What stands before each line of a text. */
  readonly promptsOf: (text: string) => readonly string[]
  readonly isReady: (text: string) => boolean
  readonly colour: (text: string) => readonly StyledSpan[]
  /** Told to stop when nobody waits for it any more. */
  readonly complete: (text: string, at: number, signal: AbortSignal) => Promise<Completion>
}

/** What was typed; `left` after Ctrl-D, `cancelled` after Ctrl-C. */
export type Typing = { readonly text: string } | 'left' | 'cancelled'

export class Editor {
  readonly #options: EditorOptions
  readonly #screen: Screen
  #edit: Edit = emptyEdit
  #undo: Edit[] = []
  #killed = ''
  /** Where in the history we are, and what was typed before we went there. */
  #place = 0
  #draft = ''
  #menu: Menu | undefined
  /** Ends the reading of names that nobody waits for. */
  #reading: AbortController | undefined

  constructor(options: EditorOptions) {
    this.#options = options
    this.#screen = new Screen(options.terminal)
  }

  /** Reads until Enter on something complete. @param initial text to go on with */
  async read(initial = ''): Promise<Typing> {
    const { terminal, history } = this.#options
    this.#edit = { text: initial, at: initial.length }
    this.#undo = []
    this.#place = history.entries.length
    this.#menu = undefined
    using _ = terminal.onResize(() => this.#draw())
    for (;;) {
      if (terminal.idle) this.#draw()
      const key = await terminal.key()
      if (!key) return 'left'
      const end = await this.#press(key)
      if (end !== undefined) return end
    }
  }

  async #press(key: KeyPress): Promise<Typing | undefined> {
    const action = actionOf(key)
    if (action !== 'complete' && action !== 'completeBack') this.#menu = undefined
    const typed = action ? undefined : typedBy(key)
    if (typed !== undefined) this.#change(insert(this.#edit, typed))
    return action && this.#perform(action)
  }

  async #perform(action: EditorAction): Promise<Typing | undefined> {
    if (action in motions) this.#edit = motions[action as keyof typeof motions](this.#edit)
    else if (action in deletions && !(action === 'delete' && this.#edit.text === '')) this.#delete(action)
    else return this.#others[action]?.()
    return undefined
  }

  readonly #others: Readonly<Partial<Record<EditorAction, () => Promise<Typing | undefined> | Typing | undefined>>> = {
    up: () => this.#vertical(-1),
    down: () => this.#vertical(1),
    older: () => this.#recall(this.#place - 1),
    newer: () => this.#recall(this.#place + 1),
    yank: () => this.#change(insert(this.#edit, this.#killed)),
    newline: () => this.#change(insert(this.#edit, '\n')),
    undo: () => this.#back(),
    redraw: () => this.#clear(),
    complete: () => this.#complete(1),
    completeBack: () => this.#complete(-1),
    search: () => this.#search(),
    submit: () => this.#submit(),
    pasteStart: () => this.#paste(),
    suspend: () => this.#suspend(),
    cancel: () => {
      this.#reading?.abort()
      this.#finish()
      return 'cancelled'
    },
    leave: () => {
      // As in psql: on a line with nothing in it, whatever stands above.
      const { text, at } = this.#edit
      if (at < text.length || !/(^|\n)$/.test(text)) return this.#delete('delete')
      this.#finish()
      return 'left'
    },
  }

  #change(edit: Edit): undefined {
    if (edit.text !== this.#edit.text) this.#undo.push(this.#edit)
    this.#edit = edit
  }

  #delete(action: string): undefined {
    const edit = deletions[action as keyof typeof deletions](this.#edit)
    const removed = this.#edit.text.length - edit.text.length
    if (action.startsWith('kill')) this.#killed = this.#edit.text.slice(edit.at, edit.at + removed)
    this.#change(edit)
  }

  #back(): undefined {
    this.#edit = this.#undo.pop() ?? this.#edit
  }

  #vertical(by: -1 | 1): undefined {
    const edit = vertical(this.#edit, by)
    if (edit) this.#edit = edit
    else this.#recall(this.#place + by)
  }

  #recall(place: number): undefined {
    const { entries } = this.#options.history
    if (place < 0 || place > entries.length) return
    if (this.#place === entries.length) this.#draft = this.#edit.text
    this.#place = place
    const text = entries[place] ?? this.#draft
    this.#change({ text, at: text.length })
  }

  #submit(): Typing | undefined {
    const { text, at } = this.#edit
    // Inside a text, Enter breaks the line: the end is where statements are sent from.
    const atEnd = text.slice(at).trim() === '' || !text.includes('\n')
    if (!atEnd || !this.#options.isReady(text)) return this.#change(insert(this.#edit, '\n'))
    this.#finish()
    return { text }
  }

  /** Draws once more with the cursor at the end, so that what follows stands below all of it. */
  #finish(): void {
    this.#menu = undefined
    this.#edit = motions.textEnd(this.#edit)
    this.#draw()
    this.#screen.leave()
  }

  #clear(): undefined {
    this.#screen.clear()
  }

  #suspend(): undefined {
    this.#screen.leave()
    this.#options.terminal.suspend()
  }

  async #paste(): Promise<undefined> {
    let pasted = ''
    for (;;) {
      const key = await this.#options.terminal.key()
      if (!key || key.name === 'paste-end') break
      pasted += key.sequence ?? ''
    }
    this.#change(insert(this.#edit, clean(pasted)))
  }

  async #search(): Promise<Typing | undefined> {
    const { terminal, history } = this.#options
    const found = await searchHistory(terminal, history, (prompt, text, at) =>
      this.#screen.draw(layout({ text, at, columns: terminal.columns, promptOf: (n) => (n ? '' : prompt), spans: [] })),
    )
    if (!found) return undefined
    this.#change({ text: found.text, at: found.text.length })
    this.#place = found.place
    return found.submit ? this.#submit() : undefined
  }

  async #complete(by: 1 | -1): Promise<undefined> {
    if (this.#menu) {
      this.#menu.move(by)
    } else {
      const found = await this.#candidates()
      if (!found) return
      const { start, candidates } = found
      if (candidates.length === 0) return this.#ring()
      const menu = new Menu(start, this.#edit, candidates)
      if (candidates.length > 1) this.#menu = menu
      else menu.move(1)
      return this.#change(replace(this.#edit, start, this.#edit.at, menu.text))
    }
    this.#edit = replace(this.#edit, this.#menu.start, this.#edit.at, this.#menu.text)
  }

  /** Names may have to be read first. Who types on meanwhile is not kept waiting for long, and Ctrl-C ends the reading. */
  async #candidates(): Promise<Completion | undefined> {
    const { terminal, complete } = this.#options
    const ends = new AbortController()
    const { text, at } = this.#edit
    const found = complete(text, at, ends.signal)
    using _ = later(waitingMs, () => this.#draw([' reading names …']))
    const first = await Promise.race([
      found,
      terminal.pressed().then(() => sleep(patienceMs, undefined, { ref: false })),
    ])
    if (first) return first
    // What is read now is there for the next time, unless it is Ctrl-C that was pressed.
    this.#reading = ends
    void found.finally(() => {
      if (this.#reading === ends) this.#reading = undefined
    })
    return undefined
  }

  /** There is nothing that could stand here. */
  #ring(): undefined {
    this.#options.terminal.write('\x07')
  }

  #draw(below?: readonly string[]): void {
    const { terminal, promptsOf, colour } = this.#options
    const { text, at } = this.#edit
    const prompts = promptsOf(text)
    const { columns } = terminal
    const spans = terminal.colours ? colour(text) : []
    const drawn = layout({ text, at, columns, promptOf: (line) => prompts[line] ?? '', spans })
    this.#screen.draw(drawn, below ?? this.#menu?.rows(columns, Math.max(1, Math.min(8, terminal.rows - 3))))
  }
}

/** Longer than this, and it is said what is waited for. */
const waitingMs = 150

/** Keys that are typed after Tab wait so long for what it brings. */
const patienceMs = 300

function later(ms: number, work: () => void): Disposable {
  const timer = setTimeout(work, ms)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
