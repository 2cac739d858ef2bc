/** Puts a company together from what `startSimulator` was given: the demo company, files, or a test's own arrays. */
import { demoOrg, demoUsers, makeCompany, oddUsers } from './company/index.ts'
import { RowFaults } from './faults.ts'
import { type GivenWorld, readWorld, storeGiven } from './given.ts'
import { hashText } from './hash.ts'
import { systemId } from './ids.ts'
import type { CustomView, SimOrg, SimUser, SimWorld } from './model.ts'
import type { StoredModule } from './store.ts'
import { makeVariants, type Variants } from './variants.ts'
import { Ledger } from './write/ledger.ts'

export interface WorldOptions {
  readonly data: 'demo' | 'odd' | string | GivenWorld
  readonly seed: number
  readonly rows: number
  readonly variants: Partial<Variants>
  readonly clock: () => number
  readonly asOf?: number
}

/** The world as the server holds it: its modules can be changed. */
export interface World extends SimWorld {
  readonly modules: ReadonlyMap<string, StoredModule>
  readonly ledger: Ledger
  /** The instant of the last record, of a company that has one. */
  readonly end?: number
  /** Records of writes that are refused on purpose; replaced whole. */
  rowFaults: RowFaults
}

interface Data {
  /** The instant of the last record, of a company that has one. */
  readonly end?: number
  readonly modules: readonly StoredModule[]
  readonly users: readonly SimUser[]
  readonly org: SimOrg
}

/** The demo company's records end in the hour before it is looked at. */
const endOf = (now: number): number => Math.floor(now / 3_600_000) * 3_600_000

async function load({ data, seed, rows, clock, asOf }: WorldOptions): Promise<Data> {
  if (data === 'odd') return { modules: makeCompany({ seed, rows }), users: oddUsers, org: demoOrg }
  if (data === 'demo') {
    const end = asOf ?? endOf(clock())
    return { modules: makeCompany({ seed, rows, end }), users: demoUsers, org: demoOrg, end }
  }
  return storeGiven(typeof data === 'string' ? await readWorld(data) : data)
}

/** Every module has its "all records" view. */
const viewOf = ({ apiName }: StoredModule): CustomView => ({
  id: systemId(1_000_000_000 + (hashText(`view:${apiName}`) % 900_000_000)),
  name: `All ${apiName.replaceAll('_', ' ')}`,
  module: apiName,
})

export async function makeWorld(options: WorldOptions): Promise<World> {
  const { modules, users, org, end } = await load(options)
  const currentUser = users[0]
  if (!currentUser) throw new TypeError('a company needs at least one user')
  return {
    modules: new Map(modules.map((module) => [module.apiName, module])),
    users,
    currentUser,
    org,
    views: modules.map(viewOf),
    variants: makeVariants(options.variants),
    now: options.clock,
    ledger: new Ledger(),
    ...(end !== undefined && { end }),
    rowFaults: new RowFaults(),
  }
}
