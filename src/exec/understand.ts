import { isZohoSqlError } from '../base/errors.ts'
import { newSessionState, noNames } from '../base/session-state.ts'
import type { CatalogView } from '../catalog/index.ts'
import { makeSession, type Session } from '../engine/values/index.ts'
import { NeedNames, NeedTables } from '../plan/index.ts'
import type { ReadContext } from '../source/index.ts'
import { type Account, mayWrite } from './account.ts'
import { withinStack } from './depth.ts'

/** Binds against the tables of the view: called again whenever more of them are known. */
type BindAgainst<T> = (view: CatalogView, session: Session) => T | Promise<T>

/**
 * A statement bound to the account's tables. Where a column is missing it is bound once more, with the columns asked for
 * anew: it may be newer than what is remembered of its table.
 *
 * @throws {ZohoSqlError} whatever is wrong with its names and types · what asking for the metadata throws
 */
export async function understood<T>(account: Account, context: ReadContext, bind: BindAgainst<T>): Promise<T> {
  const { catalog } = account
  const view = catalog.view()
  try {
    return await withTables(account, view, context, bind)
  } catch (error) {
    if (!isZohoSqlError(error) || error.code !== 'UNDEFINED_COLUMN') throw error
    if (!catalog.forget(view.tables())) throw error
    return withTables(account, catalog.view(), context, bind)
  }
}

/** Binds, and whenever that needs a table which was not read yet, reads it and binds again. */
async function withTables<T>(
  account: Account,
  view: CatalogView,
  context: ReadContext,
  bind: BindAgainst<T>,
): Promise<T> {
  const state = newSessionState({ ...account.session, writes: mayWrite(account) })
  const session = makeSession({ timeZone: await account.timeZone(context), now: account.now(), state })
  for (;;) {
    try {
      return await withinStack(() => bind(view, session))
    } catch (error) {
      if (error instanceof NeedNames) state.names = (await account.names?.({ ...context, session: state })) ?? noNames
      else if (error instanceof NeedTables) await view.load(error.paths, context)
      else throw error
    }
  }
}
