/** The desk itself: its organisations, modules and what belongs to them. Made when it is first called. */
import type { World } from '../world.ts'
import { TicketChildren } from './children.ts'
import { type DeskData, demoData } from './company/index.ts'
import { Chance } from './company/random.ts'
import { completeDeskRow, type GivenDesk } from './given.ts'
import { deskId, type IdRange } from './ids.ts'
import { DeskModule, type DeskRecord } from './store.ts'
import { deskTables } from './tables.ts'

export interface DeskOptions {
  /** The demo desk, the same with values that break readers, or a desk given as rows. */
  readonly data?: 'demo' | 'odd' | GivenDesk
  /** Tickets of the demo desk (default 1,200 with the demo company as it comes, else in proportion). */
  readonly tickets?: number
  /** That many of them were imported at one instant (default 0). */
  readonly burst?: number
  /** Credits a day, in place of the edition's. */
  readonly credits?: number
  /** Calls at once, in place of the edition's. */
  readonly concurrency?: number
  /** Organisations the user belongs to (default 1). */
  readonly organizations?: number
}

export interface DeskWorld {
  readonly crm: World
  readonly organizations: readonly Readonly<Record<string, unknown>>[]
  readonly modules: ReadonlyMap<string, DeskModule>
  readonly teams: readonly DeskRecord[]
  readonly children: TicketChildren
  /** Whom the tokens belong to. */
  readonly me: string
}

const organization = (index: number): Readonly<Record<string, unknown>> => ({
  id: String(60_019_283_746 + index),
  companyName: index === 0 ? 'Northwind Trial' : `Northwind Sandbox ${index}`,
  portalName: index === 0 ? 'northwindtrial' : `northwindsandbox${index}`,
  alias: null,
  edition: 'ENTERPRISE',
  isDefault: index === 0,
  isAdminInOrg: true,
  isSandboxPortal: index > 0,
  timeZone: 'Europe/Berlin',
  currencyCode: 'EUR',
  currencyLocale: 'DE',
  currencySymbol: '€',
  portalURL: 'https://desk.zoho.eu/support/northwindtrial/ShowHomePage.do',
  primaryContact: 'user1@example.test',
  country: 'Germany',
  city: 'Berlin',
  website: null,
  logoURL: null,
  faviconURL: null,
})

function givenData({ rows, fields = {} }: GivenDesk, seed: number): DeskData {
  const complete = Object.entries(rows).map(([name, list]) => [name, list.map(completeDeskRow)] as const)
  return { rows: Object.fromEntries(complete), fields, chance: new Chance(seed) }
}

const rangeOf = (name: string): IdRange => (name.startsWith('cm_') ? 'machines' : (name as IdRange))

/** Ids that no row of the demo desk has. */
const firstFreeId = (name: string): string => deskId(rangeOf(name), 90_000_000)

/** Custom modules of a given desk are like the demo's. */
function tablesOf({ rows }: DeskData): typeof deskTables {
  const custom = deskTables.find((table) => table.name.startsWith('cm_'))!
  const own = Object.keys(rows).filter((name) => name.startsWith('cm_'))
  return [...deskTables.filter((table) => table !== custom), ...own.map((name) => ({ ...custom, name, label: name }))]
}

/** @param tickets how many the demo desk has unless the options say. */
export function makeDesk(crm: World, seed: number, tickets: number, options: DeskOptions): DeskWorld {
  const given = typeof options.data === 'object' ? options.data : undefined
  const data = given
    ? givenData(given, seed)
    : demoData(crm, {
        seed,
        tickets: options.tickets ?? tickets,
        odd: options.data === 'odd',
        burst: options.burst ?? 0,
      })
  const modules = tablesOf(data).map((table) => {
    const records = data.rows[table.name] ?? []
    return new DeskModule(table, data.fields[table.name] ?? [], records, firstFreeId(table.name))
  })
  const byName = new Map(modules.map((module) => [module.table.name, module]))
  const [first] = byName.get('agents')!.all()
  return {
    crm,
    organizations:
      given?.organizations ?? Array.from({ length: options.organizations ?? 1 }, (_, i) => organization(i)),
    modules: byName,
    teams: data.rows.teams ?? [],
    children: new TicketChildren(data.chance, given && (given.owned ?? {})),
    me: first?.id ?? deskId('agents', 0),
  }
}
