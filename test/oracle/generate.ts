/** SELECTs by chance over the oracle's world. Every one of them is valid, and its order is total where it has one. */
import { type Chance, chance } from './chance.ts'
import type { Question } from './harness.ts'
import { type Kind, literalFor, pathTermsOf, patternFor, type Term, termsOf } from './literals.ts'
import { tableNamed } from './tables.ts'

const modules = ['Accounts', 'Contacts', 'Deals', 'Leads', 'Quotes', 'Quoted_Items', 'Tasks', 'Gadgets'] as const
const orderedKinds: readonly Kind[] = ['integer', 'numeric', 'double', 'date', 'datetime', 'text']

const someOf = <T>(list: readonly T[], count: number, random: Chance): T[] =>
  Array.from({ length: count }, () => random.pick(list))
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

// ------------------------------------------------------------------------------------------------ conditions

function test(terms: readonly Term[], random: Chance): string {
  const term = random.pick(terms)
  const roll = random.next()
  if (roll < 0.1) return `${term.text} IS ${random.odds(0.5) ? 'NOT ' : ''}NULL`
  if (term.kind === 'boolean') return booleanTest(term, random)
  if (roll < 0.3) return inTest(term, random)
  if (term.kind === 'text') return roll < 0.55 ? likeTest(term, random) : comparison(term, random)
  if (roll < 0.45)
    return `${term.text} ${random.odds(0.3) ? 'NOT ' : ''}BETWEEN ${literalFor(term, random)} AND ${literalFor(term, random)}`
  return roll < 0.5 ? columnTest(term, terms, random) : comparison(term, random)
}

const booleanTest = ({ text }: Term, random: Chance): string =>
  random.pick([text, `NOT ${text}`, `${text} = true`, `${text} <> true`, `${text} IS NOT TRUE`, `${text} IS FALSE`])

function inTest(term: Term, random: Chance): string {
  const items = Array.from({ length: random.whole(1, 5) }, () => literalFor(term, random))
  const all = random.odds(0.08) ? [...items, 'NULL'] : items
  return `${term.text} ${random.odds(0.35) ? 'NOT ' : ''}IN (${all.join(', ')})`
}

const likeTest = (term: Term, random: Chance): string =>
  `${term.text} ${random.odds(0.3) ? 'NOT ' : ''}${random.odds(0.15) ? 'ILIKE' : 'LIKE'} ${patternFor(term, random)}`

function comparison(term: Term, random: Chance): string {
  const operator = random.pick(['=', '=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'])
  const literal = literalFor(term, random)
  return random.odds(0.1) && operator.length < 3
    ? `${literal} ${operator} ${term.text}`
    : `${term.text} ${operator} ${literal}`
}

function columnTest(term: Term, terms: readonly Term[], random: Chance): string {
  const alike = terms.filter(({ kind }) => kind === term.kind)
  return `${term.text} ${random.pick(['=', '<', '>='])} ${random.pick(alike).text}`
}

export function condition(terms: readonly Term[], random: Chance, depth = 2): string {
  const roll = random.next()
  if (depth === 0 || roll < 0.4) return test(terms, random)
  if (roll < 0.52) return `NOT (${condition(terms, random, depth - 1)})`
  const word = roll < 0.8 ? ' AND ' : ' OR '
  const parts = Array.from({ length: random.whole(2, 3) }, () => condition(terms, random, depth - 1))
  return `(${parts.join(word)})`
}

// ----------------------------------------------------------------------------------------------- expressions

function expression(terms: readonly Term[], random: Chance): string {
  const { text, kind } = random.pick(terms)
  switch (kind) {
    case 'text':
      return random.pick([
        `upper(${text})`,
        `length(${text})`,
        `COALESCE(${text}, 'none')`,
        `${text} || '!'`,
        `left(${text}, 3)`,
      ])
    case 'numeric':
      return random.pick([
        `${text} * 2`,
        `${text} / 3`,
        `round(${text})`,
        `-${text}`,
        `COALESCE(${text}, 0)`,
        `${text} + 0.5`,
      ])
    case 'double':
      return random.pick([`${text} * 2`, `COALESCE(${text}, 0)`, `abs(${text})`])
    case 'date':
      return random.pick([`extract(year FROM ${text})`, `${text} + 1`, `date_trunc('month', ${text})`])
    case 'datetime':
      return random.pick([`${text}::date`, `date_trunc('day', ${text})`, `extract(hour FROM ${text})`])
    case 'boolean':
      return random.pick([`NOT ${text}`, `${text}::text`, `CASE WHEN ${text} THEN 1 ELSE 0 END`])
    default:
      return random.pick([
        `${text} % 10`,
        `${text}::text`,
        `COALESCE(${text}, 0)`,
        `CASE WHEN ${text} > 5 THEN 'big' END`,
      ])
  }
}

const items = (terms: readonly Term[], random: Chance, count: number): string[] =>
  Array.from({ length: count }, () => (random.odds(0.2) ? expression(terms, random) : random.pick(terms).text))

/** `item AS c1`: names that nothing else has. */
const named = (list: readonly string[]): string => list.map((item, i) => `${item} AS c${i + 1}`).join(', ')

const direction = (random: Chance): string =>
  random.pick(['', '', ' DESC', ' ASC', ' NULLS FIRST', ' DESC NULLS LAST', ' NULLS LAST', ' DESC NULLS FIRST'])

/** ORDER BY that ends in keys which tell all rows apart, and perhaps a LIMIT. */
function ending(keys: readonly string[], last: readonly string[], random: Chance): string {
  if (random.odds(0.45)) return ''
  const all = distinct([...keys, ...last])
  const order = all.map((key) => `${key}${direction(random)}`).join(', ')
  const limit = random.odds(0.6) ? ` LIMIT ${random.pick([0, 1, 5, 20, 150, 250])}` : ''
  const offset = random.odds(0.25) ? ` OFFSET ${random.pick([1, 7, 90, 210])}` : ''
  return ` ORDER BY ${order}${limit}${offset}`
}

const where = (terms: readonly Term[], random: Chance, share = 0.85): string =>
  random.odds(share) ? ` WHERE ${condition(terms, random)}` : ''

// --------------------------------------------------------------------------------------------------- queries

/** Own columns, with paths now and then. */
function termsWithPaths(table: string, alias: string, random: Chance): Term[] {
  const terms = termsOf(table, alias)
  const paths = pathTermsOf(table, alias)
  return random.odds(0.3) && paths.length > 0 ? [...terms, ...someOf(paths, 25, random)] : terms
}

function plain(random: Chance): string {
  const table = random.pick(modules)
  const terms = termsWithPaths(table, 't', random)
  const chosen = ['t.id', ...items(terms, random, random.whole(0, 5))]
  const sortable = terms.filter(({ kind }) => orderedKinds.includes(kind))
  const keys = someOf(sortable, random.whole(0, 2), random).map(({ text }) => text)
  return `SELECT ${named(chosen)} FROM "${table}" t${where(terms, random)}${ending(keys, ['t.id'], random)}`
}

function everything(random: Chance): string {
  const table = random.pick(modules)
  return `SELECT * FROM "${table}" t${where(termsOf(table, 't'), random)}`
}

function distinctRows(random: Chance): string {
  const table = random.pick(modules)
  const terms = termsWithPaths(table, 't', random)
  const chosen = items(terms, random, random.whole(1, 3))
  const keys = chosen.map((_, i) => `c${i + 1}`)
  return `SELECT DISTINCT ${named(chosen)} FROM "${table}" t${where(terms, random)}${ending(keys, keys, random)}`
}

function aggregate(terms: readonly Term[], random: Chance): string {
  const { text, kind } = random.pick(terms)
  const roll = random.next()
  if (roll < 0.25) return 'count(*)'
  if (roll < 0.4) return `count(${random.odds(0.3) ? 'DISTINCT ' : ''}${text})`
  const filter = random.odds(0.1) ? ` FILTER (WHERE ${test(terms, random)})` : ''
  if (kind === 'boolean') return `bool_or(${text})${filter}`
  const summable = kind === 'integer' || kind === 'numeric' || kind === 'double'
  return `${random.pick(summable ? ['sum', 'avg', 'min', 'max'] : ['min', 'max'])}(${text})${filter}`
}

const aggregates = (terms: readonly Term[], random: Chance): string[] =>
  Array.from({ length: random.whole(1, 3) }, () => aggregate(terms, random))

function grouped(random: Chance): string {
  const table = random.pick(modules)
  const terms = termsWithPaths(table, 't', random)
  const groups = distinct(items(terms, random, random.pick([0, 1, 1, 1, 2, 3])))
  const chosen = [...groups, ...aggregates(terms, random)]
  const keys = groups.map((_, i) => String(i + 1))
  const by = groups.length ? ` GROUP BY ${keys.join(', ')}` : ''
  const having = random.odds(0.2) ? ` HAVING count(*) > ${random.pick([0, 1, 5, 500])}` : ''
  const end = groups.length ? ending([], keys, random) : ''
  return `SELECT ${named(chosen)} FROM "${table}" t${where(terms, random, 0.6)}${by}${having}${end}`
}

/** Two tables that a lookup connects: the left one holds it. */
function connected(random: Chance): { left: string; right: string; column: string } {
  const table = tableNamed(random.pick(modules))
  const lookup = random.pick(
    table.lookups.filter(({ target }) => target !== 'Users' || random.odds(0.2)).concat(table.lookups[0]!),
  )
  return { left: table.name, right: lookup.target, column: lookup.idColumn }
}

function joined(random: Chance): string {
  const { left, right, column } = connected(random)
  const terms = [...termsOf(left, 'a'), ...termsOf(right, 'b')]
  const type = random.pick(['JOIN', 'JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
  // PostgreSQL has no FULL JOIN but on equalities.
  const more = type !== 'FULL JOIN' && random.odds(0.35) ? ` AND ${condition(terms, random, 1)}` : ''
  const from = `"${left}" a ${type} "${right}" b ON b.id = a."${column}"${more}`
  if (random.odds(0.3)) return `SELECT ${named(aggregates(terms, random))} FROM ${from}${where(terms, random)}`
  const chosen = ['a.id', 'b.id', ...items(terms, random, random.whole(0, 4))]
  return `SELECT ${named(chosen)} FROM ${from}${where(terms, random)}${ending([], ['a.id', 'b.id'], random)}`
}

function chained(random: Chance): string {
  const first = connected(random)
  const next = tableNamed(first.right).lookups[0]
  if (!next) return joined(random)
  const terms = [...termsOf(first.left, 'a'), ...termsOf(first.right, 'b'), ...termsOf(next.target, 'c')]
  const [one, two] = someOf(['JOIN', 'LEFT JOIN'], 2, random)
  const from = `"${first.left}" a ${one} "${first.right}" b ON b.id = a."${first.column}" ${two} "${next.target}" c ON c.id = b."${next.idColumn}"`
  const chosen = ['a.id', ...items(terms, random, 3)]
  return `SELECT ${named(chosen)} FROM ${from}${where(terms, random)}${ending([], ['a.id'], random)}`
}

function within(random: Chance): string {
  const { left, right, column } = connected(random)
  const [outer, inner] = [termsOf(left, 'a'), termsOf(right, 'b')]
  const link = `a."${column}"`
  const not = random.odds(0.3) ? 'NOT ' : ''
  const numbers = inner.filter(({ kind }) => kind === 'integer' || kind === 'numeric')
  const tests = [
    `${link} ${not}IN (SELECT b.id FROM "${right}" b${where(inner, random)})`,
    `${not}EXISTS (SELECT 1 FROM "${right}" b WHERE b.id = ${link} AND ${condition(inner, random, 1)})`,
    `(SELECT count(*) FROM "${right}" b${where(inner, random)}) > ${random.whole(0, 9)}`,
    ...(numbers.length
      ? [`(SELECT max(${random.pick(numbers).text}) FROM "${right}" b WHERE b.id = ${link}) > 3`]
      : []),
  ]
  const more = random.odds(0.5) ? ` ${random.pick(['AND', 'OR'])} ${condition(outer, random, 1)}` : ''
  const chosen = ['a.id', ...items(outer, random, 2)]
  return `SELECT ${named(chosen)} FROM "${left}" a WHERE ${random.pick(tests)}${more}${ending([], ['a.id'], random)}`
}

function derived(random: Chance): string {
  const table = random.pick(modules)
  const terms = termsOf(table, 't')
  const column = random.pick(terms)
  const inner = `SELECT t.id AS id, ${column.text} AS v FROM "${table}" t${where(terms, random)}`
  const outer: Term[] = [{ ...column, text: 'q.v' }]
  const source = random.odds(0.5) ? `FROM (${inner}) q` : 'FROM q'
  const head = source === 'FROM q' ? `WITH q AS (${inner}) ` : ''
  const body = random.pick([
    `SELECT q.id AS c1, q.v AS c2 ${source}${where(outer, random)}${ending(['q.v'], ['q.id'], random)}`,
    `SELECT q.v AS c1, count(*) AS c2 ${source}${where(outer, random)} GROUP BY q.v`,
    `SELECT q.id AS c1, row_number() OVER (ORDER BY q.v, q.id) AS c2 ${source}${where(outer, random)}`,
  ])
  return `${head}${body}`
}

function combined(random: Chance): string {
  const kind = random.pick(['text', 'integer', 'date'] as const)
  const side = (): string => {
    const table = random.pick(modules.filter((name) => termsOf(name, 't').some((term) => term.kind === kind)))
    const terms = termsOf(table, 't')
    return `SELECT ${random.pick(terms.filter((term) => term.kind === kind)).text} AS c1 FROM "${table}" t${where(terms, random)}`
  }
  const operator = random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT ALL'])
  return `${side()} ${operator} ${side()}${random.odds(0.3) ? ' ORDER BY 1' : ''}`
}

const forms: readonly [share: number, make: (random: Chance) => string][] = [
  [30, plain],
  [4, everything],
  [8, distinctRows],
  [22, grouped],
  [14, joined],
  [5, chained],
  [8, within],
  [5, derived],
  [4, combined],
]
/** Each form as often as its share. */
const drawn = forms.flatMap(([share, make]) => Array.from({ length: share }, () => make))

/** Literals of comparisons as parameters. */
function withParameters(sql: string): Question {
  const parameters: string[] = []
  const text = sql.replace(/(?<=(?:=|<>|<|>) )(?:'((?:[^']|'')*)'|(-?\d+))(?=[ )]|$)/g, (_all, quoted, digits) => {
    parameters.push(digits ?? quoted.replaceAll("''", "'"))
    return `$${parameters.length}`
  })
  return { sql: text, parameters }
}

/** The query of a seed and a number: always the same. */
export function generate(seed: number, index: number): Question {
  const random = chance(`query ${seed} ${index}`)
  const sql = random.pick(drawn)(random)
  return random.odds(0.12) ? withParameters(sql) : { sql }
}
