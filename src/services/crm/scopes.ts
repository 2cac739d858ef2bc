/** OAuth scopes, each with what it is for and what is lost without it: one table for sign-in, `ping` and documents. */

import { type Feature, isGranted, scopesOf } from '../kit/scopes.ts'

export const features = {
  tables: { does: 'list the tables', scope: 'ZohoCRM.settings.modules.READ' },
  columns: { does: 'know their columns', scope: 'ZohoCRM.settings.fields.READ' },
  layouts: {
    does: 'names of layouts',
    scope: 'ZohoCRM.settings.layouts.READ',
    without: 'they are read by the list of records, 100 rows a call, where COQL does not tell them',
  },
  rows: { does: 'read rows', scope: 'ZohoCRM.modules.READ' },
  coql: {
    does: 'filter and join at Zoho (COQL)',
    scope: 'ZohoCRM.coql.READ',
    without: 'tables are read whole, 200 rows a call',
  },
  users: {
    does: 'full names of users',
    scope: 'ZohoCRM.users.READ',
    without: 'users are named as the rows name them',
  },
  organisation: {
    does: 'time zone and edition',
    scope: 'ZohoCRM.org.READ',
    without: 'times are in UTC, and few calls are made at once',
  },
  bulk: {
    does: 'large tables by bulk jobs',
    scope: 'ZohoCRM.bulk.READ',
    without: 'large tables cost up to six times the credits',
  },
  search: {
    does: 'search, by road=search',
    scope: 'ZohoSearch.securesearch.READ',
    without: 'road=search is refused',
  },
  insert: { does: 'insert rows', scope: 'ZohoCRM.modules.CREATE', without: 'INSERT is refused', writes: true },
  update: { does: 'update rows', scope: 'ZohoCRM.modules.UPDATE', without: 'UPDATE is refused', writes: true },
  delete: { does: 'delete rows', scope: 'ZohoCRM.modules.DELETE', without: 'DELETE is refused', writes: true },
  attachments: {
    does: 'attach files',
    scope: 'ZohoCRM.modules.attachments.CREATE',
    without: 'upload_attachment is refused',
    writes: true,
  },
  jobs: { does: 'load by jobs', scope: 'ZohoCRM.bulk.CREATE', without: 'loads send records, 100 a call', writes: true },
  uploads: {
    does: 'upload the files of jobs',
    scope: 'ZohoFiles.files.ALL',
    without: 'loads send records, 100 a call',
    writes: true,
  },
} as const satisfies Record<string, Feature>

export type CrmFeatureName = keyof typeof features

export const featureNames = Object.keys(features) as readonly CrmFeatureName[]

/** What a sign-in asks for: all that this version can use. @param writes whether it shall change data too */
export const wantedScopes = (writes: boolean): readonly string[] => scopesOf(features, writes)

/**
 * Modules that are granted one by one, where not all are.
 *
 * @param wanted `ZohoCRM.modules.READ`
 */
export function grantedModules(granted: readonly string[], wanted: string): readonly string[] | undefined {
  if (isGranted(wanted, granted)) return undefined
  const modules = granted.flatMap((scope) => /^ZohoCRM\.modules\.([^.]+)\.\w+$/i.exec(scope)?.[1] ?? [])
  return [...new Set(modules)].filter((module) => isGranted(scopeOf(wanted, module), granted))
}

/** `ZohoCRM.modules.CREATE` of one module: `ZohoCRM.modules.leads.CREATE`. */
const scopeOf = (all: string, module: string): string => all.replace(/(?=\.\w+$)/, `.${module}`)

/**
 * The scopes of which any will do for writing a module's records, the widest first. Of modules that bear no name of their
 * own in scopes (custom ones, and subforms, which go by their parents) any module's grant may be the right one: there
 * only Zoho can tell.
 */
export function writingScopes(
  action: 'insert' | 'update' | 'delete',
  module: string,
  granted: readonly string[],
): readonly string[] {
  const { scope } = features[action]
  const name = module.replace(/__s$/, '').replaceAll('_', '').toLowerCase()
  const names = standardNames.has(name) ? [name] : (grantedModules(granted, scope) ?? [])
  return [scope, ...names.map((one) => scopeOf(scope, one))]
}

/** Modules that have a name of their own in scopes (facts 2.8). */
const standardNames: ReadonlySet<string> = new Set(
  (
    'leads accounts contacts deals campaigns tasks cases events calls solutions products vendors pricebooks quotes ' +
    'salesorders purchaseorders invoices notes attachments activities users appointments services'
  ).split(' '),
)
