/** OAuth scopes: `Service.group.sub.OPERATION`, and which of them covers what a call needs. */
import type { SimModule } from './model.ts'

/** What the simulator's own client is granted unless told otherwise. */
export const defaultScopes: readonly string[] = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.coql.READ',
  'ZohoCRM.bulk.ALL',
  'ZohoCRM.users.READ',
  'ZohoCRM.org.READ',
  'ZohoSearch.securesearch.READ',
  'ZohoCRM.mass_update.ALL',
  'ZohoCRM.mass_delete.ALL',
  'ZohoCRM.files.ALL',
  'ZohoFiles.files.ALL',
  'Desk.tickets.ALL',
  'Desk.contacts.ALL',
  'Desk.tasks.ALL',
  'Desk.calls.ALL',
  'Desk.events.ALL',
  'Desk.products.ALL',
  'Desk.contracts.ALL',
  'Desk.articles.READ',
  'Desk.custommodule.ALL',
  'Desk.basic.READ',
  'Desk.settings.READ',
  'Desk.search.READ',
]

const standardNames: readonly string[] = [
  'leads',
  'accounts',
  'contacts',
  'deals',
  'campaigns',
  'tasks',
  'cases',
  'events',
  'calls',
  'solutions',
  'products',
  'vendors',
  'pricebooks',
  'quotes',
  'salesorders',
  'purchaseorders',
  'invoices',
  'notes',
  'attachments',
  'activities',
  'users',
  'appointments',
  'services',
]

/** A module's name inside scopes. */
function scopeName(module: SimModule): string {
  const name = module.apiName.replace(/__s$/, '').replaceAll('_', '').toLowerCase()
  if (module.meta.generated_type === 'custom') return 'custom'
  const parent = module.meta.parent_module.api_name
  if (parent !== undefined) return parent.replaceAll('_', '').toLowerCase()
  return standardNames.includes(name) ? name : 'custom'
}

const normal = (scope: string): string => scope.toLowerCase().replaceAll('_', '')

/** A needed operation may be one of several: `CREATE|WRITE`. `X.ALL` covers every operation, and a scope without the last group covers every sub-group: `modules.ALL`. */
function covers(granted: string, needed: string): boolean {
  const have = normal(granted).split('.')
  const want = normal(needed).split('.')
  const operation = have.pop()
  if (operation !== 'all' && !want.at(-1)!.split('|').includes(operation!)) return false
  return have.every((part, i) => part === want[i]) && have.length < want.length
}

/** True when each needed scope is covered by one that was granted. */
export const satisfies = (granted: readonly string[], needed: readonly string[]): boolean =>
  needed.every((scope) => granted.some((have) => covers(have, scope)))

/** The scope for records of a module; `operation`: one, or several of which one will do (`CREATE|WRITE`). */
export const moduleScope = (module: SimModule, operation: string): string =>
  `ZohoCRM.modules.${scopeName(module)}.${operation}`

export const readModule = (module: SimModule): string => moduleScope(module, 'READ')
