import { typeText } from '../../../base/types.ts'
import type { Column, Table } from '../../../driver/inner.ts'
import { isReserved } from '../../../sql/keywords.ts'
import type { CompletionCandidate } from '../editor/index.ts'
import { written } from '../names.ts'
import { type CompletionContext, statementAt } from './context.ts'
import type { Knowledge } from './knowledge.ts'
import { type QueryRef, type QueryScope, scopeAt, type TableMention } from './scope.ts'
import { isClosed, keywordsAfter } from './words.ts'

/** Candidates within SQL. */

const named = (name: string, note?: string, label?: string): CompletionCandidate => ({
  text: written(name, isReserved),
  ...(note && { note }),
  ...(label && { label }),
})

const columnOf = ({ name, type, description }: Column): CompletionCandidate =>
  named(
    name,
    description && description !== name.replaceAll('_', ' ') ? `${typeText(type)}, ${description}` : typeText(type),
    description,
  )

/** A lookup as a step of a path. */
const stepsOf = ({ lookups, columns }: Table): CompletionCandidate[] =>
  lookups
    .filter(({ target, field }) => target && !columns.some(({ name }) => name === field))
    .map(({ field, target }) => named(field, `→ ${target!.table}`))

const membersOf = (table: Table): CompletionCandidate[] => [...table.columns.map(columnOf), ...stepsOf(table)]

/** A table, a CTE or a subquery that the cursor sees. */
interface CompletionSource {
  readonly name: string
  readonly note: string
  /** Absent for queries, whose columns lead nowhere. */
  readonly table?: Table
  readonly members: readonly CompletionCandidate[]
}

async function sourcesAt(scope: QueryScope, knowledge: Knowledge): Promise<CompletionSource[]> {
  const queries = await Promise.all(scope.subqueries.map((query) => querySource(query, query.name, knowledge)))
  const tables = await Promise.all(scope.tables.map((ref) => sourceOf(ref, scope, knowledge)))
  return [...tables.filter((source) => source !== undefined), ...queries]
}

async function sourceOf(
  { path, alias }: TableMention,
  { ctes }: QueryScope,
  knowledge: Knowledge,
): Promise<CompletionSource | undefined> {
  const cte = path.length === 1 ? ctes.findLast(({ name }) => same(name, path[0]!)) : undefined
  if (cte) return querySource(cte, alias ?? cte.name, knowledge)
  const table = await knowledge.table(path)
  return table && { name: alias ?? table.name, note: alias ? table.name : 'table', table, members: membersOf(table) }
}

async function querySource(
  { columns: given, sql }: QueryRef,
  name: string,
  knowledge: Knowledge,
): Promise<CompletionSource> {
  const found = (await knowledge.columnsOf(sql)) ?? []
  const columns = found.length > 0 ? found : given.map((column) => ({ name: column, sqlType: undefined }))
  const members = columns.map((column, i) =>
    named(given[i] ?? column.name, column.sqlType ? typeText(column.sqlType) : undefined),
  )
  return { name, note: 'query', members }
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/** The table that a path leads to: an alias or a table, then lookups; or lookups from any table. */
async function follow(
  path: readonly string[],
  sources: readonly CompletionSource[],
  knowledge: Knowledge,
): Promise<Table | undefined> {
  const [first, ...rest] = path
  if (first === undefined) return undefined
  const source = sources.find(({ name }) => same(name, first))
  if (source) return source.table && along(source.table, rest, knowledge)
  const from = sources.find(({ table }) => table?.lookups.some(({ field }) => same(field, first)))
  return from?.table && along(from.table, path, knowledge)
}

async function along(table: Table, steps: readonly string[], knowledge: Knowledge): Promise<Table | undefined> {
  let at: Table | undefined = table
  for (const step of steps) {
    const target: Table['lookups'][number]['target'] = at?.lookups.find(({ field }) => same(field, step))?.target
    at = target && (await knowledge.table([target.schema, target.table]))
  }
  return at
}

async function tableCandidates({ ctes }: QueryScope, knowledge: Knowledge): Promise<CompletionCandidate[]> {
  const tables = await knowledge.tables()
  const own = tables.filter(({ schema }) => schema !== 'information_schema')
  const schemas = new Set(tables.map(({ schema }) => schema))
  return [
    ...ctes.map(({ name }) => named(name, 'query')),
    ...own.map(({ name, description }) => named(name, description === name ? undefined : description, description)),
    ...[...schemas].map((schema) => ({ text: `${schema}.`, note: 'schema' })),
  ]
}

async function memberCandidates(
  { path, inFrom }: CompletionContext & { kind: 'member' },
  sources: readonly CompletionSource[],
  knowledge: Knowledge,
): Promise<CompletionCandidate[]> {
  if (inFrom) {
    const tables = await knowledge.tables()
    return tables
      .filter(({ schema }) => same(schema, path.at(-1)!))
      .map(({ name, description }) => named(name, description, description))
  }
  const query = path.length === 1 ? sources.find(({ name, table }) => !table && same(name, path[0]!)) : undefined
  if (query) return [...query.members]
  const table = await follow(path, sources, knowledge)
  return table ? membersOf(table) : []
}

/** What the first argument of some functions may be. */
const units = 'year quarter month week day hour minute second'.split(' ')
const takesUnit = /^(date_trunc|date_part)$/

async function valueCandidates(
  column: readonly string[],
  sources: readonly CompletionSource[],
  knowledge: Knowledge,
): Promise<CompletionCandidate[]> {
  const name = column.at(-1)
  if (name === undefined) return []
  const tables =
    column.length > 1 ? [await follow(column.slice(0, -1), sources, knowledge)] : sources.map(({ table }) => table)
  const found = tables.flatMap((table) => table?.columns.filter((one) => same(one.name, name)) ?? [])
  const values = new Set(found.flatMap(({ picklist }) => picklist ?? []))
  return [...values].map((value) => ({ text: `'${value.replaceAll("'", "''")}'` }))
}

async function anyCandidates(
  { after, typed, compared }: CompletionContext & { kind: 'any' },
  sources: readonly CompletionSource[],
  knowledge: Knowledge,
): Promise<CompletionCandidate[]> {
  const upper = typed !== typed.toLowerCase() || typed === ''
  // A word follows every keyword, and nothing need follow a type.
  const end = after === '::' ? '' : ' '
  const keywords = keywordsAfter(after).map((word) => ({ text: `${upper ? word : word.toLowerCase()}${end}` }))
  if (isClosed(after)) return keywords
  const values = typed === '' ? await valueCandidates(compared, sources, knowledge) : []
  const own = sources.flatMap(({ members }) => members)
  const aliases = sources.map(({ name, note }) => named(name, note))
  const names = [...values, ...own, ...(sources.length > 0 ? aliases : await anyColumns(knowledge))]
  return typed === '' ? [...names, ...keywords] : [...names, ...keywords, ...(await calls(knowledge))]
}

const calls = async (knowledge: Knowledge): Promise<CompletionCandidate[]> =>
  (await knowledge.functions()).map(({ name, arguments: args, result }) => ({
    text: `${name}(`,
    note: `(${args}) ${result}`,
  }))

/** Before FROM is written: columns of tables that are known, with the table as a note. */
async function anyColumns(knowledge: Knowledge): Promise<CompletionCandidate[]> {
  const tables = await knowledge.known()
  return tables.flatMap((table) => table.columns.map(({ name }) => named(name, table.name)))
}

/** All that may stand at the cursor, whatever was typed of it. */
export async function sqlCandidates(
  context: CompletionContext,
  text: string,
  at: number,
  knowledge: Knowledge,
): Promise<CompletionCandidate[]> {
  const statement = statementAt(text, at)
  const scope = scopeAt(statement.sql, statement.at)
  if (context.kind === 'table') return tableCandidates(scope, knowledge)
  if (context.kind === 'value' && takesUnit.test(context.call)) return units.map((unit) => ({ text: `'${unit}'` }))
  const sources = await sourcesAt(scope, knowledge)
  if (context.kind === 'member') return memberCandidates(context, sources, knowledge)
  if (context.kind === 'value') return valueCandidates(context.column, sources, knowledge)
  return context.kind === 'any' ? anyCandidates(context, sources, knowledge) : []
}
