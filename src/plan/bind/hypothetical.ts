import type * as Ast from '../../sql/ast/index.ts'
import { refuse } from './errors.ts'

/**
 * `rank(x) WITHIN GROUP (ORDER BY k)`: where a row of such values would stand among the group's. Written in terms of
 * counts of the rows before it and level with it.
 */
export const hypothetical: ReadonlySet<string> = new Set(['rank', 'dense_rank', 'percent_rank', 'cume_dist'])

export function asCounts(node: Ast.SqlCall, name: string): Ast.SqlExpr {
  const { args, withinGroup: keys, filter, at } = node
  if (args.length !== keys.length)
    refuse(
      'UNDEFINED_FUNCTION',
      `function ${name} does not exist for these arguments`,
      at,
      `To use the hypothetical-set aggregate ${name}, the number of hypothetical direct arguments must match the number of ordering columns.`,
    )
  const build = new Builder(at, filter)
  const before = build.before(args, keys)
  switch (name) {
    case 'rank':
      return build.plusOne(build.count(before))
    case 'dense_rank':
      return build.plusOne(build.count(before, { kind: 'row', items: keys.map((key) => key.expr), at }))
    case 'percent_rank':
      return build.share(build.count(before), build.count())
    default:
      return build.share(
        build.plusOne(build.count(build.either([before, build.peersOf(args, keys)]))),
        build.plusOne(build.count()),
      )
  }
}

class Builder {
  readonly #at: number
  readonly #filter: Ast.SqlExpr | undefined

  constructor(at: number, filter: Ast.SqlExpr | undefined) {
    this.#at = at
    this.#filter = filter
  }

  #binary(op: string, left: Ast.SqlExpr, right: Ast.SqlExpr): Ast.SqlExpr {
    return { kind: 'binary', op, left, right, at: this.#at }
  }

  #number(text: string): Ast.SqlExpr {
    return { kind: 'number', text, at: this.#at }
  }

  either(terms: readonly Ast.SqlExpr[]): Ast.SqlExpr {
    return terms.reduce((left, right) => this.#binary('or', left, right))
  }

  #all(terms: readonly Ast.SqlExpr[]): Ast.SqlExpr {
    return terms.reduce((left, right) => this.#binary('and', left, right))
  }

  #isNull(operand: Ast.SqlExpr, negated = false): Ast.SqlExpr {
    return { kind: 'is', test: 'null', operand, negated, at: this.#at }
  }

  #same(key: Ast.SqlExpr, value: Ast.SqlExpr): Ast.SqlExpr {
    return { kind: 'is', test: 'distinct', operand: key, right: value, negated: true, at: this.#at }
  }

  /** The row's value comes before ours, NULLs where the order puts them. */
  #less({ expr: key, descending, nullsFirst = descending }: Ast.SortItem, value: Ast.SqlExpr): Ast.SqlExpr {
    const compared = this.#binary(descending ? '>' : '<', key, value)
    const others = nullsFirst
      ? this.#all([this.#isNull(key), this.#isNull(value, true)])
      : this.#all([this.#isNull(key, true), this.#isNull(value)])
    return this.either([compared, others])
  }

  before(values: readonly Ast.SqlExpr[], keys: readonly Ast.SortItem[]): Ast.SqlExpr {
    return this.either(
      keys.map((key, i) =>
        this.#all([...keys.slice(0, i).map((k, j) => this.#same(k.expr, values[j]!)), this.#less(key, values[i]!)]),
      ),
    )
  }

  peersOf(values: readonly Ast.SqlExpr[], keys: readonly Ast.SortItem[]): Ast.SqlExpr {
    return this.#all(keys.map((key, i) => this.#same(key.expr, values[i]!)))
  }

  count(condition?: Ast.SqlExpr, distinct?: Ast.SqlExpr): Ast.SqlExpr {
    const conditions = [condition, this.#filter].filter((term) => term !== undefined)
    return {
      kind: 'call',
      name: [{ text: 'count', quoted: false, at: this.#at }],
      args: distinct ? [distinct] : [],
      star: !distinct,
      distinct: distinct !== undefined,
      orderBy: [],
      withinGroup: [],
      ...(conditions.length > 0 ? { filter: this.#all(conditions) } : {}),
      at: this.#at,
    }
  }

  plusOne(value: Ast.SqlExpr): Ast.SqlExpr {
    return this.#binary('+', value, this.#number('1'))
  }

  /** A quotient of doubles; of nothing, zero. */
  share(part: Ast.SqlExpr, whole: Ast.SqlExpr): Ast.SqlExpr {
    const double: Ast.SqlTypeName = { name: 'float8', modifiers: [], dimensions: 0, at: this.#at }
    const quotient = this.#binary('/', { kind: 'cast', operand: part, type: double, at: this.#at }, whole)
    const empty = this.#binary('=', whole, this.#number('0'))
    return {
      kind: 'case',
      branches: [{ when: empty, then: this.#number('0') }],
      otherwise: quotient,
      at: this.#at,
    }
  }
}
