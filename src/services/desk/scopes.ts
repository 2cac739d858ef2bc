/** OAuth scopes, each with what it is for and what is lost without it: one table for sign-in, `ping` and documents. */
import { byName } from '../../base/by-name.ts'
import { type Feature, scopesOf } from '../kit/scopes.ts'

const table = (name: string) => ({ does: `read ${name}`, without: `${name} cannot be read` })

const reading = {
  organisation: { does: 'know the organisation, agents and departments', scope: 'Desk.basic.READ' },
  tickets: { ...table('tickets'), scope: 'Desk.tickets.READ' },
  contacts: { ...table('contacts and accounts'), scope: 'Desk.contacts.READ' },
  tasks: { ...table('tasks'), scope: 'Desk.tasks.READ' },
  calls: { ...table('calls'), scope: 'Desk.calls.READ' },
  events: { ...table('events'), scope: 'Desk.events.READ' },
  products: { ...table('products'), scope: 'Desk.products.READ' },
  contracts: { ...table('contracts'), scope: 'Desk.contracts.READ' },
  articles: { ...table('articles'), scope: 'Desk.articles.READ' },
  custom: {
    does: 'read custom modules',
    scope: 'Desk.custommodule.READ',
    without: 'tables of custom modules cannot be read',
  },
  settings: {
    does: 'know modules and layouts',
    scope: 'Desk.settings.READ',
    without: 'custom modules and some picklists are not known',
  },
  search: {
    does: 'search and count',
    scope: 'Desk.search.READ',
    without: 'tables are read whole, and no further than lists reach',
  },
} as const satisfies Record<string, Feature>

export type DeskFeatureName = keyof typeof reading

/** Areas of scopes by the modules that they hold; of others the name itself (facts 2.3). */
const areas: Readonly<Record<string, string>> = byName({
  accounts: 'contacts',
  agents: 'basic',
  departments: 'basic',
  teams: 'basic',
  organizations: 'basic',
  myinfo: 'basic',
  fields: 'basic',
  organizationModules: 'settings',
  layouts: 'settings',
  ticketsCount: 'tickets',
  ticketsCountByFieldValues: 'tickets',
})

type Operation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

/** The scope for an operation on what a path begins with: `tickets/17/comments` is of tickets. */
export function scopeOf(path: string, operation: Operation): string {
  const first = path.split('/', 1)[0]!
  return `Desk.${first.startsWith('cm_') ? 'custommodule' : (areas[first] ?? first)}.${operation}`
}

/** What a reading call needs: searching and counting ask for a scope besides. */
export const readingScopes = (path: string): string =>
  [scopeOf(path, 'READ'), ...(/search|Count/.test(path) ? [reading.search.scope] : [])].join(' and ')

/** Areas whose records can be written; `cm_`: custom modules. */
const writable = ['tickets', 'contacts', 'tasks', 'calls', 'events', 'products', 'contracts', 'cm_']
const verbs = { CREATE: 'insert', UPDATE: 'update', DELETE: 'delete' } as const

const writing: Readonly<Record<string, Feature>> = Object.fromEntries(
  writable.flatMap((module) =>
    (['CREATE', 'UPDATE', 'DELETE'] as const).map((operation) => {
      const what = module === 'cm_' ? 'rows of custom modules' : module
      const lost = `${verbs[operation].toUpperCase()} of ${what} is refused`
      const scope = scopeOf(module, operation)
      return [
        `${verbs[operation]} ${module}`,
        { does: `${verbs[operation]} ${what}`, scope, without: lost, writes: true },
      ]
    }),
  ),
)

export const features: Readonly<Record<string, Feature>> = byName<Feature>({ ...reading, ...writing })

/** What a sign-in asks for. One unknown scope makes the whole consent fail (facts 2.3), so none is guessed. */
export const wantedScopes = (writes: boolean): readonly string[] => scopesOf(features, writes)
