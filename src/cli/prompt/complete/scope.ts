import { isReserved } from '../../../sql/keywords.ts'
import { isBlank, lex, type Token } from '../../../sql/lex.ts'

/** Which tables, CTEs and subqueries the place of the cursor sees. Pure, and content with SQL that is half written. */

export interface TableMention {
  readonly path: readonly string[]
  readonly alias: string | undefined
}

/** A query that stands where a table may: in FROM, or after WITH. */
export interface QueryRef {
  readonly name: string
  /** Names of its columns where they are given. */
  readonly columns: readonly string[]
  /** A query that has its columns, with all it needs before it. */
  readonly sql: string
}

export interface QueryScope {
  readonly tables: readonly TableMention[]
  readonly ctes: readonly QueryRef[]
  readonly subqueries: readonly QueryRef[]
}

export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted'

export const nameText = ({ kind, text }: Token): string =>
  kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text

/** Words that end a FROM list. */
const clauses = /^(select|where|group|having|order|limit|offset|on|using|window|union|intersect|except|fetch)$/

/** Whether a table may follow: after FROM and JOIN, and after a comma between tables. */
export function wantsTable(before: readonly Token[]): boolean {
  const last = before.at(-1)
  if (last?.key === 'from' || last?.key === 'join') return !isExtract(before)
  if (last?.key !== ',') return false
  let depth = 0
  for (const { key } of before.toReversed()) {
    if (key === ')') depth += 1
    else if (key === '(') depth -= 1
    if (depth < 0 || (depth === 0 && clauses.test(key))) return false
    if (depth === 0 && key === 'from') return true
  }
  return false
}

/** `extract(year FROM …)`, `substring(x FROM …)`: no table follows there, but after a second FROM. */
function isExtract(before: readonly Token[]): boolean {
  let depth = 0
  for (let at = before.length - 2; at >= 0; at--) {
    const { key } = before[at]!
    if (key === ')') depth += 1
    else if (key === '(' && depth-- === 0) return /^(extract|substring|trim|overlay)$/.test(before[at - 1]?.key ?? '')
    else if (/^(select|from)$/.test(key) && depth === 0) return false
  }
  return false
}

/** What stands around each token: places of the brackets that are open there. */
function bracketsAround(tokens: readonly Token[]): (readonly number[])[] {
  let open: readonly number[] = []
  return tokens.map(({ key }, index) => {
    if (key === ')') open = open.slice(0, -1)
    const around = open
    if (key === '(') open = [...open, index]
    return around
  })
}

/** @param at offset of the cursor in the statement */
export function scopeAt(sql: string, at: number): QueryScope {
  const tokens = lex(sql).filter((token) => !isBlank(token))
  const around = bracketsAround(tokens)
  const before = tokens.findLastIndex(({ start }) => start < at)
  const here = openAfter(tokens, around, before)
  /** Seen from the cursor: what stands in the same brackets, or in some around it. */
  const seen = (index: number): boolean => around[index]!.every((bracket, depth) => here[depth] === bracket)
  const ctes = ctesIn(sql, tokens, seen, at)
  const withText = ctes.length > 0 ? `WITH RECURSIVE ${ctes.map(({ text }) => text).join(', ')} ` : ''
  return {
    tables: tokens.flatMap((token, index) =>
      isName(token) && seen(index) && wantsTable(tokens.slice(0, index)) ? [tableRef(tokens, index)] : [],
    ),
    ctes: ctes.map(({ name, columns }) => ({ name, columns, sql: `${withText}SELECT * FROM ${quoted(name)}` })),
    subqueries: tokens.flatMap((token, index) =>
      token.key === '(' && seen(index) && wantsTable(tokens.slice(0, index))
        ? subquery(sql, tokens, index, withText)
        : [],
    ),
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function openAfter(tokens: readonly Token[], around: readonly (readonly number[])[], index: number): readonly number[] {
  if (index < 0) return []
  const { key } = tokens[index]!
  return key === '(' ? [...around[index]!, index] : around[index]!
}

interface CteText {
  readonly name: string
  readonly columns: readonly string[]
  readonly text: string
}

/** CTEs that are complete before the cursor, or stand before it in the same WITH. */
function ctesIn(sql: string, tokens: readonly Token[], seen: (index: number) => boolean, at: number): CteText[] {
  return tokens.flatMap((token, index) => {
    const beginsCte = isName(token) && seen(index) && /^(with|recursive|,)$/.test(tokens[index - 1]?.key ?? '')
    if (!beginsCte) return []
    const columnsEnd = tokens[index + 1]?.key === '(' ? closing(tokens, index + 1) : index
    if (columnsEnd === undefined || tokens[columnsEnd + 1]?.key !== 'as') return []
    const body = tokens.findIndex((one, place) => place > columnsEnd + 1 && one.key === '(')
    const end = body < 0 || body > columnsEnd + 4 ? undefined : closing(tokens, body)
    if (end === undefined || tokens[end]!.start >= at) return []
    const columns = tokens
      .slice(index + 2, columnsEnd)
      .filter(isName)
      .map(nameText)
    return [{ name: nameText(token), columns, text: sql.slice(token.start, tokens[end]!.end) }]
  })
}

function subquery(sql: string, tokens: readonly Token[], index: number, withText: string): QueryRef[] {
  const end = closing(tokens, index)
  if (end === undefined || !/^(select|with|values)$/.test(tokens[index + 1]?.key ?? '')) return []
  const alias = aliasAt(tokens, end + 1)
  if (!alias) return []
  const listed = tokens[alias.index + 1]?.key === '(' ? closing(tokens, alias.index + 1) : undefined
  const columns =
    listed === undefined
      ? []
      : tokens
          .slice(alias.index + 2, listed)
          .filter(isName)
          .map(nameText)
  const body = sql.slice(tokens[index]!.start, tokens[end]!.end)
  return [{ name: alias.name, columns, sql: `${withText}SELECT * FROM ${body} q` }]
}

function closing(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]!.key === '(') depth += 1
    else if (tokens[index]!.key === ')' && --depth === 0) return index
  }
  return undefined
}

function tableRef(tokens: readonly Token[], index: number): TableMention {
  const path = [nameText(tokens[index]!)]
  let at = index + 1
  while (tokens[at]?.key === '.' && tokens[at + 1] && isName(tokens[at + 1]!)) {
    path.push(nameText(tokens[at + 1]!))
    at += 2
  }
  return { path, alias: aliasAt(tokens, at)?.name }
}

function aliasAt(tokens: readonly Token[], at: number): { name: string; index: number } | undefined {
  const index = tokens[at]?.key === 'as' ? at + 1 : at
  const token = tokens[index]
  if (!token || !isName(token) || isReserved(token.key) || joins.test(token.key)) return undefined
  return { name: nameText(token), index }
}

/** Paths of all tables that a statement names, wherever they stand in it. */
export function tablesIn(sql: string): (readonly string[])[] {
  const tokens = lex(sql).filter((token) => !isBlank(token))
  return tokens.flatMap((token, index) =>
    isName(token) && wantsTable(tokens.slice(0, index)) ? [tableRef(tokens, index).path] : [],
  )
}

const joins = /^(join|inner|left|right|full|cross|natural|on|using)$/
