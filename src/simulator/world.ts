/** Puts a company together from what `startSimulator` was given: the demo company, files, or a test's own arrays. */
import { demoOrg, demoUsers, makeCompany } from './company/index.ts'
import { RowFaults } from './faults.ts'
import { type GivenWorld, readWorld, storeGiven } from './given.ts'
import { hashText } from './hash.ts'
import { systemId } from './ids.ts'
import type { CustomView, SimOrg, SimUser, SimWorld } from './model.ts'
import type { StoredModule } from './store.ts'
import { makeVariants, type Variants } from './variants.ts'
import { Ledger } from './write/ledger.ts'

export interface WorldOptions {
  readonly data: 'demo' | string | GivenWorld
  readonly seed: number
  readonly rows: number
  readonly variants: Partial<Variants>
  readonly clock: () => number
}

/** The world as the server holds it: its modules can be changed. */
export interface World extends SimWorld {
  readonly modules: ReadonlyMap<string, StoredModule>
  readonly ledger: Ledger
  /** Records of writes that are refused on purpose; replaced whole. */
  rowFaults: RowFaults
}

interface Data {
  readonly modules: readonly StoredModule[]
  readonly users: readonly SimUser[]
  readonly org: SimOrg
}

async function load({ data, seed, rows }: WorldOptions): Promise<Data> {
  if (data === 'demo') return { modules: makeCompany({ seed, rows }), users: demoUsers, org: demoOrg }
  return storeGiven(typeof data === 'string' ? await readWorld(data) : data)
}

/** Every module has its "all records" view. */
const viewOf = ({ apiName }: StoredModule): CustomView => ({
  id: systemId(1_000_000_000 + (hashText(`view:${apiName}`) % 900_000_000)),
  name: `All ${apiName.replaceAll('_', ' ')}`,
  module: apiName,
})

export async function makeWorld(options: WorldOptions): Promise<World> {
  const { modules, users, org } = await load(options)
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
    rowFaults: new RowFaults(),
  }
}
