import { byName } from '../../base/by-name.ts'
import { usageError } from '../usage.ts'

/** What `\if` has begun: which statements and commands count, and which are passed over. Pure. */

interface Branch {
  /** `taken`: this part counts. `waiting`: none has yet. `past`: one has. */
  state: 'taken' | 'waiting' | 'past'
  sawElse: boolean
}

const words: Readonly<Record<string, boolean>> = byName({
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  1: true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  0: false,
})

/** @throws ZohoSqlError USAGE */
function truthOf(name: string, word: string | undefined): boolean {
  const truth = words[(word ?? '').toLowerCase()]
  if (truth !== undefined) return truth
  throw usageError(
    `\\${name} takes true or false${word === undefined ? '' : `, and "${word}" is neither`}; it counts as false.`,
    'Compare in SQL: SELECT 1 < 2 AS yes \\gset, then \\if :yes. Whether a variable is set: \\if :{?name}',
  )
}

export class Branches {
  readonly #open: Branch[] = []

  /** What comes next counts. */
  get active(): boolean {
    return this.#open.every(({ state }) => state === 'taken')
  }

  get depth(): number {
    return this.#open.length
  }

  /** Leaves all that was begun since; true where something was. */
  cutTo(depth: number): boolean {
    return this.#open.splice(depth).length > 0
  }

  if(word: string | undefined): void {
    const counts = this.active
    const branch: Branch = { state: counts ? 'waiting' : 'past', sawElse: false }
    this.#open.push(branch)
    if (counts && truthOf('if', word)) branch.state = 'taken'
  }

  elif(word: string | undefined): void {
    const branch = this.#last('elif')
    if (branch.sawElse) throw usageError('\\elif stands after \\else.')
    if (branch.state !== 'waiting') branch.state = 'past'
    else if (truthOf('elif', word)) branch.state = 'taken'
  }

  else(): void {
    const branch = this.#last('else')
    if (branch.sawElse) throw usageError('There is a second \\else.')
    branch.sawElse = true
    branch.state = branch.state === 'waiting' ? 'taken' : 'past'
  }

  endif(): void {
    this.#last('endif')
    this.#open.pop()
  }

  #last(name: string): Branch {
    const branch = this.#open.at(-1)
    if (!branch) throw usageError(`\\${name} stands without an \\if.`)
    return branch
  }
}
