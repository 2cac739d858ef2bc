/** OAuth scopes, each with what it is for and what is lost without it: one table for sign-in, `ping` and documents. */
import type { Feature } from '../kit/scopes.ts'

const table = (name: string) => ({ does: `read ${name}`, without: `${name} cannot be read` })

export const features = {
  organisation: { does: 'know the organisation, agents and departments', scope: 'Desk.basic.READ' },
  tickets: { ...table('tickets'), scope: 'Desk.tickets.READ' },
  contacts: { ...table('contacts and accounts'), scope: 'Desk.contacts.READ' },
  tasks: { ...table('tasks'), scope: 'Desk.tasks.READ' },
  calls: { ...table('calls'), scope: 'Desk.calls.READ' },
  events: { ...table('events'), scope: 'Desk.events.READ' },
  products: { ...table('products'), scope: 'Desk.products.READ' },
  contracts: { ...table('contracts'), scope: 'Desk.contracts.READ' },
  articles: { ...table('articles'), scope: 'Desk.articles.READ' },
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

export type FeatureName = keyof typeof features

export const featureNames = Object.keys(features) as readonly FeatureName[]

/** What a sign-in asks for. One unknown scope makes the whole consent fail (facts 2.3), so none is guessed. */
export const wantedScopes: readonly string[] = featureNames.map((name) => features[name].scope)
