import { byName } from '../base/by-name.ts'
import { isReserved } from './keywords.ts'
import { isBlank, lex, type Token } from './lex.ts'

/**
 * Words of other databases, and how the same is said here: hints for statements that were refused. A table per kind; what
 * PostgreSQL itself has stands in none of them.
 */

/** Functions by their names in lower case. */
const functions: Readonly<Record<string, string>> = byName({
  ifnull: 'coalesce(a, b)',
  isnull: 'coalesce(a, b), or a IS NULL',
  nvl: 'coalesce(a, b)',
  nvl2: 'CASE WHEN a IS NOT NULL THEN b ELSE c END',
  iif: 'CASE WHEN … THEN … ELSE … END',
  if: 'CASE WHEN … THEN … ELSE … END',
  decode: 'CASE a WHEN … THEN … ELSE … END',
  len: 'length(text)',
  datalength: 'octet_length(text)',
  ucase: 'upper(text)',
  lcase: 'lower(text)',
  charindex: "position('part' IN text)",
  instr: "position('part' IN text)",
  locate: "position('part' IN text)",
  replicate: 'repeat(text, n)',
  stuff: 'overlay(text PLACING part FROM n FOR m)',
  mid: 'substring(text FROM n FOR m)',
  substring_index: "split_part(text, ',', n)",
  group_concat: "string_agg(text, ', ')",
  listagg: "string_agg(text, ', ')",
  year: 'extract(year FROM day)',
  quarter: 'extract(quarter FROM day)',
  month: 'extract(month FROM day)',
  week: 'extract(week FROM day)',
  weekday: 'extract(isodow FROM day)',
  dayofweek: 'extract(dow FROM day)',
  dayofyear: 'extract(doy FROM day)',
  day: 'extract(day FROM day)',
  dayofmonth: 'extract(day FROM day)',
  hour: 'extract(hour FROM time)',
  minute: 'extract(minute FROM time)',
  second: 'extract(second FROM time)',
  datepart: 'extract(month FROM day)',
  datename: "to_char(day, 'FMMonth')",
  monthname: "to_char(day, 'FMMonth')",
  dayname: "to_char(day, 'FMDay')",
  getdate: 'now(), or current_date',
  getutcdate: "now() AT TIME ZONE 'UTC'",
  sysdatetime: 'now()',
  sysdate: 'now(), or current_date',
  curdate: 'current_date',
  curtime: 'current_time',
  today: 'current_date',
  dateadd: "day + interval '1 month'",
  date_add: "day + interval '1 month'",
  date_sub: "day - interval '1 month'",
  adddate: "day + interval '1 day'",
  add_months: "day + interval '1 month'",
  datediff: 'day - other_day (days), or extract(epoch FROM time - other_time) (seconds)',
  timestampdiff: 'extract(epoch FROM time - other_time) (seconds), or age(time, other_time)',
  months_between: 'age(day, other_day)',
  last_day: "date_trunc('month', day) + interval '1 month' - interval '1 day'",
  eomonth: "date_trunc('month', day) + interval '1 month' - interval '1 day'",
  date_format: "to_char(day, 'YYYY-MM')",
  strftime: "to_char(day, 'YYYY-MM')",
  str_to_date: "to_date(text, 'DD.MM.YYYY')",
  unix_timestamp: 'extract(epoch FROM time)',
  from_unixtime: 'to_timestamp(seconds)',
  julianday: 'extract(julian FROM day)',
  convert: 'a::integer, or CAST(a AS integer)',
  try_cast: 'CAST(a AS integer)',
  try_convert: 'CAST(a AS integer)',
  isnumeric: "text ~ '^[0-9]+$'",
  regexp: "text ~ 'pattern'",
  rand: 'random()',
  newid: 'gen_random_uuid()',
  uuid: 'gen_random_uuid()',
  truncate: 'trunc(number, places)',
  pow: 'power(a, b)',
})

const tables =
  'SELECT table_name FROM information_schema.tables (at the prompt \\dt, on the command line: zohosql tables)'
const columns =
  "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'Deals' (at the prompt \\d Deals, on the command line: zohosql describe Deals)"
const schemas = 'SELECT schema_name FROM information_schema.schemata (at the prompt \\dn)'

/** Statements by their first words, in lower case with one blank between them. */
const statements: readonly (readonly [begin: RegExp, here: string])[] = [
  [/^show (full )?tables\b|^\. (tables|ls)\b|^list tables\b/, tables],
  [
    /^show (full )?(columns|fields|create|index)\b|^(describe|desc)\b|^\. (schema|fullschema|describe)\b|^show full$|^pragma\b|^sp_help\b/,
    columns,
  ],
  [/^show (databases|schemas)\b|^\. databases\b/, schemas],
  [/^show functions\b/, 'at the prompt \\df'],
  [/^use\b/, 'nothing: one account is open; at the prompt \\c PROFILE opens another'],
  [/^\. (quit|exit)\b/, '\\q'],
  [/^\. (read)\b/, '\\i FILE'],
  [/^\. (mode|headers|output|width|help)\b/, '\\pset, \\o and \\?'],
]

/** Signs and words within a statement: what is seen at a place, and what is written instead. */
const constructs: readonly (readonly [
  seen: (at: Token, next: Token | undefined, before: Token | undefined) => boolean,
  here: string,
])[] = [
  [
    (at, next) => at.key === 'top' && (next?.kind === 'number' || next?.key === '('),
    'SELECT … LIMIT 5, at the end, stands for TOP 5.',
  ],
  [
    (at, _, before) => at.text === '[' && !mayHaveSubscript(before),
    'Names stand in double quotes: "Deal Name" for [Deal Name].',
  ],
  [(at) => at.text.startsWith('`'), 'Names stand in double quotes: "Deal Name" for `Deal Name`.'],
  [(at) => at.key === 'rlike' || at.key === 'regexp', "text ~ 'pattern' stands for REGEXP and RLIKE."],
  [(at) => at.key === 'nolock', 'Leave WITH (NOLOCK) away: nothing is locked.'],
  [(at) => at.key === 'minus', 'EXCEPT stands for MINUS.'],
  [(at) => at.key === 'rownum', 'LIMIT 5, at the end, stands for ROWNUM <= 5; row_number() OVER (ORDER BY …) counts.'],
  [(at) => at.key === 'dual', 'SELECT needs no FROM: leave FROM dual away.'],
  [(at) => at.key === 'sysdate', 'now() and current_date stand for SYSDATE.'],
  [(at) => at.key === '==', '= stands for ==.'],
  [(at) => at.key === '&&', 'AND stands for &&.'],
]

const mayHaveSubscript = (token: Token | undefined): boolean =>
  token !== undefined &&
  (/^(quoted|parameter|string)$/.test(token.kind) || /^(array|\)|\])$/.test(token.key) || isColumn(token))

const isColumn = ({ kind, key }: Token): boolean => kind === 'word' && !isReserved(key)

const comparisons: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '>', '<=', '>=', 'like', 'ilike', '(', ','])

/**
 * What to write here for what another database would have understood; undefined where the refused statement has nothing of
 * that kind.
 *
 * @param code the kind of the refusal, @param at where it stands in the text
 * @example dialectHint('SELECT ifnull(Amount, 0) FROM Deals', 'UNDEFINED_FUNCTION', 7) // 'Here it is coalesce(a, b).'
 */
export function dialectHint(sql: string, code: string, at: number | undefined): string | undefined {
  if (!/^(SYNTAX_ERROR|UNDEFINED_(FUNCTION|COLUMN|TABLE|SETTING)|NOT_SUPPORTED)$/.test(code)) return undefined
  const tokens = lex(sql).filter((token) => !isBlank(token))
  const statement = statementHint(tokens)
  if (statement !== undefined) return `Here it is: ${statement}.`
  const index = at === undefined ? -1 : tokens.findLastIndex(({ start }) => start <= at)
  // A statement's own verb is no function: TRUNCATE.
  const called = code === 'UNDEFINED_COLUMN' || index === 0 ? undefined : functionHint(tokens[index])
  const call = called ?? functionHint(callAround(tokens, index))
  if (code === 'UNDEFINED_COLUMN')
    return quotedHint(tokens, index) ?? call ?? constructHint(tokens.slice(0, index + 1), index)
  return call ?? constructHint(tokens, code === 'UNDEFINED_FUNCTION' ? index : 0)
}

/** The function whose arguments hold a place: `dateadd` for the `day` of `dateadd(day, 1, x)`. */
function callAround(tokens: readonly Token[], index: number): Token | undefined {
  let depth = 0
  for (let at = index - 1; at > 0; at--) {
    const { key } = tokens[at]!
    if (key === ')') depth += 1
    else if (key === '(' && depth-- === 0) return tokens[at - 1]
  }
  return undefined
}

function statementHint(tokens: readonly Token[]): string | undefined {
  const begin = tokens
    .slice(0, 3)
    .map(({ text }) => text.toLowerCase())
    .join(' ')
  return statements.find(([pattern]) => pattern.test(begin))?.[1]
}

function functionHint(token: Token | undefined): string | undefined {
  const here = token?.kind === 'word' ? functions[token.text.toLowerCase()] : undefined
  return here === undefined ? undefined : `Here ${token!.text} is ${here}.`
}

/** `= "Closed Won"`: a name, where a text was meant. */
function quotedHint(tokens: readonly Token[], index: number): string | undefined {
  const [before, token] = [tokens[index - 1], tokens[index]]
  if (token?.kind !== 'quoted' || !before || !comparisons.has(before.key)) return undefined
  const text = token.text.slice(1, -1).replaceAll('""', '"').replaceAll("'", "''")
  return `Double quotes are for names; a text stands in single ones: '${text}'.`
}

function constructHint(tokens: readonly Token[], from: number): string | undefined {
  for (let i = Math.max(0, from); i < tokens.length; i++) {
    const found = constructs.find(([seen]) => seen(tokens[i]!, tokens[i + 1], tokens[i - 1]))
    if (found) return found[1]
  }
  return undefined
}
