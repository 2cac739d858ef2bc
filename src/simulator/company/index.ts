/**
 * The demo company: the usual CRM modules with linked, odd and large data, all from one seed. Rows are computed when
 * they are looked at, so millions of them cost no memory. Not here: anything that answers a request.
 */

import { layoutId, makeField, makeModule } from '../fields.ts'
import { fraction, mix } from '../hash.ts'
import { idBase } from '../ids.ts'
import type { SimUser } from '../model.ts'
import { type Derivations, StoredModule } from '../store.ts'
import { appointments, calls, events, notes, tasks } from './activities.ts'
import { believableCells } from './believable/index.ts'
import type { CellMaker } from './cells.ts'
import { idColumn } from './common.ts'
import { type GeneratedColumn, GeneratedRows } from './generate.ts'
import { documents, priceBooks, products, vendors } from './inventory.ts'
import { closedModules, leadsAndProducts, leadsAndUsers, machines, serviceLog } from './machines.ts'
import { demoUsers, oddUsers } from './people.ts'
import { makePools } from './pools.ts'
import { accounts, contacts, deals, leads } from './sales.ts'
import { type ColumnSpec, type Company, type CompanyModuleSpec, unscaledRows } from './spec.ts'
import { campaigns, cases, solutions } from './support.ts'

export { demoOrg, demoUsers, oddUsers } from './people.ts'

/** Owners before what they own. */
const specs: readonly CompanyModuleSpec[] = [
  leads,
  accounts,
  contacts,
  deals,
  campaigns,
  tasks,
  events,
  calls,
  cases,
  solutions,
  products,
  vendors,
  priceBooks,
  ...documents,
  appointments,
  notes,
  machines,
  serviceLog,
  leadsAndProducts,
  leadsAndUsers,
  ...closedModules,
]

export interface CompanyOptions {
  readonly seed: number
  /** The instant of the last record of a company that reads like a real one; absent: the odd company, for tests. */
  readonly end?: number
  /** Rows of the largest module; the others keep their proportion. */
  readonly rows: number
}

interface ModuleDraft {
  readonly spec: CompanyModuleSpec
  readonly rows: GeneratedRows
}

/** Owned rows follow their owners: owner `p` has `pattern[p mod length]` of them. */
class Ownership {
  readonly #pattern: readonly number[]
  readonly #perRound: number
  constructor(pattern: readonly number[]) {
    this.#pattern = pattern
    this.#perRound = pattern.reduce((sum, n) => sum + n, 0)
  }
  total(owners: number): number {
    const rest = this.#pattern.slice(0, owners % this.#pattern.length)
    return Math.floor(owners / this.#pattern.length) * this.#perRound + rest.reduce((sum, n) => sum + n, 0)
  }
  ownerOf(row: number): number {
    let rest = row % this.#perRound
    let place = 0
    for (; rest >= this.#pattern[place]!; place++) rest -= this.#pattern[place]!
    return Math.floor(row / this.#perRound) * this.#pattern.length + place
  }
  rowsOf(owner: number): readonly number[] {
    const first = this.total(owner)
    return Array.from({ length: this.#pattern[owner % this.#pattern.length]! }, (_, i) => first + i)
  }
}

function rowCounts(rows: number): Map<string, number> {
  const counts = new Map<string, number>()
  const scale = rows / unscaledRows
  for (const { meta, rows: own, fixed, parent } of specs) {
    const scaled = fixed ? own : Math.max(1, Math.round(own * scale))
    counts.set(meta.api_name, parent ? new Ownership(parent.pattern).total(counts.get(parent.module) ?? 0) : scaled)
  }
  return counts
}

const userCell =
  (users: readonly SimUser[]): CellMaker =>
  (hash) => {
    const { id, full_name, email } = users[Math.floor(fraction(hash) ** 2 * users.length)]!
    return { id, name: full_name, email }
  }

/** What Zoho computes anew at every write: cells that nobody may set and that follow from others of their row. */
const derivations = (columns: readonly ColumnSpec[]): Derivations =>
  new Map(
    columns.flatMap(({ field, cell }) =>
      cell?.compute && (field.read_only || field.data_type === 'formula') ? [[field.api_name, cell.compute]] : [],
    ),
  )

class CompanyDraft implements Company {
  readonly #cells: ReturnType<typeof believableCells> | undefined
  readonly pools: Company['pools']
  readonly user: CellMaker
  readonly #drafts = new Map<string, ModuleDraft>()

  constructor({ seed, rows, end }: CompanyOptions) {
    this.pools = makePools(seed)
    this.user = userCell(end === undefined ? oddUsers : demoUsers)
    const counts = rowCounts(rows)
    specs.forEach((spec, number) => {
      const module = spec.meta.api_name
      const count = counts.get(module)!
      const { nameField } = spec
      this.#drafts.set(module, {
        spec,
        rows: new GeneratedRows({ count, base: idBase(number), seed, module, nameField }),
      })
    })
    this.#cells = end === undefined ? undefined : this.#believable(end)
  }

  #believable(end: number): ReturnType<typeof believableCells> {
    return believableCells({
      company: this,
      end,
      row: (module, index) => this.#rows(module).at(index),
      lookup: (module, index) => this.#rows(module).lookupAt(index),
      indexOf: (module, id) => this.#rows(module).position(id),
    })
  }

  #rows(module: string): GeneratedRows {
    const draft = this.#drafts.get(module)
    if (!draft) throw new TypeError(`the company has no module ${module}`)
    return draft.rows
  }
  count(module: string): number {
    return this.#rows(module).count
  }
  link(module: string): CellMaker {
    const rows = this.#rows(module)
    return (hash) => rows.lookupAt(Math.floor(fraction(hash) * rows.count))
  }
  linkBefore(module: string): CellMaker {
    const rows = this.#rows(module)
    return (hash, index) => (index === 0 ? null : rows.lookupAt(Math.floor(fraction(hash) * index)))
  }
  linkParent(module: string): CellMaker {
    const { parent } = this.#drafts.get(module)!.spec
    const ownership = new Ownership(parent!.pattern)
    const owners = this.#rows(parent!.module)
    return (_hash, index) => owners.lookupAt(ownership.ownerOf(index))
  }
  linkAny(modules: readonly string[]): CellMaker {
    const cells = modules.map((module) => ({ module, cell: this.link(module) }))
    return (hash, index, row) => {
      const { module, cell } = cells[mix(hash, 7) % cells.length]!
      return { ...(cell(hash, index, row) as object), module }
    }
  }
  layout(module: string): CellMaker {
    const layout = { name: 'Standard', id: layoutId(module) }
    return () => layout
  }

  modules(): StoredModule[] {
    return [...this.#drafts.values()].map((draft, sequence) => this.#finish(draft, sequence))
  }

  #finish({ spec, rows }: ModuleDraft, sequence: number): StoredModule {
    const module = spec.meta.api_name
    const own = this.#cells?.(module)
    const columns = [idColumn, ...spec.columns(this)].map((column) => {
      const cell = column.cell && own?.[column.field.api_name]
      return cell ? { ...column, cell } : column
    })
    const stored = columns.filter((c) => c.cell !== undefined)
    rows.setColumns(stored.map((c): GeneratedColumn => ({ name: c.field.api_name, cell: c.cell! })))
    return new StoredModule({
      meta: makeModule(spec.meta, sequence + 1),
      fields: columns.map((c) => makeField(c.field, module)),
      rows,
      derive: derivations(columns),
      ...this.#ownership(spec),
    })
  }

  #ownership({ parent }: CompanyModuleSpec): object {
    if (!parent) return {}
    const owners = this.#rows(parent.module)
    const ownership = new Ownership(parent.pattern)
    return {
      parentField: parent.field,
      childPositions: (id: string) => {
        const position = owners.position(id)
        const found = position < owners.count && owners.idAt(position) === id
        return found ? ownership.rowsOf(position) : []
      },
    }
  }
}

/** The modules of the demo company. */
export const makeCompany = (options: CompanyOptions): StoredModule[] => new CompanyDraft(options).modules()
