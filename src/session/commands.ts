import { byName } from '../base/by-name.ts'
import { WordReader } from './words.ts'

/** Where a FETCH or MOVE goes; `count` may be Infinity and negative. */
export interface Direction {
  readonly way: 'forward' | 'absolute' | 'relative'
  readonly count: number
}

/** What a cursor was declared with; undefined: neither. */
export type Scroll = 'scroll' | 'no scroll' | undefined

/** Statements by what has to be done for them. Queries are told apart later, by the tables they read. */
export type SessionCommand =
  | { readonly kind: 'query'; readonly sql: string }
  /** INSERT, UPDATE, DELETE; after WITH only the driver tells them from queries. */
  | { readonly kind: 'change'; readonly verb: string; readonly sql: string }
  | {
      readonly kind: 'explain'
      readonly sql: string
      readonly inner: string
      /** `EXPLAIN ANALYZE VERBOSE`. */
      readonly bare: readonly string[]
      /** `EXPLAIN (ANALYZE, FORMAT json)`. */
      readonly listed: readonly string[]
    }
  /** Words that only need their tag. */
  | { readonly kind: 'nothing'; readonly tag: string }
  | { readonly kind: 'begin'; readonly tag: string; readonly readOnly: boolean }
  | { readonly kind: 'commit' | 'rollback'; readonly tag: string; readonly chain: boolean }
  | { readonly kind: 'savepoint' | 'release' | 'rollback-to'; readonly name: string }
  | {
      readonly kind: 'set'
      readonly name: string
      readonly local: boolean
      readonly sql: string
      readonly value: string
    }
  | { readonly kind: 'show' | 'reset'; readonly name: string; readonly sql: string }
  | { readonly kind: 'discard'; readonly what: string }
  | { readonly kind: 'prepare'; readonly name: string; readonly types: readonly string[]; readonly sql: string }
  | { readonly kind: 'execute'; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: 'deallocate' | 'close'; readonly name: string | undefined }
  | {
      readonly kind: 'declare'
      readonly name: string
      readonly binary: boolean
      readonly hold: boolean
      readonly scroll: Scroll
      readonly sql: string
    }
  | { readonly kind: 'fetch' | 'move'; readonly name: string; readonly direction: Direction }
  | { readonly kind: 'copy'; readonly sql: string; readonly options: ReadonlyMap<string, string> }
  | {
      readonly kind: 'temporary'
      readonly what: 'table' | 'view'
      readonly name: string
      readonly replace: boolean
      readonly sql: string
    }
  | { readonly kind: 'drop'; readonly verb: string; readonly name: string }
  | { readonly kind: 'copy-in'; readonly sql: string }
  /** Would change something, or is nothing that is done here. */
  | { readonly kind: 'refused'; readonly verb: string; readonly writes: boolean; readonly sql: string }

type ReadCommand = (words: WordReader, text: string) => SessionCommand

const nothing =
  (tag: string): ReadCommand =>
  () => ({ kind: 'nothing', tag })

const writes: ReadCommand = (words, text) => ({
  kind: 'refused',
  verb: writtenVerb(words, text),
  writes: true,
  sql: text,
})

const change: ReadCommand = (words, text) => ({ kind: 'change', verb: writtenVerb(words, text), sql: text })

const query: ReadCommand = (_, text) => ({ kind: 'query', sql: text })

const writing = 'merge truncate create alter drop grant revoke comment reindex cluster refresh'

const readers: ReadonlyMap<string, ReadCommand> = new Map<string, ReadCommand>([
  ...['select', 'with', 'values', 'table', '('].map((word): [string, ReadCommand] => [word, query]),
  ...['insert', 'update', 'delete', 'call'].map((word): [string, ReadCommand] => [word, change]),
  ...writing.split(' ').map((word): [string, ReadCommand] => [word, writes]),
  ['create', readCreate],
  ['drop', readDrop],
  ['begin', (_, sql) => begin(sql, 'BEGIN')],
  ['start', (_, sql) => begin(sql, 'START TRANSACTION')],
  ['commit', (words) => ({ kind: 'commit', tag: 'COMMIT', chain: chains(words) })],
  ['end', (words) => ({ kind: 'commit', tag: 'COMMIT', chain: chains(words) })],
  ['abort', (words) => ({ kind: 'rollback', tag: 'ROLLBACK', chain: chains(words) })],
  ['rollback', readRollback],
  ['savepoint', (words) => ({ kind: 'savepoint', name: words.name() })],
  ['release', (words) => ({ kind: 'release', name: after(words, 'savepoint').name() })],
  ['set', readSet],
  ['show', readShow],
  ['reset', (words, sql) => ({ kind: 'reset', name: settingName(words), sql })],
  ['discard', (words) => ({ kind: 'discard', what: words.next().key })],
  ['prepare', readPrepare],
  ['execute', (words) => ({ kind: 'execute', name: words.name(), values: words.atEnd ? [] : words.parenthesized() })],
  ['deallocate', (words) => ({ kind: 'deallocate', name: nameOrAll(after(words, 'prepare')) })],
  ['declare', readDeclare],
  ['fetch', (words) => readFetch(words, 'fetch')],
  ['move', (words) => readFetch(words, 'move')],
  ['close', (words) => ({ kind: 'close', name: nameOrAll(words) })],
  ['copy', readCopy],
  ['explain', readExplain],
  ['listen', nothing('LISTEN')],
  ['unlisten', nothing('UNLISTEN')],
  ['notify', nothing('NOTIFY')],
  ['lock', nothing('LOCK TABLE')],
  ['analyze', nothing('ANALYZE')],
  ['vacuum', nothing('VACUUM')],
  ['checkpoint', nothing('CHECKPOINT')],
])

/** @throws {ZohoSqlError} 42601 for a utility statement that is none */
export function readCommand(text: string): SessionCommand {
  const words = new WordReader(text)
  const verb = words.next()
  const read = readers.get(verb.key)
  if (read) return read(words, text)
  // What begins with no word known here is no statement: whoever parses SQL says what is wrong with it.
  return /^(do|load|security|import|reassign)$/.test(verb.key)
    ? { kind: 'refused', verb: verb.key.toUpperCase(), writes: false, sql: text }
    : { kind: 'query', sql: text }
}

/** `CREATE TEMPORARY VIEW v AS …` and `CREATE TEMP TABLE t AS …`; all else would change the account. */
function readCreate(words: WordReader, text: string): SessionCommand {
  const refused = writes(afterVerb(text), text)
  const replace = words.accept('or', 'replace')
  words.acceptOne('local', 'global')
  if (!words.acceptOne('temp', 'temporary')) return refused
  const what = words.acceptOne('table', 'view')
  if (what !== 'table' && what !== 'view') return refused
  words.accept('if', 'not', 'exists')
  const name = temporaryName(words)
  words.accept('on', 'commit', 'preserve', 'rows')
  if (!words.accept('as')) return refused
  return { kind: 'temporary', what, name, replace, sql: words.rest().replace(/\s+with\s+data\s*$/i, '') }
}

function afterVerb(text: string): WordReader {
  const words = new WordReader(text)
  words.next()
  return words
}

function temporaryName(words: WordReader): string {
  const name = words.name()
  return words.accept('.') ? words.name() : name
}

function readDrop(words: WordReader, text: string): SessionCommand {
  const what = words.acceptOne('table', 'view')
  if (!what) return writes(afterVerb(text), text)
  words.accept('if', 'exists')
  return { kind: 'drop', verb: `DROP ${what.toUpperCase()}`, name: temporaryName(words) }
}

/** `CREATE TABLE`, `INSERT`: as PostgreSQL names the command in its refusal. */
function writtenVerb(words: WordReader, text: string): string {
  const [verb = ''] = text.trim().split(/\s/)
  const named = /^(create|alter|drop)$/i.test(verb)
  while (words.acceptOne('temp', 'temporary', 'local', 'global', 'unlogged', 'or', 'replace', 'unique'));
  return `${verb} ${named ? words.key() : ''}`.trim().toUpperCase()
}

const begin = (sql: string, tag: string): SessionCommand => ({ kind: 'begin', tag, readOnly: readsOnly(sql) === 'on' })

/** `READ ONLY`: on; `READ WRITE`: off; neither: nothing is said. */
const readsOnly = (modes: string): 'on' | 'off' | undefined =>
  /\bread\s+only\b/i.test(modes) ? 'on' : /\bread\s+write\b/i.test(modes) ? 'off' : undefined

function chains(words: WordReader): boolean {
  words.acceptOne('transaction', 'work')
  return words.accept('and', 'chain')
}

function readRollback(words: WordReader): SessionCommand {
  words.acceptOne('transaction', 'work')
  if (!words.accept('to')) return { kind: 'rollback', tag: 'ROLLBACK', chain: words.accept('and', 'chain') }
  words.accept('savepoint')
  return { kind: 'rollback-to', name: words.name() }
}

/** `TIME ZONE`, `a.b`, `DateStyle`: names of settings, `all` included. */
function settingName(words: WordReader): string {
  if (words.accept('time', 'zone')) return 'TimeZone'
  if (words.accept('session', 'authorization')) return 'session_authorization'
  if (words.accept('transaction', 'isolation', 'level')) return 'transaction_isolation'
  let name = words.name()
  while (words.accept('.')) name += `.${words.name()}`
  return name
}

function readSet(words: WordReader, sql: string): SessionCommand {
  const local = words.accept('local')
  if (words.accept('session', 'characteristics')) return transactionModes('default_transaction_read_only', sql)
  words.accept('session')
  if (words.accept('transaction')) return transactionModes('transaction_read_only', sql)
  if (words.accept('constraints')) return { kind: 'nothing', tag: 'SET' }
  if (words.accept('authorization'))
    return { kind: 'set', name: 'session_authorization', local, sql, value: words.rest() }
  if (words.accept('names')) return { kind: 'set', name: 'client_encoding', local, sql, value: plain(words.rest()) }
  const name = settingName(words)
  words.acceptOne('to', '=')
  return { kind: 'set', name, local, sql, value: plain(words.rest()) }
}

/** Of what can be said of transactions, that they only read is the part that is kept. */
function transactionModes(name: string, sql: string): SessionCommand {
  const value = readsOnly(sql)
  if (value === undefined) return { kind: 'nothing', tag: 'SET' }
  return { kind: 'set', name, local: name === 'transaction_read_only', sql, value }
}

const plain = (value: string): string =>
  /^'.*'$/s.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value.replace(/^"(.*)"$/, '$1')

function readShow(words: WordReader, sql: string): SessionCommand {
  return { kind: 'show', name: settingName(words), sql }
}

function readPrepare(words: WordReader): SessionCommand {
  const name = words.name()
  const types = words.key() === '(' ? words.parenthesized() : []
  words.expect('as')
  return { kind: 'prepare', name, types, sql: words.rest() }
}

/** The words after one that may be left away. */
function after(words: WordReader, noise: string): WordReader {
  words.accept(noise)
  return words
}

const nameOrAll = (words: WordReader): string | undefined => (words.accept('all') ? undefined : words.name())

function readDeclare(words: WordReader): SessionCommand {
  const name = words.name()
  const options: string[] = []
  while (words.key() !== 'cursor') options.push(words.next().key)
  words.expect('cursor')
  const hold = words.accept('with', 'hold')
  words.accept('without', 'hold')
  words.expect('for')
  const scroll = options.includes('scroll') ? (options.includes('no') ? 'no scroll' : 'scroll') : undefined
  return { kind: 'declare', name, binary: options.includes('binary'), hold, scroll, sql: words.rest() }
}

/** `FETCH [direction] [FROM | IN] name`, with all of PostgreSQL's directions. */
function readFetch(words: WordReader, kind: 'fetch' | 'move'): SessionCommand {
  const direction = readDirection(words)
  words.acceptOne('from', 'in')
  return { kind, name: words.name(), direction }
}

function readDirection(words: WordReader): Direction {
  const word = words.acceptOne('next', 'prior', 'first', 'last', 'absolute', 'relative', 'forward', 'backward')
  const fixed = word && fixedDirections[word]
  if (fixed) return fixed
  if (word === 'absolute' || word === 'relative') return { way: word, count: words.number() }
  let count = 1
  if (words.accept('all')) count = Number.POSITIVE_INFINITY
  else if (words.seesNumber) count = words.number()
  return { way: 'forward', count: word === 'backward' ? -count : count }
}

const fixedDirections: Readonly<Record<string, Direction>> = byName({
  next: { way: 'forward', count: 1 },
  prior: { way: 'forward', count: -1 },
  first: { way: 'absolute', count: 1 },
  last: { way: 'absolute', count: -1 },
})

/** `COPY (query) TO STDOUT`, `COPY table [(columns)] TO STDOUT` and `COPY table [(columns)] FROM STDIN`. */
function readCopy(words: WordReader, text: string): SessionCommand {
  const sql = words.key() === '(' ? words.parenthesized().join(', ') : readCopiedTable(words)
  if (words.accept('from')) return readCopyFrom(words, text)
  if (!words.accept('to')) throw words.unexpected()
  // PostgreSQL takes either word for either direction, and PHP says STDIN here.
  if (!words.acceptOne('stdout', 'stdin')) return { kind: 'refused', verb: 'COPY to a file', writes: false, sql: text }
  return { kind: 'copy', sql, options: readCopyOptions(words) }
}

function readCopyFrom(words: WordReader, sql: string): SessionCommand {
  if (words.acceptOne('stdin', 'stdout')) return { kind: 'copy-in', sql }
  return { kind: 'refused', verb: 'COPY from a file', writes: false, sql }
}

function readCopiedTable(words: WordReader): string {
  let table = words.next().text
  while (words.accept('.')) table += `.${words.next().text}`
  const columns = words.key() === '(' ? words.parenthesized().join(', ') : '*'
  return `SELECT ${columns} FROM ${table}`
}

/** `(FORMAT csv, HEADER)` and the older `WITH CSV HEADER`. */
function readCopyOptions(words: WordReader): ReadonlyMap<string, string> {
  words.accept('with')
  const parts = words.key() === '(' ? words.parenthesized() : oldOptions(words)
  return new Map(
    parts.map((part): [string, string] => {
      const [name = '', ...value] = part.split(/\s+/)
      return [name.toLowerCase(), value.join(' ')]
    }),
  )
}

function oldOptions(words: WordReader): string[] {
  const found: string[] = []
  while (!words.atEnd) {
    const option = words.next().key
    if (option === 'csv' || option === 'binary') found.push(`format ${option}`)
    else if (option === 'header') found.push('header')
    else if (/^(delimiter|null|quote|escape|encoding)$/.test(option)) {
      words.accept('as')
      found.push(`${option} ${words.next().text}`)
    } else throw words.unexpected(-1)
  }
  return found
}

function readExplain(words: WordReader, sql: string): SessionCommand {
  const listed = words.key() === '(' && !isQuery(words.key(1)) ? words.parenthesized() : []
  const bare: string[] = []
  const word = (): string | undefined => words.acceptOne('analyze', 'analyse', 'verbose')
  for (let next = word(); next; next = word()) bare.push(next)
  return { kind: 'explain', sql, inner: words.rest(), bare, listed }
}

const isQuery = (key: string): boolean => /^(select|with|values|table|\()$/.test(key)
