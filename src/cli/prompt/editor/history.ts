import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { redact } from '../../../base/secret.ts'

const entriesMax = 2000

/** What was typed before, oldest first: in a file of the user's own, one JSON text a line, without secrets. */
export class History {
  readonly #path: string | undefined
  #entries: string[]

  /** @param path undefined: this session only. */
  constructor(path: string | undefined) {
    this.#path = path
    this.#entries = path === undefined ? [] : readEntries(path)
    if (path !== undefined && this.#entries.length > entriesMax) this.#shorten(path)
  }

  get entries(): readonly string[] {
    return this.#entries
  }

  /** Statements that begin with a blank are not kept, as in shells. */
  add(typed: string): void {
    const entry = withoutSecrets(typed.trimEnd())
    if (entry === '' || entry.startsWith(' ') || entry === this.#entries.at(-1)) return
    this.#entries.push(entry)
    if (this.#path === undefined) return
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
      appendFileSync(this.#path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch {
      // A history that cannot be written is no reason to end a session.
    }
  }

  /** The newest entry before `from` that holds the text, whatever its case. */
  search(text: string, from = this.#entries.length): number | undefined {
    const wanted = text.toLowerCase()
    const found = this.#entries.findLastIndex((entry, index) => index < from && entry.toLowerCase().includes(wanted))
    return found < 0 ? undefined : found
  }

  #shorten(path: string): void {
    this.#entries = this.#entries.slice(-entriesMax)
    try {
      writeFileSync(path, this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
    } catch {
      // As above.
    }
  }
}

/** Connection strings hold secrets that were never seen; the others this process knows. */
const withoutSecrets = (typed: string): string => redact(typed.replace(/(\\(?:c|connect)\s)[^\n]*=.*$/gm, '$1***'))

function readEntries(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    chmodSync(path, 0o600)
    return lines.flatMap(entryOf)
  } catch {
    return []
  }
}

function entryOf(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'string' ? [entry] : []
  } catch {
    return []
  }
}
