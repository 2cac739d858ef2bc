import { givenText } from '../base/text.ts'
import type { CallStatement, SqlQuery } from './ast/index.ts'
import { readPlainCall } from './call.ts'
import { isChangeVerb, readChange } from './change.ts'
import { readCopy } from './copy.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import { readPath } from './expression.ts'
import { readQuery } from './query.ts'
import { TokenReader } from './reader.ts'
import type { ParsedStatement, SqlStatement } from './statement.ts'

/**
 * Parses one statement; a semicolon after it is allowed.
 *
 * @throws ZohoSqlError SYNTAX_ERROR (42601) with the offset in `text`, in PostgreSQL's words; NOT_SUPPORTED (0A000)
 * naming the construct, for SQL that PostgreSQL takes and this package does not; INVALID_BYTES (22021) for what no text
 * may hold.
 */
export function parse(text: string): ParsedStatement {
  const r = new TokenReader(givenText(text))
  const statement = readStatement(r)
  if (statement.kind !== 'other') {
    const ended = r.accept(';')
    while (r.accept(';'));
    if (!r.atEnd) throw ended && r.key() !== ')' ? severalStatements(r) : r.fail()
  }
  return { statement, text, ...r.parameters() }
}

const severalStatements = (r: TokenReader) =>
  syntaxErrorAt(r.at, 'cannot run more than one statement at once', 'Send them one by one.')

/** Verbs of PostgreSQL that are neither queries nor read here. */
const verbs: ReadonlySet<string> = new Set(
  `abort alter analyse analyze begin checkpoint close cluster comment commit copy create deallocate declare discard do
  drop end execute fetch grant import listen load lock merge move notify prepare reassign refresh reindex release reset
  revoke rollback savepoint security set show start truncate unlisten vacuum`.split(/\s+/),
)

function readStatement(r: TokenReader): SqlStatement {
  if (r.sees('explain')) return readExplain(r)
  const verb = writingVerb(r) ?? r.key()
  if (isChangeVerb(verb)) return { kind: 'change', change: readChange(r) }
  if (verb === 'call') return readCall(r)
  const copy = verb === 'copy' ? readCopy(r) : undefined
  if (copy) return copy
  if (verbs.has(verb)) return { kind: 'other', verb, at: r.at }
  return { kind: 'query', query: readWholeQuery(r) }
}

function readCall(r: TokenReader): CallStatement {
  const { start: at } = r.next()
  return { kind: 'call', call: readPlainCall(r, readPath(r), at), at }
}

function readWholeQuery(r: TokenReader): SqlQuery {
  if (!r.seesQuery() && !/^(select|with|table)$/.test(r.key()) && !r.sees('values', '(')) throw r.fail()
  return readQuery(r)
}

/** INSERT, UPDATE, DELETE or MERGE after a WITH of their own. */
function writingVerb(r: TokenReader): string | undefined {
  if (!r.sees('with')) return undefined
  let depth = 0
  for (let ahead = 1; r.peek(ahead); ahead++) {
    const key = r.key(ahead)
    if (key === '(') depth++
    else if (key === ')') depth--
    else if (depth === 0 && r.key(ahead - 1) === ')') {
      if (/^(insert|update|delete|merge)$/.test(key)) return key
      if (key === 'select') return undefined
    }
  }
  return undefined
}

// ----------------------------------------------------------------------------------------------- EXPLAIN

function readExplain(r: TokenReader): SqlStatement {
  r.next()
  const analyze = r.sees('(') && !r.seesQuery() ? readExplainOptions(r) : readExplainWords(r)
  const verb = writingVerb(r) ?? r.key()
  if (isChangeVerb(verb)) return { kind: 'explainChange', analyze, change: readChange(r) }
  if (verb === 'call') return { kind: 'explainCall', analyze, call: readCall(r) }
  if (verbs.has(verb)) return { kind: 'other', verb, at: r.at }
  return { kind: 'explain', analyze, query: readWholeQuery(r) }
}

function readExplainWords(r: TokenReader): boolean {
  const analyze = r.acceptOne('analyze', 'analyse') !== undefined
  r.accept('verbose')
  return analyze
}

/** `(ANALYZE, FORMAT text, …)`: options about detail are taken and change nothing. */
function readExplainOptions(r: TokenReader): boolean {
  const options = r.parenthesized(() => r.list(() => readExplainOption(r)))
  return options.some(({ name, value }) => /^analy[sz]e$/.test(name) && !/^(off|false|0)$/.test(value))
}

function readExplainOption(r: TokenReader): { name: string; value: string } {
  const at = r.at
  const name = r.label().text.toLowerCase()
  const value = r.sees(',') || r.sees(')') ? '' : r.next().text.toLowerCase()
  if (name === 'format' && value !== 'text') throw unsupported(`EXPLAIN (FORMAT ${value})`, at, 'Use FORMAT text.')
  return { name, value }
}
