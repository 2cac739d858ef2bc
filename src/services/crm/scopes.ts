/** OAuth scopes, each with what it is for and what is lost without it: one table for sign-in, `ping` and documents. */

import { type Feature, isGranted } from '../kit/scopes.ts'

export const features = {
  tables: { does: 'list the tables', scope: 'ZohoCRM.settings.modules.READ' },
  columns: { does: 'know their columns', scope: 'ZohoCRM.settings.fields.READ' },
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
} as const satisfies Record<string, Feature>

export type FeatureName = keyof typeof features

export const featureNames = Object.keys(features) as readonly FeatureName[]

/** What a sign-in asks for: all that this version can use, and nothing that changes data. */
export const wantedScopes: readonly string[] = featureNames.map((name) => features[name].scope)

/** Modules that are granted one by one, where not all are. */
export function grantedModules(granted: readonly string[]): readonly string[] | undefined {
  if (isGranted(features.rows.scope, granted)) return undefined
  return granted.flatMap((scope) => /^ZohoCRM\.modules\.([^.]+)\.(?:READ|ALL)$/i.exec(scope)?.[1] ?? [])
}
