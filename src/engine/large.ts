import { LocalEngine } from './engine.ts'
import type { StagedColumn } from './program.ts'
import { asZohoSqlError } from './sqlite.ts'
import type { Query } from './tree.ts'
import type { Session } from './values/index.ts'
import { allRelations, walkQuery } from './walk.ts'

/** The rows of relations, which are those of one table. */
interface Staged {
  readonly relations: readonly number[]
  readonly columns: readonly StagedColumn[]
}

/**
 * Refuses what SQLite cannot run (more than 64 tables in a join, 2,000 columns or sort keys, 1,000 expressions within one
 * another), before anything was read for it: it is prepared over tables without rows. Only for what is large, since
 * nothing else comes near those limits.
 *
 * @param staged what the query's tables will hold
 * @throws {ZohoSqlError} RESOURCE_LIMIT, NOT_SUPPORTED
 */
export function assertRunnable(query: Query, staged: readonly Staged[], session: Session): void {
  if (!isLarge(query)) return
  const engine = LocalEngine.open({ session })
  try {
    for (const { relations, columns } of staged) engine.stage(relations, columns)
    engine.prepare(query)
  } catch (error) {
    throw asZohoSqlError(error)
  } finally {
    engine.close()
  }
}

/** Nodes of a tree that no limit is far from. */
const LARGE = 300
/** A join may hold 64 tables, and what is lowered may name some twice. */
const MANY = 25

function isLarge(query: Query): boolean {
  let nodes = 0
  let sets = 0
  walkQuery(query, {
    expr: () => void nodes++,
    query: ({ body }) => {
      if (body.kind === 'select') sets += body.groupBy?.sets.length ?? 0
    },
  })
  return nodes > LARGE || sets > MANY || allRelations(query).length > MANY
}
