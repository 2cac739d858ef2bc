import { isZohoSqlError } from '../base/errors.ts'
import { tablesOf } from '../plan/index.ts'
import { parse } from '../sql/index.ts'

/**
 * Names of the tables that a statement refers to, as it writes them (`['crm', 'Leads']`), those of its own WITH
 * queries left out; undefined for a text that cannot be parsed here.
 */
export function tableNames(sql: string): readonly (readonly string[])[] | undefined {
  try {
    return tablesOf(parse(sql).statement).map((path) => path.map((name) => name.text))
  } catch (error) {
    if (isZohoSqlError(error)) return undefined
    throw error
  }
}
