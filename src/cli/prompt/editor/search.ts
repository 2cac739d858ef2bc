import type { Terminal } from '../terminal.ts'
import type { History } from './history.ts'
import { actionOf, nameOf, typedBy } from './keys.ts'

interface HistoryMatch {
  readonly text: string
  readonly place: number
  readonly submit: boolean
}

/** Ctrl-R: looks backwards while typing. Enter runs what was found, Ctrl-C or Ctrl-G gives it up, others edit it. */
export async function searchHistory(
  terminal: Terminal,
  history: History,
  draw: (prompt: string, text: string, at: number) => void,
): Promise<HistoryMatch | undefined> {
  let wanted = ''
  let place: number | undefined
  for (;;) {
    const entry = place === undefined ? '' : history.entries[place]!
    const failed = wanted !== '' && place === undefined ? 'nothing ' : ''
    draw(`(${failed}found for "${wanted}") `, entry, Math.max(0, entry.toLowerCase().indexOf(wanted.toLowerCase())))
    const key = await terminal.key()
    if (!key) return undefined
    const action = actionOf(key)
    const typed = typedBy(key)
    if (action === 'cancel' || nameOf(key) === 'C-g' || key.name === 'escape') return undefined
    if (action === 'search') place = history.search(wanted, place) ?? place
    else if (action === 'backspace') {
      wanted = wanted.slice(0, -1)
      place = wanted === '' ? undefined : history.search(wanted)
    } else if (!action && typed !== undefined) {
      wanted += typed
      place = history.search(wanted, place === undefined ? undefined : place + 1)
    } else return place === undefined ? undefined : { text: entry, place, submit: action === 'submit' }
  }
}
