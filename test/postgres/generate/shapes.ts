/** Random statements of wanted shapes: what a plain SELECT of one FROM does not show. Their rows have a total order. */
import type { Chance } from '../chance.ts'
import type { Expressions, Scope, ScopeColumn } from './expressions.ts'
import type { ExprType } from './templates.ts'

/** A table in FROM, as the generator of statements gives it. */
export interface Source {
  readonly text: string
  readonly columns: readonly ScopeColumn[]
  readonly keys: readonly string[]
  readonly links: readonly string[]
}

/** A SELECT without ORDER BY, and the types of its columns. */
export interface Body {
  readonly text: string
  readonly types: readonly ExprType[]
}

const plainTypes = ['int', 'big', 'num', 'text', 'bool', 'date'] as const satisfies readonly ExprType[]

export class Shapes {
  readonly #chance: Chance
  readonly #expressions: Expressions
  readonly #table: () => Source

  constructor(chance: Chance, expressions: Expressions, table: () => Source) {
    this.#chance = chance
    this.#expressions = expressions
    this.#table = table
  }

  next(): Body {
    return this.#chance.pick([
      () => this.#lateral(),
      () => this.#distinctOn(),
      () => this.#operands(),
      () => this.#merged(),
      () => this.#rowValues(),
      () => this.#ordered(),
      () => this.#numbered(),
      () => this.#sets(),
      () => this.#frames(),
      () => this.#nested(),
      () => this.#overGroups(),
      () => this.#twice(),
    ])()
  }

  #scope({ columns, keys }: Source): Scope {
    return { columns, keys }
  }

  #of(type: ExprType, source: Source, depth = 1): string {
    return this.#expressions.of(type, this.#scope(source), depth)
  }

  #some(source: Source, count: number): { readonly list: readonly string[]; readonly types: readonly ExprType[] } {
    const types = Array.from({ length: count }, () => this.#chance.pick(plainTypes))
    return { list: types.map((type) => this.#of(type, source)), types }
  }

  #direction(): string {
    return this.#chance.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])
  }

  /** An order of the rows in which no two are alike. */
  #total(source: Source): string {
    return `${this.#of(this.#chance.pick(plainTypes), source)}${this.#direction()}, ${source.keys[0]}`
  }

  #where(source: Source): string {
    return this.#chance.odds(0.5) ? ` WHERE ${this.#of('bool', source, 2)}` : ''
  }

  #link(a: Source, b: Source): string {
    return `${this.#chance.pick(a.links)} = ${this.#chance.pick(b.links)}`
  }

  /** The first rows of one table for each of another. */
  #lateral(): Body {
    const [outer, inner] = [this.#table(), this.#table()]
    const { list, types } = this.#some(inner, 2)
    const both: Source = { ...inner, columns: [...inner.columns, ...outer.columns] }
    const more = this.#chance.odds(0.4) ? ` AND ${this.#of('bool', both)}` : ''
    const rows = `SELECT ${list.join(', ')} FROM ${inner.text} WHERE ${this.#link(outer, inner)}${more} ORDER BY ${this.#total(inner)} LIMIT ${this.#chance.whole(1, 3)}`
    const join = this.#chance.pick([
      `CROSS JOIN LATERAL (${rows}) l(x, y)`,
      `LEFT JOIN LATERAL (${rows}) l(x, y) ON true`,
    ])
    const aggregate = this.#chance.odds(0.3)
    if (!aggregate)
      return { text: `SELECT ${outer.keys[0]}, l.x, l.y FROM ${outer.text} ${join}`, types: ['big', ...types] }
    return {
      text: `SELECT ${outer.keys[0]}, count(l.x), max(l.y::text) FROM ${outer.text} ${join} GROUP BY ${outer.keys[0]}`,
      types: ['big', 'big', 'text'],
    }
  }

  #distinctOn(): Body {
    const source = this.#table()
    const { list, types } = this.#some(source, 3)
    const [key, second, third] = list.map((item) => `(${item})`)
    const on = this.#chance.odds(0.5) ? key : `${key}, ${second}`
    const text = `SELECT DISTINCT ON (${on}) ${key} AS a, ${second} AS b, ${third} AS c FROM ${source.text}${this.#where(source)} ORDER BY ${key}${this.#direction()}, ${second}${this.#direction()}, ${source.keys[0]}`
    return { text: `SELECT * FROM (${text}) s`, types }
  }

  /** Operands with an order and a limit of their own, in brackets of any depth. */
  #operands(): Body {
    const types = this.#chance.some(plainTypes, 2)
    const operator = () =>
      this.#chance.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL'])
    const plain = (): string => {
      const source = this.#table()
      return `SELECT ${types.map((type) => this.#of(type, source)).join(', ')} FROM ${source.text}${this.#where(source)}`
    }
    const limited = () =>
      `(${plain()} ORDER BY 1${this.#direction()}, 2${this.#direction()} LIMIT ${this.#chance.whole(0, 20)})`
    const operand = (depth: number): string => {
      if (depth > 0 && this.#chance.odds(0.4)) {
        const inner = `${operand(depth - 1)} ${operator()} ${operand(depth - 1)}`
        return this.#chance.odds(0.5) ? `(${inner})` : `(${inner} ORDER BY 2, 1 LIMIT ${this.#chance.whole(1, 30)})`
      }
      return this.#chance.odds(0.5) ? plain() : limited()
    }
    return { text: `${operand(1)} ${operator()} ${operand(1)} ${operator()} ${operand(1)}`, types }
  }

  #merged(): Body {
    const [a, b] = [this.#table(), this.#table()]
    const type = this.#chance.pick(plainTypes)
    const side = (source: Source, name: string) =>
      `(SELECT ${this.#chance.pick(source.links)} AS k, ${this.#of(type, source)} AS ${name} FROM ${source.text}${this.#where(source)})`
    const kind = this.#chance.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
    const from = this.#chance.odds(0.5)
      ? `${side(a, 'x')} p ${kind} ${side(b, 'y')} q USING (k)`
      : `${side(a, 'x')} p NATURAL ${kind} ${side(b, 'y')} q`
    const list = this.#chance.pick(['k, x, y', '*', 'k, p.x, q.y', 'coalesce(p.k, q.k), x, y'])
    return { text: `SELECT ${list} FROM ${from}`, types: ['big', type, type] }
  }

  #rowValues(): Body {
    const [outer, inner] = [this.#table(), this.#table()]
    const [first, second] = [this.#chance.pick(plainTypes), this.#chance.pick(plainTypes)]
    const row = (source: Source) => `(${this.#of(first, source)}, ${this.#of(second, source)})`
    const test = this.#chance.pick([
      () => `${row(outer)} IN (SELECT ${row(inner).slice(1, -1)} FROM ${inner.text}${this.#where(inner)})`,
      () =>
        `${row(outer)} NOT IN (SELECT ${row(inner).slice(1, -1)} FROM ${inner.text} WHERE ${this.#link(outer, inner)})`,
      () => `${row(outer)} IN (${row(outer)}, ${row(outer)})`,
      () => `${row(outer)} ${this.#chance.pick(['<', '<=', '>', '>=', '<>'])} ${row(outer)}`,
      () => `${row(outer)} IS NOT DISTINCT FROM ${row(outer)}`,
      () => `${row(outer)} BETWEEN ${row(outer)} AND ${row(outer)}`,
      () => `${row(outer)} = ANY (SELECT ${row(inner).slice(1, -1)} FROM ${inner.text})`,
    ])()
    const value = this.#chance.odds(0.5)
    const [list, where] = value ? [`, ${test}`, ''] : ['', ` WHERE ${test}`]
    return {
      text: `SELECT ${outer.keys[0]}${list} FROM ${outer.text}${where}`,
      types: value ? ['big', 'bool'] : ['big'],
    }
  }

  /** A subquery with an order, of two columns. */
  #sorted(): Body {
    const source = this.#table()
    const { list, types } = this.#some(source, 2)
    const limit = this.#chance.odds(0.3) ? ` LIMIT ${this.#chance.whole(1, 30)}` : ''
    const text = `(SELECT ${list[0]} AS x, ${list[1]} AS y FROM ${source.text}${this.#where(source)} ORDER BY ${this.#total(source)}${limit})`
    const nested = `(SELECT x, y FROM ${text} i WHERE x IS NOT NULL)`
    return { text: this.#chance.odds(0.3) ? nested : text, types }
  }

  #ordered(): Body {
    const { text } = this.#sorted()
    const lists = [
      "string_agg(x::text, ',')",
      'array_agg(y)::text',
      'json_agg(x)::text',
      "string_agg(y::text, ';') FILTER (WHERE x IS NOT NULL)",
    ]
    const list = this.#chance.some(lists, 2).join(', ')
    const source = this.#chance.odds(0.3) ? `WITH s AS ${text} SELECT ${list} FROM s` : `SELECT ${list} FROM ${text} s`
    return { text: `SELECT * FROM (${source}) o`, types: ['text', 'text'] }
  }

  #numbered(): Body {
    const { text, types } = this.#sorted()
    const calls = [
      'row_number() OVER ()',
      'lag(x) OVER ()::text',
      'first_value(y) OVER ()::text',
      'count(x) OVER (ROWS UNBOUNDED PRECEDING)',
      'last_value(x) OVER (ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)::text',
      'ntile(3) OVER (ORDER BY (SELECT NULL))',
    ]
    const [a, b] = this.#chance.some(calls, 2)
    return {
      text: `SELECT x, y, row_number() OVER () AS n, ${a} AS a, ${b} AS b FROM ${text} s`,
      types: [...types, 'big', 'text', 'text'],
    }
  }

  #sets(): Body {
    const source = this.#table()
    const keys = this.#chance.some(source.columns, 2)
    const [a, b] = [keys[0]!.text, keys[1]!.text]
    const by = this.#chance.pick([
      `ROLLUP (${a}, ${b})`,
      `CUBE (${a}, ${b})`,
      `GROUPING SETS ((${a}, ${b}), (${b}), ())`,
      `${a}, ROLLUP (${b})`,
      `ROLLUP (${a}), CUBE (${b})`,
      `GROUPING SETS (ROLLUP (${a}), (${b}), (${b}))`,
      `DISTINCT ROLLUP (${a}), ROLLUP (${a}, ${b})`,
      `ROLLUP ((${a}, ${b}))`,
    ])
    const type = this.#chance.pick(['big', 'num', 'int', 'text'] as const)
    const having = this.#chance.odds(0.3)
      ? ` HAVING ${this.#chance.pick([`grouping(${a}) = 0`, 'count(*) > 1', `${a} IS NOT NULL`])}`
      : ''
    return {
      text: `SELECT ${a}, ${b}, grouping(${a}, ${b}), ${this.#expressions.aggregate(type, this.#scope(source))} FROM ${source.text}${this.#where(source)} GROUP BY ${by}${having}`,
      types: [keys[0]!.type, keys[1]!.type, 'int', type],
    }
  }

  /** Frames by distance; rows that are alike may come in any order, so only what does not mind it is asked. */
  #frames(): Body {
    const source = this.#table()
    const [type, near, far] = this.#chance.pick([
      ['int', '1', '3'],
      ['num', '0.5', '100'],
      ['float', '1', '2.5'],
      ['date', "interval '1 day'", "interval '2 months'"],
      ['instant', "interval '1 hour'", "interval '30 days'"],
    ] as const)
    const unit = this.#chance.pick([`RANGE`, 'GROUPS'])
    const [low, high] = unit === 'RANGE' ? [near, far] : ['1', '2']
    const bounds = this.#chance.pick([
      `BETWEEN ${low} PRECEDING AND ${high} FOLLOWING`,
      `BETWEEN ${high} PRECEDING AND ${low} PRECEDING`,
      `BETWEEN CURRENT ROW AND ${high} FOLLOWING`,
      `BETWEEN UNBOUNDED PRECEDING AND ${low} FOLLOWING`,
      `BETWEEN ${low} FOLLOWING AND UNBOUNDED FOLLOWING`,
      `${high} PRECEDING`,
    ])
    const exclude = this.#chance.pick([
      '',
      '',
      ' EXCLUDE CURRENT ROW',
      ' EXCLUDE GROUP',
      ' EXCLUDE TIES',
      ' EXCLUDE NO OTHERS',
    ])
    const key = this.#chance.pick(
      source.columns
        .filter((column) => column.type === type)
        .map((column) => column.text)
        .concat(this.#of(type, source)),
    )
    const partition = this.#chance.odds(0.4) ? `PARTITION BY ${this.#chance.pick(source.columns).text} ` : ''
    const window = `(${partition}ORDER BY ${key}${this.#direction()} ${unit} ${bounds}${exclude})`
    const calls = this.#chance.some(
      [
        `count(*) OVER w`,
        `sum(${this.#of('int', source, 0)}) OVER w`,
        `min(${this.#of('num', source, 0)}) OVER w`,
        `max(${this.#of('text', source, 0)}) OVER w`,
        `count(*) FILTER (WHERE ${this.#of('bool', source)}) OVER w`,
      ],
      2,
    )
    return {
      text: `SELECT * FROM (SELECT ${source.keys[0]}, ${calls.join(', ')} FROM ${source.text} WINDOW w AS ${window}) f`,
      types: ['big', 'text', 'text'],
    }
  }

  #nested(): Body {
    const [a, b, c] = [this.#table(), this.#table(), this.#table()]
    const all: Source = { ...c, columns: [...a.columns, ...b.columns, ...c.columns] }
    const inner = this.#chance.pick([
      `EXISTS (SELECT 1 FROM ${c.text} WHERE ${this.#link(c, b)} AND ${this.#of('bool', all)})`,
      `${this.#of('int', b)} > (SELECT count(*) FROM ${c.text} WHERE ${this.#link(c, a)})`,
      `${this.#of('int', a)} IN (SELECT ${this.#of('int', c)} FROM ${c.text} WHERE ${this.#link(c, b)})`,
    ])
    const where = `${this.#link(a, b)} AND ${inner}`
    return this.#chance.pick<Body>([
      {
        text: `SELECT ${a.keys[0]} FROM ${a.text} WHERE ${this.#chance.pick(['', 'NOT '])}EXISTS (SELECT 1 FROM ${b.text} WHERE ${where})`,
        types: ['big'],
      },
      {
        text: `SELECT ${a.keys[0]}, (SELECT count(*) FROM ${b.text} WHERE ${where}) FROM ${a.text}`,
        types: ['big', 'big'],
      },
      {
        text: `SELECT ${a.keys[0]}, (SELECT max(${this.#of('num', b)}) FROM ${b.text} WHERE ${where}) FROM ${a.text}`,
        types: ['big', 'num'],
      },
    ])
  }

  #overGroups(): Body {
    const source = this.#table()
    const key = this.#chance.pick(source.columns)
    const total = this.#expressions.aggregate('int', this.#scope(source))
    const call = this.#chance.pick([
      `sum(count(*)) OVER (ORDER BY ${key.text}${this.#direction()})`,
      `rank() OVER (ORDER BY count(*) DESC)`,
      `lag(${total}) OVER (ORDER BY ${key.text}${this.#direction()})`,
      `count(*) - first_value(count(*)) OVER (ORDER BY ${key.text})`,
      `100 * count(*) / sum(count(*)) OVER ()`,
    ])
    return {
      text: `SELECT ${key.text}, ${total}, ${call} FROM ${source.text}${this.#where(source)} GROUP BY ${key.text}`,
      types: [key.type, 'int', 'num'],
    }
  }

  /** A CTE that is used twice. */
  #twice(): Body {
    const source = this.#table()
    const type = this.#chance.pick(plainTypes)
    const rows = `SELECT ${source.keys[0]} AS id, ${this.#of(type, source)} AS v, row_number() OVER (ORDER BY ${this.#total(source)}) AS n FROM ${source.text}${this.#where(source)}`
    const body = this.#chance.pick<Body>([
      { text: 'SELECT a.id, b.v FROM s a LEFT JOIN s b ON b.n = a.n + 1', types: ['big', type] },
      { text: 'SELECT a.id, (SELECT count(*) FROM s b WHERE b.n < a.n) FROM s a', types: ['big', 'big'] },
      { text: 'SELECT v, count(*) FROM s WHERE n <= (SELECT max(n) / 2 FROM s) GROUP BY v', types: [type, 'big'] },
      { text: 'SELECT a.n, a.v FROM s a WHERE a.v = (SELECT v FROM s WHERE n = 1)', types: ['big', type] },
    ])
    return { text: `SELECT * FROM (WITH s AS (${rows}) ${body.text}) c`, types: body.types }
  }
}
