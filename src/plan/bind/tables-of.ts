import type * as Ast from '../../sql/ast/index.ts'
import type { SqlStatement } from '../../sql/statement.ts'
import { sameName } from './names.ts'

type Visit = (table: Ast.TableRef, ctes: readonly Ast.Name[]) => void

/** Names of the tables that a statement refers to, without those of its own WITH queries. */
export function tablesOf(statement: SqlStatement): readonly Ast.Path[] {
  const found: Ast.Path[] = []
  walkStatement(statement, (table, ctes) => {
    if (!namesCte(table, ctes)) found.push(table.name)
  })
  const seen = new Set<string>()
  return found.filter((path) => {
    const key = JSON.stringify(path.map((name) => name.text))
    return !seen.has(key) && seen.add(key)
  })
}

/** True when the query, or something in it, reads what `name` names outside of it. */
export function refersTo(query: Ast.QueryBody, name: Ast.Name): boolean {
  let found = false
  walk(query, [], (table, ctes) => {
    found ||= table.name.length === 1 && sameName(table.name[0]!.text, name.text) && !namesCte(table, ctes)
  })
  return found
}

const namesCte = (table: Ast.TableRef, ctes: readonly Ast.Name[]): boolean =>
  table.name.length === 1 && ctes.some((cte) => sameName(cte.text, table.name[0]!.text))

type NodePart = { readonly kind?: unknown; readonly at?: unknown }

function walkStatement(statement: SqlStatement, visit: Visit): void {
  if ('query' in statement) walk(statement.query, [], visit)
  else if ('change' in statement) {
    const { table, ...rest } = statement.change
    // What a WITH names cannot be written.
    visit(table, [])
    walkScope(rest, [], visit)
  }
}

/** Every table of a tree. Nodes are told by their shape: all that matters here is tables and WITH. */
function walk(part: unknown, ctes: readonly Ast.Name[], visit: Visit): void {
  if (typeof part !== 'object' || part === null) return
  if (Array.isArray(part)) {
    for (const item of part) walk(item, ctes, visit)
    return
  }
  const { kind } = part as NodePart
  if (kind === 'table') visit(part as Ast.TableRef, ctes)
  else if (kind === 'query') walkScope(part as Ast.SqlQuery, ctes, visit)
  else for (const value of Object.values(part)) walk(value, ctes, visit)
}

function walkScope(query: Pick<Ast.SqlQuery, 'with' | 'recursive'>, outer: readonly Ast.Name[], visit: Visit): void {
  let ctes = outer
  for (const cte of query.with) {
    const own = [...ctes, cte.name]
    walk(cte.query, query.recursive ? own : ctes, visit)
    ctes = own
  }
  const { with: _, ...rest } = query
  for (const value of Object.values(rest)) walk(value, ctes, visit)
}
