/** Random SELECTs over a company's tables, by seed; their rows always have a total order, so that it can be compared. */
import { Chance } from '../chance.ts'
import type { Company, KindName, TableSpec } from '../tables.ts'
import { Expressions, type Scope, type ScopeColumn } from './expressions.ts'
import { type Body, Shapes } from './shapes.ts'
import { type ExprType, exprTypes } from './templates.ts'

const typeOfKind: Readonly<Record<KindName, ExprType>> = {
  text: 'text',
  email: 'text',
  phone: 'text',
  textarea: 'text',
  picklist: 'text',
  multiselect: 'text',
  integer: 'int',
  bigint: 'big',
  currency: 'num',
  double: 'float',
  percent: 'float',
  boolean: 'bool',
  date: 'date',
  datetime: 'instant',
  lookup: 'text',
  owner: 'text',
}

/** A relation as it stands in FROM. */
interface Source {
  readonly text: string
  readonly columns: readonly ScopeColumn[]
  readonly keys: readonly string[]
  /** No two rows have the same keys. */
  readonly unique: boolean
  /** Columns by which it joins others: ids and lookups. */
  readonly links: readonly string[]
}

interface Cte {
  readonly name: string
  readonly types: readonly ExprType[]
  readonly definition: string
}

export class Statements {
  readonly #chance: Chance
  readonly #expressions: Expressions
  readonly #tables: readonly TableSpec[]
  #aliases = 0

  constructor(seed: number, company: Company) {
    this.#chance = new Chance(seed)
    this.#expressions = new Expressions(this.#chance)
    this.#tables = company.tables
  }

  /** A whole statement. */
  next(): string {
    this.#aliases = 0
    const ctes = this.#chance.odds(0.2) ? [this.#cte()] : []
    const { text, types } = this.#chance.odds(0.15) ? this.#union() : this.#select(ctes, 2)
    const head = ctes.length > 0 ? `WITH ${ctes.map((cte) => cte.definition).join(', ')} ` : ''
    return `${head}${text} ORDER BY ${this.#order(types)}${this.#limit()}`
  }

  /** A whole statement of some rarer shape. */
  shaped(): string {
    this.#aliases = 0
    const { text, types } = new Shapes(this.#chance, this.#expressions, () => this.#table()).next()
    return `${text} ORDER BY ${this.#order(types)}${this.#limit()}`
  }

  /** A table and a condition over it, for checks that compare a query with itself. */
  condition(): { readonly from: string; readonly condition: string; readonly columns: readonly ScopeColumn[] } {
    this.#aliases = 0
    const source = this.#from([], 1)
    const scope = this.#scope(source)
    return { from: source.text, condition: this.#expressions.of('bool', scope, 3), columns: source.columns }
  }

  #alias(): string {
    return `t${++this.#aliases}`
  }

  #order(types: readonly ExprType[]): string {
    return types
      .map((_, i) => `${i + 1}${this.#chance.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`)
      .join(', ')
  }

  #limit(): string {
    if (this.#chance.odds(0.6)) return ''
    return this.#chance.pick([
      ` LIMIT ${this.#chance.whole(0, 20)}`,
      ` LIMIT ${this.#chance.whole(1, 10)} OFFSET ${this.#chance.whole(0, 10)}`,
      ` OFFSET ${this.#chance.whole(0, 30)}`,
      ` FETCH FIRST ${this.#chance.whole(1, 9)} ROWS ONLY`,
    ])
  }

  #table(): Source {
    const { name, columns } = this.#chance.pick(this.#tables)
    const alias = this.#alias()
    const inScope = columns.flatMap(({ name: column, kind }): ScopeColumn[] => {
      const text = `${alias}.${column.toLowerCase()}`
      const own = { text, type: typeOfKind[kind] }
      return kind === 'lookup' || kind === 'owner' ? [own, { text: `${text}_id`, type: 'big' }] : [own]
    })
    const links = inScope.filter(({ text, type }) => type === 'big' && /id$/.test(text)).map(({ text }) => text)
    return { text: `${name.toLowerCase()} ${alias}`, columns: inScope, keys: [`${alias}.id`], unique: true, links }
  }

  #derived(depth: number): Source {
    const { text, types } = this.#select([], depth)
    return this.#named(`(${text})`, types)
  }

  #named(text: string, types: readonly ExprType[]): Source {
    const alias = this.#alias()
    const names = types.map((_, i) => `c${i + 1}`)
    const columns = names.map((name, i): ScopeColumn => ({ text: `${alias}.${name}`, type: types[i]! }))
    const links = columns.filter(({ type }) => type === 'big').map((column) => column.text)
    return {
      text: `${text} AS ${alias}(${names.join(', ')})`,
      columns,
      keys: columns.map((c) => c.text),
      unique: false,
      links,
    }
  }

  #values(): Source {
    const types = this.#chance.some(exprTypes, 2)
    const rows = Array.from({ length: 3 }, () => `(${types.map((type) => this.#typed(type)).join(', ')})`)
    return this.#named(`(VALUES ${rows.join(', ')})`, types)
  }

  /** A literal that says its type. */
  #typed(type: ExprType): string {
    const name = { int: 'int', big: 'bigint', num: 'numeric', float: 'float8', text: 'text', bool: 'boolean' }
    const literal = this.#expressions.literal(type)
    return type in name ? `(${literal})::${name[type as keyof typeof name]}` : literal
  }

  #cte(): Cte {
    const { text, types } = this.#select([], 1)
    const name = this.#alias()
    const columns = types.map((_, i) => `c${i + 1}`)
    return { name, types, definition: `${name}(${columns.join(', ')}) AS (${text})` }
  }

  #source(ctes: readonly Cte[], depth: number): Source {
    if (ctes.length > 0 && this.#chance.odds(0.6)) return this.#named(ctes[0]!.name, ctes[0]!.types)
    if (depth > 0 && this.#chance.odds(0.15)) return this.#derived(depth - 1)
    if (this.#chance.odds(0.06)) return this.#values()
    return this.#table()
  }

  #from(ctes: readonly Cte[], depth: number): Source {
    let left = this.#source(ctes, depth)
    const more = this.#chance.pick([0, 0, 0, 1, 1, 2])
    for (let i = 0; i < more; i++) left = this.#join(left, this.#source(ctes, depth))
    return left
  }

  #join(left: Source, right: Source): Source {
    const both: Source = {
      text: '',
      columns: [...left.columns, ...right.columns],
      keys: [...left.keys, ...right.keys],
      unique: left.unique && right.unique,
      links: [...left.links, ...right.links],
    }
    const on = this.#condition(left, right, both)
    const kind = on.plain
      ? this.#chance.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])
      : this.#chance.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN'])
    return { ...both, text: `${left.text} ${kind} ${right.text} ON ${on.text}` }
  }

  /** Equal ids; PostgreSQL can do FULL JOIN with nothing more. */
  #condition(left: Source, right: Source, both: Source): { readonly text: string; readonly plain: boolean } {
    const scope = { columns: both.columns, keys: both.keys }
    if (left.links.length === 0 || right.links.length === 0) {
      const type = this.#chance.pick(left.columns).type
      const mate = right.columns.find((column) => column.type === type)
      const own = left.columns.find((column) => column.type === type)!
      if (!mate) return { text: `${left.keys.length} > ${this.#expressions.of('int', scope, 0)}`, plain: false }
      return { text: `${own.text} = ${mate.text}`, plain: true }
    }
    const equal = `${this.#chance.pick(left.links)} = ${this.#chance.pick(right.links)}`
    if (this.#chance.odds(0.7)) return { text: equal, plain: true }
    return { text: `${equal} AND ${this.#expressions.of('bool', scope, 1)}`, plain: false }
  }

  #scope(source: Source): Scope {
    return {
      columns: source.columns,
      keys: source.keys,
      subquery: (outer, type, depth) => this.#subquery(outer, type, depth),
    }
  }

  #subquery(outer: Scope, type: ExprType | 'exists', depth: number): string {
    const source = this.#table()
    const inner: Scope = { columns: [...source.columns, ...outer.columns], keys: source.keys }
    const own: Scope = { columns: source.columns, keys: source.keys }
    const links = outer.columns.filter((column) => column.type === 'big').map((column) => column.text)
    const bound = links.length > 0 && this.#chance.odds(0.6)
    const link = bound ? `${this.#chance.pick(source.links)} = ${this.#chance.pick(links)}` : 'true'
    const where = this.#chance.odds(0.5) ? `${link} AND ${this.#expressions.of('bool', inner, 1)}` : link
    if (type === 'exists') return `SELECT 1 FROM ${source.text} WHERE ${where}`
    // One row at the most, which is right for IN and ANY too.
    const form = this.#chance.whole(0, 1)
    if (form === 0)
      return `SELECT ${type === 'bool' ? 'bool_or' : 'min'}(${this.#expressions.of(type, own, Math.min(depth, 1))}) FROM ${source.text} WHERE ${where}`
    return `SELECT ${this.#expressions.of(type, own, 1)} FROM ${source.text} WHERE ${where} ORDER BY ${source.keys.join(', ')} LIMIT 1`
  }

  #select(ctes: readonly Cte[], depth: number): Body {
    const source = this.#from(ctes, depth)
    const scope = this.#scope(source)
    const where = this.#chance.odds(0.6) ? ` WHERE ${this.#expressions.of('bool', scope, 2)}` : ''
    const tail = ` FROM ${source.text}${where}`
    const form = this.#chance.next()
    if (form < 0.4) return this.#grouped(tail, scope)
    if (form < 0.55 && source.unique) return this.#windowed(tail, scope)
    return this.#plain(tail, scope)
  }

  #types(): ExprType[] {
    return Array.from({ length: this.#chance.whole(1, 4) }, () => this.#expressions.type())
  }

  #plain(tail: string, scope: Scope): Body {
    const types = this.#types()
    const list = types.map((type) => this.#expressions.of(type, scope, 3))
    const distinct = this.#chance.odds(0.2) ? 'DISTINCT ' : ''
    return { text: `SELECT ${distinct}${list.join(', ')}${tail}`, types }
  }

  #windowed(tail: string, scope: Scope): Body {
    const plain = this.#types().slice(0, 2)
    const types: ExprType[] = this.#chance.some(['big', 'num', 'int', 'float', 'text', 'bool', 'date'] as const, 2)
    const list = [
      ...plain.map((type) => this.#expressions.of(type, scope, 1)),
      ...types.map((type) => this.#expressions.window(type, scope)),
    ]
    return { text: `SELECT ${list.join(', ')}${tail}`, types: [...plain, ...types] }
  }

  #grouped(tail: string, scope: Scope): Body {
    const bare: Scope = { columns: scope.columns, keys: scope.keys }
    const keys = Array.from({ length: this.#chance.whole(0, 2) }, () => this.#key(bare))
    const types: ExprType[] = this.#chance.some(
      ['big', 'num', 'int', 'float', 'text', 'bool', 'date', 'instant'] as const,
      2,
    )
    const results = types.map((type) => this.#expressions.aggregate(type, bare))
    const by = keys.length === 0 ? '' : ` GROUP BY ${this.#grouping(keys)}`
    const having = this.#chance.odds(0.2) ? ` HAVING ${this.#expressions.aggregate('big', bare)} > 1` : ''
    return {
      text: `SELECT ${[...keys.map((key) => key.text), ...results].join(', ')}${tail}${by}${having}`,
      types: [...keys.map((key) => key.type), ...types],
    }
  }

  /** Something to group by: not a bare literal, which would be a position. */
  #key(scope: Scope): ScopeColumn {
    if (this.#chance.odds(0.6)) return this.#chance.pick(scope.columns)
    const type = this.#expressions.type()
    return { text: `coalesce(${this.#expressions.of(type, scope, 1)}, ${this.#expressions.literal(type)})`, type }
  }

  #grouping(keys: readonly ScopeColumn[]): string {
    const texts = keys.map((key) => key.text)
    const list = texts.join(', ')
    // PostgreSQL before 18 does not empty a key in a total that it has folded to a constant: so columns only.
    if (keys.some((key) => key.text.startsWith('coalesce')) || this.#chance.odds(0.5)) return list
    return this.#chance.pick([
      `ROLLUP (${list})`,
      `CUBE (${list})`,
      `GROUPING SETS (${texts.map((key) => `(${key})`).join(', ')}, ())`,
    ])
  }

  #union(): Body {
    const types = this.#types()
    const side = (): string => {
      const source = this.#table()
      const scope = this.#scope(source)
      const list = types.map((type) => `${this.#expressions.of(type, scope, 1)}`)
      return `SELECT ${list.join(', ')} FROM ${source.text} WHERE ${this.#expressions.of('bool', scope, 2)}`
    }
    const operator = (): string =>
      this.#chance.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL'])
    const third = this.#chance.odds(0.3) ? ` ${operator()} ${side()}` : ''
    return { text: `${side()} ${operator()} ${side()}${third}`, types }
  }
}
