/** Random SELECTs over the tables of `oracle.ts`, by seed: shapes that people do not write, and printers get wrong. */

type Pick = <T>(list: readonly T[]) => T

interface Source {
  readonly alias: string
  readonly table: string
}

/** Columns by the kinds that may be compared with each other. */
const columns = {
  people: {
    int: ['age', 'team_id'],
    big: ['id', 'team_id'],
    text: ['name'],
    num: ['salary'],
    day: ['born'],
    bool: ['active'],
  },
  teams: { int: ['id'], big: ['id', 'lead_id'], text: ['name', 'region'], num: ['budget'], day: ['founded'], bool: [] },
  events: { int: ['id', 'units'], big: ['person_id'], text: ['kind'], num: ['amount'], day: ['on_day'], bool: [] },
  nothing: { int: ['n'], big: ['n'], text: ['t'], num: [], day: [], bool: [] },
} as const
type Kind = 'int' | 'big' | 'text' | 'num' | 'day' | 'bool'

const constants: Record<Kind, readonly string[]> = {
  int: ['0', '1', '2', '3', '27', 'NULL::integer'],
  big: ['1', '4000000000000000003', 'NULL::bigint'],
  text: ["'Ann'", "'call'", "'EU'", "'b'", 'NULL::text'],
  num: ['0', '2.5', '1037.35', '1.50', 'NULL::numeric'],
  day: ["DATE '2024-01-14'", "DATE '2024-02-01'", 'NULL::date'],
  bool: ['TRUE', 'FALSE', 'NULL::boolean'],
}

export class Generator {
  #state: number
  #aliases = 0

  constructor(seed: number) {
    this.#state = seed
  }

  /** mulberry32 */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  #below(n: number): number {
    return Math.floor(this.#next() * n)
  }
  readonly #pick: Pick = (list) => list[this.#below(list.length)]!
  #chance(p: number): boolean {
    return this.#next() < p
  }
  #alias(): string {
    return `x${this.#aliases++}`
  }

  statement(): string {
    const shapes = [
      () => this.#plain(),
      () => this.#grouped(),
      () => this.#windowed(),
      () => this.#compound(),
      () => this.#ranked(),
      () => this.#nested(),
    ]
    return this.#pick(shapes)()
  }

  // ------------------------------------------------------------------------------------------------- FROM

  #source(): Source {
    return { alias: this.#alias(), table: this.#pick(['people', 'teams', 'teams', 'events', 'nothing'] as const) }
  }

  #relation(source: Source): string {
    if (this.#chance(0.8)) return `${source.table} ${source.alias}`
    const inner = { alias: this.#alias(), table: source.table }
    const limit = this.#chance(0.3) ? ` ORDER BY ${this.#total([inner])} LIMIT 7` : ''
    return `(SELECT ${inner.alias}.* FROM ${inner.table} ${inner.alias} WHERE ${this.#condition([inner], 1)}${limit}) ${source.alias}`
  }

  /** A join tree, and the relations in it. */
  #from(count: number): { text: string; sources: Source[] } {
    if (count === 1) {
      const source = this.#source()
      return { text: this.#relation(source), sources: [source] }
    }
    const leftCount = this.#chance(0.7) ? count - 1 : 1
    const left = this.#from(leftCount)
    const right = this.#from(count - leftCount)
    const sources = [...left.sources, ...right.sources]
    const rightText = right.sources.length > 1 ? `(${right.text})` : right.text
    const type = this.#pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN'])
    if (type === 'CROSS JOIN') return { text: `${left.text} CROSS JOIN ${rightText}`, sources }
    // PostgreSQL's FULL JOIN wants an equality it can hash.
    const key = this.#equality(left.sources, right.sources)
    const more = type !== 'FULL JOIN' && this.#chance(0.4) ? ` AND ${this.#condition(sources, 1)}` : ''
    return { text: `${left.text} ${type} ${rightText} ON ${key}${more}`, sources }
  }

  #equality(left: readonly Source[], right: readonly Source[]): string {
    const kind = this.#pick(['int', 'big', 'text'] as const)
    return `${this.#column(left, kind)} = ${this.#column(right, kind)}`
  }

  // ------------------------------------------------------------------------------------------ expressions

  #column(sources: readonly Source[], kind: Kind): string {
    const { alias, table } = this.#pick(sources)
    const names: readonly string[] = columns[table as keyof typeof columns][kind]
    return names.length === 0 ? this.#pick(constants[kind]) : `${alias}.${this.#pick(names)}`
  }

  #value(sources: readonly Source[], kind: Kind, depth: number): string {
    const roll = this.#next()
    if (roll < 0.6 || depth <= 0) return this.#chance(0.75) ? this.#column(sources, kind) : this.#pick(constants[kind])
    if (roll < 0.7) {
      const other = this.#value(sources, kind, depth - 1)
      return `CASE WHEN ${this.#condition(sources, depth - 1)} THEN ${this.#value(sources, kind, depth - 1)} ELSE ${other} END`
    }
    if (roll < 0.8) return `COALESCE(${this.#value(sources, kind, depth - 1)}, ${this.#pick(constants[kind])})`
    if (roll < 0.88 && kind !== 'bool') return this.#scalar(sources, kind, depth)
    if (kind === 'int' || kind === 'num') {
      return `(${this.#value(sources, kind, depth - 1)} ${this.#pick(['+', '-', '*'])} ${this.#value(sources, 'int', depth - 1)} % 7)`
    }
    if (kind === 'text') return `(${this.#value(sources, 'text', depth - 1)} || ${this.#value(sources, 'text', 0)})`
    return this.#column(sources, kind)
  }

  #scalar(sources: readonly Source[], kind: Kind, depth: number): string {
    const inner = this.#source()
    const where = this.#condition([inner, ...sources], depth - 1)
    return `(SELECT ${this.#pick(['min', 'max'])}(${this.#column([inner], kind)}) FROM ${this.#relation(inner)} WHERE ${where})`
  }

  #subquery(sources: readonly Source[], kinds: readonly Kind[], depth: number): string {
    const inner = this.#source()
    const all = this.#chance(0.5) ? [inner, ...sources] : [inner]
    const items = kinds.map((kind) => this.#value([inner], kind, 0))
    return `SELECT ${items.join(', ')} FROM ${this.#relation(inner)} WHERE ${this.#condition(all, depth - 1)}`
  }

  #condition(sources: readonly Source[], depth: number): string {
    const sub = (d = depth - 1) => this.#condition(sources, d)
    if (depth > 0 && this.#chance(0.5)) {
      return this.#pick([
        () => `(${sub()} AND ${sub()})`,
        () => `(${sub()} OR ${sub()})`,
        () => `(NOT ${sub()})`,
        () => `((${sub()}) IS ${this.#pick(['TRUE', 'NOT TRUE', 'FALSE', 'NOT FALSE', 'UNKNOWN', 'NOT UNKNOWN'])})`,
      ])()
    }
    return depth > 0 && this.#chance(0.4) ? this.#withSubquery(sources, depth) : this.#simple(sources, depth)
  }

  #simple(sources: readonly Source[], depth: number): string {
    const kind = this.#pick(['int', 'int', 'big', 'text', 'num', 'day', 'bool'] as const)
    const value = () => this.#value(sources, kind, depth - 1)
    const op = this.#pick(['=', '<>', '<', '<=', '>', '>='])
    return this.#pick([
      () => `${value()} ${op} ${value()}`,
      () => `${value()} IS ${this.#pick(['', 'NOT '])}NULL`,
      () => `${value()} IS ${this.#pick(['', 'NOT '])}DISTINCT FROM ${value()}`,
      () => `${value()} ${this.#pick(['', 'NOT '])}IN (${value()}, ${value()}, ${value()})`,
      () => `${value()} ${this.#pick(['', 'NOT '])}BETWEEN ${value()} AND ${value()}`,
      () => `(${value()}, ${this.#column(sources, 'text')}) ${op} (${value()}, ${this.#column(sources, 'text')})`,
    ])()
  }

  #withSubquery(sources: readonly Source[], depth: number): string {
    const kind = this.#pick(['int', 'big', 'text', 'num', 'day'] as const)
    const value = () => this.#value(sources, kind, 0)
    const not = this.#pick(['', 'NOT '])
    const op = this.#pick(['=', '<>', '<', '<=', '>', '>='])
    const pair = () => `(${value()}, ${this.#column(sources, 'int')})`
    return this.#pick([
      () => `${not}EXISTS (${this.#subquery(sources, ['int'], depth)})`,
      () => `${value()} ${not}IN (${this.#subquery(sources, [kind], depth)})`,
      () => `${pair()} ${not}IN (${this.#subquery(sources, [kind, 'int'], depth)})`,
      () => `${value()} ${op} ${this.#pick(['ANY', 'ALL'])} (${this.#subquery(sources, [kind], depth)})`,
    ])()
  }

  /** A total order of the rows of these relations, as far as what is compared shows. */
  #total(sources: readonly Source[]): string {
    return sources.map(({ alias, table }) => (table === 'nothing' ? `${alias}.n` : `${alias}.id`)).join(', ')
  }

  #kinds(count: number): readonly Kind[] {
    return Array.from({ length: count }, () => this.#pick(['int', 'big', 'text', 'num', 'day', 'bool'] as const))
  }

  // ------------------------------------------------------------------------------------------- statements

  #plain(): string {
    const { text, sources } = this.#from(1 + this.#below(3))
    const items = this.#kinds(1 + this.#below(3)).map((kind) => this.#value(sources, kind, 2))
    const where = this.#chance(0.7) ? ` WHERE ${this.#condition(sources, 2)}` : ''
    if (this.#chance(0.3)) return `SELECT DISTINCT ${items.join(', ')} FROM ${text}${where}`
    const lateral = this.#chance(0.3) ? this.#lateral(sources) : undefined
    const list = lateral ? [...items, `${lateral.alias}.v`] : items
    const sort = `${this.#sortKey(sources)}, ${this.#total(sources)}`
    const limit =
      this.#chance(0.4) && !lateral ? ` ORDER BY ${sort} LIMIT ${this.#below(6)} OFFSET ${this.#below(4)}` : ''
    return `SELECT ${list.join(', ')} FROM ${text}${lateral?.text ?? ''}${where}${limit}`
  }

  #sortKey(sources: readonly Source[]): string {
    const kind = this.#pick(['int', 'text', 'num', 'day'] as const)
    // A bare constant would mean a column number.
    const key = `COALESCE(${this.#column(sources, kind)}, NULL)`
    return `${key}${this.#pick([' ASC', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`
  }

  #lateral(sources: readonly Source[]): { text: string; alias: string } {
    const alias = this.#alias()
    const inner = this.#source()
    const limit = this.#chance(0.6) ? ` ORDER BY ${this.#sortKey([inner])}, ${this.#total([inner])} LIMIT 2` : ''
    const query = `SELECT ${this.#value([inner, ...sources], 'int', 1)} AS v FROM ${this.#relation(inner)} WHERE ${this.#condition([inner, ...sources], 1)}${limit}`
    const join = this.#pick([' CROSS JOIN LATERAL ', ' LEFT JOIN LATERAL '])
    return { text: `${join}(${query}) ${alias}${join.includes('LEFT') ? ' ON true' : ''}`, alias }
  }

  #grouped(): string {
    const { text, sources } = this.#from(1 + this.#below(2))
    // Each once: of a key that is named twice, PostgreSQL makes only the first NULL in the sets without it.
    const keys = [
      ...new Set(this.#kinds(1 + this.#below(2)).map((kind) => `COALESCE(${this.#column(sources, kind)}, NULL)`)),
    ]
    const how = this.#pick(['', '', 'ROLLUP', 'CUBE', 'GROUPING SETS'])
    const by =
      how === 'GROUPING SETS' ? `GROUPING SETS ((${keys.join(', ')}), (${keys[0]}), ())` : `${how}(${keys.join(', ')})`
    const aggregates = Array.from({ length: 1 + this.#below(2) }, () => this.#aggregate(sources))
    const grouping = how === '' ? [] : [`GROUPING(${keys[0]})`]
    const where = this.#chance(0.5) ? ` WHERE ${this.#condition(sources, 1)}` : ''
    const having = this.#chance(0.3) ? ` HAVING count(*) ${this.#pick(['>', '<', '<>'])} ${this.#below(4)}` : ''
    const plainBy = keys.join(', ')
    return `SELECT ${[...keys, ...aggregates, ...grouping].join(', ')} FROM ${text}${where} GROUP BY ${how === '' ? plainBy : by}${having}`
  }

  #aggregate(sources: readonly Source[]): string {
    const kind = this.#pick(['int', 'text', 'num', 'day'] as const)
    const column = this.#column(sources, kind)
    const filter = this.#chance(0.2) ? ` FILTER (WHERE ${this.#condition(sources, 0)})` : ''
    const name = this.#pick(
      kind === 'int' || kind === 'num' ? ['sum', 'min', 'max', 'avg', 'count'] : ['min', 'max', 'count'],
    )
    const distinct = this.#chance(0.2) ? 'DISTINCT ' : ''
    return this.#chance(0.2) ? `count(*)${filter}` : `${name}(${distinct}${column})${filter}`
  }

  #windowed(): string {
    const { text, sources } = this.#from(1)
    const total = this.#total(sources)
    const partition = this.#chance(0.5)
      ? `PARTITION BY ${this.#column(sources, this.#pick(['int', 'text', 'bool']))} `
      : ''
    const order = `ORDER BY ${this.#sortKey(sources)}, ${total}`
    const frame = this.#frame()
    const call = this.#pick([
      () => `row_number() OVER (${partition}${order})`,
      () => `rank() OVER (${partition}ORDER BY ${this.#sortKey(sources)})`,
      () => `lag(${this.#column(sources, 'text')}, 2) OVER (${partition}${order})`,
      () => `first_value(${this.#column(sources, 'int')}) OVER (${partition}${order} ${frame})`,
      () => `last_value(${this.#column(sources, 'num')}) OVER (${partition}${order} ${frame})`,
      () => `sum(${this.#column(sources, 'num')}) OVER (${partition}${order} ${frame})`,
      () => `count(*) OVER (${partition}${order} ${frame})`,
      () => `max(${this.#column(sources, 'text')}) OVER (${partition}${order} ${frame})`,
      () => `count(*) OVER (${partition}ORDER BY ${this.#rangeKey(sources)})`,
    ])()
    return `SELECT ${total}, ${call} FROM ${text} WHERE ${this.#condition(sources, 1)}`
  }

  /** RANGE with offsets takes one sort key. */
  #rangeKey(sources: readonly Source[]): string {
    const kind = this.#pick(['int', 'num', 'day'] as const)
    const offset = kind === 'day' ? this.#pick(["INTERVAL '3 days'", "INTERVAL '1 month'"]) : this.#pick(['1', '3'])
    const key = `COALESCE(${this.#column(sources, kind)}, NULL)${this.#pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`
    const exclude = this.#pick(['', ' EXCLUDE CURRENT ROW', ' EXCLUDE TIES', ' EXCLUDE GROUP'])
    const end = this.#pick(['CURRENT ROW', `${offset} FOLLOWING`, 'UNBOUNDED FOLLOWING'])
    return `${key} RANGE BETWEEN ${this.#pick([`${offset} PRECEDING`, 'UNBOUNDED PRECEDING'])} AND ${end}${exclude}`
  }

  #frame(): string {
    const start = this.#pick(['UNBOUNDED PRECEDING', '2 PRECEDING', 'CURRENT ROW'])
    const end = this.#pick(['CURRENT ROW', '1 FOLLOWING', 'UNBOUNDED FOLLOWING'])
    const exclude = this.#pick(['', '', ' EXCLUDE CURRENT ROW', ' EXCLUDE TIES'])
    return `${this.#pick(['ROWS', 'GROUPS'])} BETWEEN ${start} AND ${end}${exclude}`
  }

  #compound(): string {
    const kinds = this.#kinds(1 + this.#below(2))
    const side = (): string => {
      const { text, sources } = this.#from(1)
      return `SELECT ${kinds.map((kind) => this.#value(sources, kind, 1)).join(', ')} FROM ${text} WHERE ${this.#condition(sources, 1)}`
    }
    const op = () => this.#pick(['UNION', 'UNION ALL', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL'])
    const shape = this.#pick([
      () => `${side()} ${op()} ${side()} ${op()} ${side()}`,
      () => `${side()} ${op()} (${side()} ${op()} ${side()})`,
      () => `SELECT count(*) FROM (${side()} ${op()} ${side()}) u`,
    ])
    return shape()
  }

  /** DISTINCT ON, WITH TIES, ordered aggregates: what depends on an order that is total. */
  #ranked(): string {
    const { text, sources } = this.#from(1 + this.#below(2))
    const total = this.#total(sources)
    const key = this.#sortKey(sources)
    const bare = key.replace(/ (ASC|DESC|NULLS).*$/, '')
    const where = ` WHERE ${this.#condition(sources, 1)}`
    const column = this.#column(sources, this.#pick(['int', 'text', 'num']))
    return this.#pick([
      () => `SELECT DISTINCT ON (${bare}) ${bare}, ${total} FROM ${text}${where} ORDER BY ${key}, ${total}`,
      () =>
        `SELECT ${bare} FROM ${text}${where} ORDER BY ${key} OFFSET ${this.#below(3)} FETCH FIRST ${1 + this.#below(4)} ROWS WITH TIES`,
      () => `SELECT array_agg(${column} ORDER BY ${key}, ${total}), count(*) FROM ${text}${where}`,
      () =>
        `SELECT string_agg(${this.#column(sources, 'text')}, ',' ORDER BY ${key}, ${total}) FROM ${text}${where} GROUP BY COALESCE(${this.#column(sources, 'int')}, NULL)`,
      () =>
        `SELECT ${total}, (SELECT ${this.#value(sources, 'int', 1)} FROM teams y WHERE ${this.#condition([{ alias: 'y', table: 'teams' }, ...sources], 1)} ORDER BY y.id LIMIT 1) FROM ${text}${where}`,
      () =>
        `SELECT ${total}, ARRAY(SELECT y.units FROM events y WHERE ${this.#condition([{ alias: 'y', table: 'events' }, ...sources], 1)} ORDER BY y.id) FROM ${text}${where}`,
    ])()
  }

  /** Queries over a CTE or a derived table, used once or twice. */
  #nested(): string {
    const { text, sources } = this.#from(1 + this.#below(2))
    const kinds = ['int', ...this.#kinds(1)] as const
    const items = kinds.map((kind, i) => `${this.#value(sources, kind, 1)} AS v${i}`)
    const aggregates = `count(*) AS v0, ${kinds[1] === 'bool' ? 'bool_or' : 'max'}(${this.#column(sources, kinds[1]!)}) AS v1`
    const where = ` WHERE ${this.#condition(sources, 1)}`
    const query = this.#pick([
      () => `SELECT ${items.join(', ')} FROM ${text}${where}`,
      () => `SELECT DISTINCT ${items.join(', ')} FROM ${text}${where}`,
      () => `SELECT ${aggregates} FROM ${text}${where} GROUP BY COALESCE(${this.#column(sources, 'int')}, NULL)`,
      () =>
        `SELECT sum(${this.#column(sources, 'int')}) OVER (ORDER BY ${this.#total(sources)}) AS v0, ${items[1]} FROM ${text}${where}`,
    ])()
    return this.#pick([
      () =>
        `WITH c AS (${query}) SELECT a.v0, a.v1, b.v1 FROM c a LEFT JOIN c b ON a.v0 = b.v0 AND a.v1 IS NOT DISTINCT FROM b.v1`,
      () => `WITH c AS (${query}) SELECT count(*), sum(v0) FROM c WHERE v0 > (SELECT min(v0) FROM c)`,
      () =>
        `SELECT d.v1, count(*), sum(d.v0) FROM (${query}) d WHERE d.v0 IS NOT NULL GROUP BY d.v1 HAVING count(*) < 5`,
      () =>
        `SELECT t.id, d.v1 FROM teams t JOIN (${query}) d ON d.v0 = t.id WHERE EXISTS (SELECT 1 FROM events e WHERE e.units = d.v0)`,
      () => `SELECT t.id FROM teams t WHERE t.id ${this.#pick(['IN', 'NOT IN'])} (SELECT d.v0 FROM (${query}) d)`,
    ])()
  }
}
