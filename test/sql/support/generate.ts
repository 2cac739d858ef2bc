/**
 * Seeded generator of SELECT statements over the whole grammar. It writes few brackets on purpose: what it is after is
 * where operators, joins and set operations group by themselves.
 */

/** Mulberry32: small, and the same on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const columns = ['a', 'b', 'Last_Name', '"Last_Name"', '"from"', 'day', 'name', 'value', 'rows', 'at', 'filter', 'zone']
const oddColumns = [
  'escape',
  'values',
  'row',
  'position',
  'first',
  'interval',
  'über',
  '"a""b"',
  'U&"d\\0061t"',
  'partition',
]
const tables = ['t', 'crm.Leads', '"Deals"', 'zoho.crm."Accounts"', 'u', 'year']
const functions = ['f', 'lower', 'pg_catalog.upper', '"Fn"', 'left', 'date_trunc', 'schema.year']
const binary = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '||',
  '=',
  '<',
  '>',
  '<=',
  '>=',
  '<>',
  '!=',
  '~',
  '~*',
  '!~',
  '!~*',
  '&',
  '|',
  '#',
]
const rareBinary = [
  '<<',
  '>>',
  '->',
  '->>',
  '#>',
  '#>>',
  '@>',
  '<@',
  '&&',
  '@@',
  '?|',
  'OPERATOR(pg_catalog.~)',
  'OPERATOR(+)',
  '|/',
]
const prefix = ['-', '+', '~', '@', '|/', '||/', '!!']
const types = [
  'int', 'int4', 'numeric(10,2)', 'text', 'varchar(20)', 'character varying', 'double precision', 'timestamp(3)',
  'timestamp with time zone', 'timestamp without time zone', 'date', 'int[]', 'text[][]', 'int array', 'float(10)', 'char(3)',
  'char', '"char"', 'pg_catalog.int8', 'interval day to second(3)', 'interval', 'interval(2)', 'regclass', 'time with time zone',
  'bool', 'national character varying(3)', 'decimal', 'bit varying(3)', 'real', 'name',
] // biome-ignore format: a list of words
const strings = [
  "'x'",
  "'it''s'",
  "'a\\b'",
  "E'a\\n\\'b\\\\\\x41\\u00e9\\101'",
  "U&'d\\0061t\\+01F600'",
  "U&'d!0061t' UESCAPE '!'",
  "$$q'q$$",
  '$tag$a$$b$tag$',
  "''",
  "'two'\n'lines'",
  "N'n'",
]
const typed = [
  "date '2020-01-01'", "timestamp '2020-01-01'", "timestamptz 'now'", "interval '1' day", "interval '1-2' year to month",
  "interval '3' second(2)", "interval(3) '1'", "numeric '1.5'", "timestamp(3) with time zone 'x'", "bool 't'", "json '{}'",
  "pg_catalog.int4 '1'", "double precision '1'", "int '1'", "char 'c'", "\"char\" 'c'", "bpchar(3) 'abc'", "varchar(3) 'abc'",
] // biome-ignore format: a list of words
const numbers = [
  '0',
  '1',
  '42',
  '1.50',
  '.5',
  '5.',
  '1e3',
  '2.5E-7',
  '2147483647',
  '2147483648',
  '9223372036854775808',
  '007',
]
const bareCalls = [
  'current_date',
  'current_timestamp',
  'current_timestamp(3)',
  'localtime',
  'current_user',
  'session_user',
  'current_schema',
  'user',
  'localtimestamp(0)',
]

/** Breaks a statement: takes out, doubles, swaps or replaces one or two of its tokens. */
export function mutate(tokens: readonly string[], seed: number): string {
  const next = random(seed)
  const broken = [...tokens]
  const any = (): number => Math.floor(next() * broken.length)
  for (let times = 1 + Math.floor(next() * 2); times > 0; times--) {
    const at = any()
    const roll = next()
    if (roll < 0.35) broken.splice(at, 1)
    else if (roll < 0.55) broken.splice(at, 0, broken[any()]!)
    else if (roll < 0.75) broken[at] = broken[any()]!
    else broken.splice(at, 2, ...broken.slice(at, at + 2).toReversed())
  }
  return broken.join(' ')
}

export class Generator {
  private readonly next: () => number
  private budget = 0

  constructor(seed: number) {
    this.next = random(seed)
  }

  /** One statement. */
  statement(): string {
    this.budget = 4 + this.int(40)
    const text = this.query()
    return this.chance(0.1) ? `${text};` : text
  }

  int(below: number): number {
    return Math.floor(this.next() * below)
  }

  chance(of: number): boolean {
    return this.next() < of
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)]!
  }

  /** White space of every kind, words in either case. */
  private words(text: string): string {
    const spelled = this.chance(0.5) ? text.toLowerCase() : text
    if (this.chance(0.9)) return spelled
    // Comments break the two-word tokens of libpg-query (not of PostgreSQL): NULLS FIRST, NOT IN, WITH TIME.
    const comments = /nulls|not|with/i.test(text) ? [] : [' /* a /* b */ */ ', ' -- note\n']
    return spelled.replaceAll(' ', this.pick(['\n', '  ', '\t', ...comments]))
  }

  private maybe(of: number, text: () => string): string {
    return this.chance(of) ? ` ${text()}` : ''
  }

  private some(most: number, text: () => string): string {
    return Array.from({ length: 1 + this.int(most) }, text).join(this.chance(0.8) ? ', ' : ',')
  }

  // ------------------------------------------------------------------------------------------------ queries

  private query(): string {
    const ctes = (): string =>
      `${this.words(this.chance(0.3) ? 'WITH RECURSIVE' : 'WITH')} ${this.some(2, () => this.cte())} `
    return `${this.chance(0.12) ? ctes() : ''}${this.body()}${this.tail()}`
  }

  private cte(): string {
    const names = this.maybe(0.3, () => `(${this.some(2, () => this.name())})`)
    const materialized = this.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])
    return `${this.name()}${names} ${this.words('AS')} ${this.words(materialized)}(${this.query()})`
  }

  private body(): string {
    let text = this.operand()
    while (this.chance(0.18)) {
      const op = this.words(
        this.pick(['UNION', 'UNION ALL', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL', 'UNION DISTINCT']),
      )
      text += ` ${op} ${this.operand()}`
    }
    return text
  }

  private operand(): string {
    const roll = this.next()
    if (roll < 0.06) return `(${this.query()})`
    if (roll < 0.1) return `${this.words('VALUES')} ${this.some(2, () => `(${this.some(2, () => this.expr())})`)}`
    return roll < 0.12 ? `TABLE ${this.pick(tables)}` : this.select()
  }

  private tail(): string {
    const limit = (): string => ` ${this.words('LIMIT')} ${this.chance(0.1) ? 'NULL' : this.expr()}`
    const offset = (): string => ` ${this.words('OFFSET')} ${this.expr()}`
    const order = this.chance(0.25)
    const fetch = (): string => {
      const ties = order && this.chance(0.5) ? 'ROWS WITH TIES' : this.pick(['ROW ONLY', 'ROWS ONLY'])
      return ` ${this.words(`FETCH ${this.pick(['FIRST', 'NEXT'])}`)}${this.maybe(0.8, () => this.pick(['5', '$1', '-1', '(1 + 2)']))} ${this.words(ties)}`
    }
    const shapes = [
      '',
      '',
      limit(),
      limit() + offset(),
      offset() + limit(),
      offset(),
      fetch(),
      `${offset()} ROWS${fetch()}`,
    ]
    const after = this.chance(0.3) ? this.pick(shapes) : ''
    return (order ? ` ${this.orderBy()}` : '') + (/ ROWS FETCH/i.test(after) ? '' : after)
  }

  private orderBy(): string {
    const item = (): string => {
      const direction = this.pick(['', '', ' ASC', ' DESC', ' USING <', ' USING >'])
      return this.expr() + this.words(direction + this.pick(['', '', ' NULLS FIRST', ' NULLS LAST']))
    }
    return `${this.words('ORDER BY')} ${this.some(3, item)}`
  }

  private select(): string {
    const distinct = this.pick([
      '',
      '',
      '',
      '',
      ' ALL',
      ' DISTINCT',
      ` DISTINCT ON (${this.some(2, () => this.expr())})`,
    ])
    const from = this.maybe(0.8, () => `${this.words('FROM')} ${this.some(2, () => this.from())}`)
    const where = this.maybe(0.45, () => `${this.words('WHERE')} ${this.expr()}`)
    const group = this.maybe(
      0.15,
      () =>
        `${this.words(this.pick(['GROUP BY', 'GROUP BY', 'GROUP BY DISTINCT']))} ${this.some(3, () => this.group(2))}`,
    )
    const having = this.maybe(0.1, () => `${this.words('HAVING')} ${this.expr()}`)
    const window = this.maybe(
      0.06,
      () => `${this.words('WINDOW')} ${this.some(2, () => `${this.name()} AS ${this.window()}`)}`,
    )
    return `${this.words('SELECT')}${distinct} ${this.some(4, () => this.item())}${from}${where}${group}${having}${window}`
  }

  private item(): string {
    if (this.chance(0.08)) return this.pick(['*', 't.*', 'crm.t.*'])
    const alias = this.pick(['', '', ' AS x', ' AS "X y"', ' as select', ' xx', ' "Q"', ' AS from', ' value', ' rows'])
    return this.expr() + alias
  }

  private group(depth: number): string {
    const nested = (): string => this.some(3, () => this.group(depth - 1))
    const roll = depth === 0 ? 1 : this.next()
    if (roll < 0.12) return `${this.words('ROLLUP')} (${nested()})`
    if (roll < 0.24) return `${this.words('CUBE')}(${nested()})`
    if (roll < 0.34) return `${this.words('GROUPING SETS')} (${nested()})`
    if (roll < 0.4) return '()'
    return roll < 0.5 ? `(${this.expr()}, ${this.expr()})` : this.expr()
  }

  // --------------------------------------------------------------------------------------------------- FROM

  private from(): string {
    let text = this.source()
    while (this.chance(0.25)) text += this.join()
    return text
  }

  private join(): string {
    const roll = this.next()
    const kind = this.words(
      this.pick(['JOIN', 'INNER JOIN', 'LEFT JOIN', 'LEFT OUTER JOIN', 'RIGHT JOIN', 'FULL OUTER JOIN']),
    )
    if (roll < 0.12) return ` ${this.words('CROSS JOIN')} ${this.source()}`
    if (roll < 0.24) return ` ${this.words('NATURAL')} ${kind} ${this.source()}`
    if (roll < 0.36) return ` ${kind} ${this.source()}${this.join()} ${this.qualification()}`
    return ` ${kind} ${this.source()} ${this.qualification()}`
  }

  private qualification(): string {
    if (this.chance(0.2)) return `${this.words('USING')} (${this.some(2, () => this.name())})`
    return `${this.words('ON')} ${this.expr()}`
  }

  private source(): string {
    const roll = this.next()
    const alias = this.maybe(
      0.6,
      () =>
        `${this.chance(0.5) ? this.words('AS ') : ''}${this.name()}${this.maybe(0.2, () => `(${this.some(2, () => this.name())})`)}`,
    )
    if (roll < 0.14) return `${this.maybe(0.3, () => this.words('LATERAL'))}(${this.query()})${alias}`
    if (roll < 0.22)
      return `${this.maybe(0.3, () => this.words('LATERAL'))} ${this.plainCall()}${this.maybe(0.2, () => this.words('WITH ORDINALITY'))}${alias}`
    if (roll < 0.28) return `(${this.source()}${this.join()})${this.chance(0.3) ? alias : ''}`
    return this.pick(['', '', '', '', 'ONLY ']) + this.pick(tables) + alias
  }

  private name(): string {
    return this.pick(columns)
  }

  // -------------------------------------------------------------------------------------------- expressions

  private expr(): string {
    if (this.budget-- <= 0) return this.leaf()
    const roll = this.next()
    if (roll < 0.25) return this.leaf()
    if (roll < 0.4)
      return `${this.expr()} ${this.chance(0.85) ? this.pick(binary) : this.pick(rareBinary)} ${this.expr()}`
    if (roll < 0.52) return `${this.expr()} ${this.words(this.pick(['AND', 'OR']))} ${this.expr()}`
    if (roll < 0.58) return `${this.words('NOT')} ${this.expr()}`
    if (roll < 0.62) return `${this.pick(prefix)} ${this.expr()}`
    if (roll < 0.66) return `(${this.expr()})`
    return this.chance(0.5) ? this.suffixed() : this.construct()
  }

  private leaf(): string {
    const roll = this.next()
    if (roll < 0.4) return this.maybe(0.2, () => `${this.pick(tables)}.`).trim() + this.pick(columns)
    if (roll < 0.44) return this.pick(oddColumns)
    if (roll < 0.6) return this.pick(numbers)
    if (roll < 0.74) return this.pick(strings)
    if (roll < 0.82) return this.words(this.pick(['NULL', 'TRUE', 'FALSE']))
    if (roll < 0.88) return this.pick(typed)
    return roll < 0.94 ? this.words(this.pick(bareCalls)) : `$${1 + this.int(4)}`
  }

  /** An operand and an operator in words after it. */
  private suffixed(): string {
    const left = this.expr()
    const not = this.chance(0.3) ? 'NOT ' : ''
    const is = this.pick(['NULL', 'TRUE', 'FALSE', 'UNKNOWN'])
    switch (this.int(12)) {
      case 0:
        return `${left} ${this.words(`IS ${not}${is}`)}`
      case 1:
        return `${left} ${this.words(this.pick(['ISNULL', 'NOTNULL']))}`
      case 2:
        return `${left} ${this.words(`IS ${not}DISTINCT FROM`)} ${this.expr()}`
      case 3:
        return `${left} ${this.words(`${not}BETWEEN${this.pick(['', '', ' SYMMETRIC', ' ASYMMETRIC'])}`)} ${this.expr()} AND ${this.expr()}`
      case 4:
        return `${left} ${this.words(`${not}IN`)} (${this.chance(0.3) ? this.query() : this.some(3, () => this.expr())})`
      case 5:
      case 6: {
        const escaped = this.maybe(0.3, () => `ESCAPE ${this.expr()}`)
        return `${left} ${this.words(`${not}${this.pick(['LIKE', 'ILIKE', 'SIMILAR TO'])}`)} ${this.expr()}${escaped}`
      }
      case 7:
        return `${left}::${this.pick(types)}`
      case 8:
        return `${left} ${this.words('COLLATE')} ${this.pick(['"C"', 'pg_catalog."default"'])}`
      case 9:
        return `${left} ${this.words('AT TIME ZONE')} ${this.expr()}`
      case 10: {
        const inner = this.chance(0.5) ? this.query() : this.expr()
        return `${left} ${this.pick(['=', '<>', '~', 'LIKE', 'NOT ILIKE', '+'])} ${this.words(this.pick(['ANY', 'SOME', 'ALL']))} (${inner})`
      }
      default:
        return `${this.pick(['a', 't.b', '$1', `(${left})`])}[${this.expr()}${this.maybe(0.3, () => `: ${this.expr()}`)}]`
    }
  }

  /** Operands with a syntax of their own. */
  private construct(): string {
    switch (this.int(12)) {
      case 0:
        return `${this.words('CASE')}${this.maybe(0.4, () => this.expr())} ${this.branches()}${this.maybe(0.6, () => `ELSE ${this.expr()}`)} END`
      case 1:
        return `${this.words('CAST')}(${this.expr()} AS ${this.pick(types)})`
      case 2:
        return `${this.words('EXISTS')} (${this.query()})`
      case 3:
        return `(${this.query()})`
      case 4:
        return this.chance(0.3) ? `ARRAY(${this.query()})` : this.array(2)
      case 5:
        return this.pick([
          `ROW(${this.expr()})`,
          `(${this.expr()}, ${this.expr()})`,
          'ROW()',
          `(a, b) OVERLAPS (${this.expr()}, d)`,
        ])
      case 6:
        return `EXTRACT(${this.pick(['year', 'DAY', "'epoch'", 'timezone_hour'])} FROM ${this.expr()})`
      case 7:
      case 8:
        return this.special()
      default:
        return this.call()
    }
  }

  private branches(): string {
    return Array.from({ length: 1 + this.int(2) }, () => `WHEN ${this.expr()} THEN ${this.expr()}`).join(' ')
  }

  private array(depth: number): string {
    const inner = (nested: number): string =>
      nested > 0 && this.chance(0.3)
        ? `[${this.some(2, () => inner(nested - 1))}]`
        : `[${this.chance(0.1) ? '' : this.some(3, () => this.expr())}]`
    return `${this.words('ARRAY')}${inner(depth)}`
  }

  private special(): string {
    const [x, y, z, w] = [this.expr(), this.expr(), this.expr(), this.expr()]
    return this.pick([
      `SUBSTRING(${x} FROM ${y} FOR ${z})`, `substring(${x} FOR ${y} FROM ${z})`, `substring(${x} from ${y})`,
      `substring(${x} for ${y})`, `substring(${x}, ${y})`, `substring((${x}) similar ${y} escape ${z})`,
      `POSITION(${x} IN ${y})`, `OVERLAY(${x} PLACING ${y} FROM ${z} FOR ${w})`, `overlay(${x} placing ${y} from ${z})`,
      `overlay(${x}, ${y})`, `TRIM(BOTH ${x} FROM ${y})`, `trim(leading from ${x})`, `trim(trailing ${x} from ${y})`,
      `trim(${x})`, `trim(${x}, ${y})`, `trim(${x} from ${y})`, `coalesce(${x}, ${y})`, `NULLIF(${x}, ${y})`,
      `greatest(${x}, ${y}, ${z})`, `LEAST(${x})`, `GROUPING(${x}, ${y})`, `normalize(${x}, nfkc)`, `normalize(${x})`,
      `collation for (${x})`,
    ]) // biome-ignore format: a table of forms
  }

  private call(): string {
    const filter = this.maybe(0.15, () => `${this.words('FILTER')} (${this.words('WHERE')} ${this.expr()})`)
    const over = this.maybe(0.2, () => `${this.words('OVER')} ${this.chance(0.3) ? this.name() : this.window()}`)
    const within = `${this.pick(functions)}(${this.expr()}) ${this.words('WITHIN GROUP')} (${this.orderBy()})`
    return `${this.chance(0.1) ? within : this.plainCall()}${filter}${over}`
  }

  private plainCall(): string {
    const name = this.pick(functions)
    const args = this.pick(['', '*', 'x', 'x', 'x'])
    if (args !== 'x') return `${name}(${args})`
    const quantifier = this.maybe(0.15, () => this.words(this.pick(['DISTINCT', 'ALL'])))
    return `${name}(${quantifier} ${this.some(3, () => this.expr())}${this.maybe(0.15, () => this.orderBy())})`
  }

  private window(): string {
    const base = this.maybe(0.15, () => this.pick(['w', '"W"', 'name']))
    const partition = this.maybe(0.4, () => `${this.words('PARTITION BY')} ${this.some(2, () => this.expr())}`)
    return `(${base}${partition}${this.maybe(0.5, () => this.orderBy())}${this.maybe(0.4, () => this.frame())})`
  }

  private frame(): string {
    const start = (): string => this.pick(['UNBOUNDED PRECEDING', `${this.expr()} PRECEDING`, 'CURRENT ROW'])
    const end = (): string => this.pick(['CURRENT ROW', `${this.expr()} FOLLOWING`, 'UNBOUNDED FOLLOWING'])
    const bounds = this.chance(0.6) ? `BETWEEN ${start()} AND ${end()}` : start()
    const exclude = this.pick(['', '', ' EXCLUDE CURRENT ROW', ' EXCLUDE GROUP', ' EXCLUDE TIES', ' EXCLUDE NO OTHERS'])
    return `${this.words(this.pick(['ROWS', 'RANGE', 'GROUPS']))} ${bounds}${exclude}`
  }
}
