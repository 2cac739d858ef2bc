import { typeText } from '../../../base/types.ts'
import type { Column, Table } from '../../../driver/index.ts'
import { isReserved } from '../../../sql/keywords.ts'
import type { Candidate } from '../editor/index.ts'
import { written } from '../names.ts'
import { type Context, statementAt, type TableRef, tablesIn } from './context.ts'
import type { Knowledge } from './knowledge.ts'
import { isClosed, keywordsAfter } from './words.ts'

/** Candidates within SQL. */

const named = (name: string, note?: string): Candidate => ({ text: written(name, isReserved), ...(note && { note }) })

const columnOf = ({ name, type, description }: Column): Candidate =>
  named(
    name,
    description && description !== name.replaceAll('_', ' ') ? `${typeText(type)}, ${description}` : typeText(type),
  )

/** A lookup as a step of a path. */
const stepsOf = ({ lookups, columns }: Table): Candidate[] =>
  lookups
    .filter(({ target, field }) => target && !columns.some(({ name }) => name === field))
    .map(({ field, target }) => named(field, `→ ${target!.table}`))

const membersOf = (table: Table): Candidate[] => [...table.columns.map(columnOf), ...stepsOf(table)]

interface Scope {
  readonly ref: TableRef
  readonly table: Table
}

async function scopesAt(text: string, at: number, knowledge: Knowledge): Promise<Scope[]> {
  const found = await Promise.all(
    tablesIn(statementAt(text, at).sql).map(async (ref) => ({ ref, table: await knowledge.table(ref.path) })),
  )
  return found.flatMap(({ ref, table }) => (table ? [{ ref, table }] : []))
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

/** The table that a path leads to: an alias or a table, then lookups; or lookups from any table. */
async function follow(
  path: readonly string[],
  scopes: readonly Scope[],
  knowledge: Knowledge,
): Promise<Table | undefined> {
  const [first, ...rest] = path
  if (first === undefined) return undefined
  const scope = scopes.find(({ ref, table }) => same(ref.alias ?? table.name, first))
  if (scope) return along(scope.table, rest, knowledge)
  const from = scopes.find(({ table }) => table.lookups.some(({ field }) => same(field, first)))
  return from && along(from.table, path, knowledge)
}

async function along(table: Table, steps: readonly string[], knowledge: Knowledge): Promise<Table | undefined> {
  let at: Table | undefined = table
  for (const step of steps) {
    const target: Table['lookups'][number]['target'] = at?.lookups.find(({ field }) => same(field, step))?.target
    at = target && (await knowledge.table([target.schema, target.table]))
  }
  return at
}

async function tableCandidates(knowledge: Knowledge): Promise<Candidate[]> {
  const tables = await knowledge.tables()
  const own = tables.filter(({ schema }) => schema !== 'information_schema')
  const schemas = new Set(tables.map(({ schema }) => schema))
  return [
    ...own.map(({ name, description }) => named(name, description === name ? undefined : description)),
    ...[...schemas].map((schema) => ({ text: `${schema}.`, note: 'schema' })),
  ]
}

async function memberCandidates(
  { path, inFrom }: Context & { kind: 'member' },
  scopes: readonly Scope[],
  knowledge: Knowledge,
): Promise<Candidate[]> {
  if (inFrom) {
    const tables = await knowledge.tables()
    return tables
      .filter(({ schema }) => same(schema, path.at(-1)!))
      .map(({ name, description }) => named(name, description))
  }
  const table = await follow(path, scopes, knowledge)
  return table ? membersOf(table) : []
}

async function valueCandidates(
  { column }: Context & { kind: 'value' },
  scopes: readonly Scope[],
  knowledge: Knowledge,
): Promise<Candidate[]> {
  const name = column.at(-1)
  if (name === undefined) return []
  const tables =
    column.length > 1 ? [await follow(column.slice(0, -1), scopes, knowledge)] : scopes.map(({ table }) => table)
  const found = tables.flatMap((table) => table?.columns.filter((one) => same(one.name, name)) ?? [])
  const values = new Set(found.flatMap(({ picklist }) => picklist ?? []))
  return [...values].map((value) => ({ text: `'${value.replaceAll("'", "''")}'` }))
}

async function anyCandidates(
  { after, typed }: Context & { kind: 'any' },
  scopes: readonly Scope[],
  knowledge: Knowledge,
): Promise<Candidate[]> {
  const upper = typed !== typed.toLowerCase() || typed === ''
  const keywords = keywordsAfter(after).map((word) => ({ text: upper ? word : word.toLowerCase() }))
  if (isClosed(after)) return keywords
  const functions = await knowledge.functions()
  const calls = functions.map(({ name, arguments: args, result }) => ({
    text: `${name}(`,
    note: `(${args}) ${result}`,
  }))
  const aliases = scopes.map(({ ref, table }) => named(ref.alias ?? table.name, ref.alias ? table.name : 'table'))
  const names = [...scopes.flatMap(({ table }) => membersOf(table)), ...aliases]
  return typed === '' ? [...names, ...keywords] : [...names, ...keywords, ...calls]
}

/** All that may stand at the cursor, whatever was typed of it. */
export async function sqlCandidates(
  context: Context,
  text: string,
  at: number,
  knowledge: Knowledge,
): Promise<Candidate[]> {
  if (context.kind === 'table') return tableCandidates(knowledge)
  const scopes = await scopesAt(text, at, knowledge)
  if (context.kind === 'member') return memberCandidates(context, scopes, knowledge)
  if (context.kind === 'value') return valueCandidates(context, scopes, knowledge)
  return context.kind === 'any' ? anyCandidates(context, scopes, knowledge) : []
}
