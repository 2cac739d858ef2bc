import { ZohoSqlError } from '../../../base/errors.ts'
import { nearest } from '../../../base/names.ts'
import type { SqlType } from '../../../base/types.ts'
import type { Arithmetic, List, ODataComparison, ODataExpression } from '../tree.ts'
import { among, compare } from './comparison.ts'
import { callFunction, castTo, functionNames } from './functions.ts'
import { literal } from './literals.ts'
import { collectionOf, type ODataScope, resolve, type TypedSql } from './scope.ts'
import { quoted, type StatementParts } from './statement.ts'

type ExpressionOf<Kind extends ODataExpression['kind']> = Extract<ODataExpression, { kind: Kind }>

const wrong = (message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('BAD_REQUEST', message, hint === undefined ? {} : { hint })

const arithmetic = { add: '+', sub: '-', mul: '*', div: '/', divby: '/', mod: '%' } as const
const whole: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint'])
const binary: ReadonlySet<string> = new Set(['double precision', 'real'])
const comparisons: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])

/** Expressions of one request in SQL. */
export class ExpressionTranslator {
  readonly #making: StatementParts
  readonly #aliases: ReadonlyMap<string, ODataExpression | List>

  constructor(making: StatementParts, aliases: ReadonlyMap<string, ODataExpression | List>) {
    this.#making = making
    this.#aliases = aliases
  }

  /**
   * A condition for WHERE, where NULL is as good as FALSE: true where the expression is true or, negated, where it is
   * false.
   */
  async condition(scope: ODataScope, node: ODataExpression, negate = false): Promise<string> {
    switch (node.kind) {
      case 'not':
        return this.condition(scope, node.of, !negate)
      case 'binary':
        if (node.op === 'and' || node.op === 'or') return this.#junction(scope, node, negate)
        if (comparisons.has(node.op)) return this.#comparison(scope, node, negate)
        break
      case 'in':
        return this.#in(scope, node, negate)
      case 'lambda':
        return this.#lambda(scope, node, negate)
    }
    const value = await this.value(scope, node)
    if (value.isNull) return 'FALSE'
    if (value.type !== 'boolean') throw wrong('A condition is needed, where a value stands.')
    return negate ? `NOT (${value.sql})` : value.sql
  }

  async #junction(scope: ODataScope, node: ExpressionOf<'binary'>, negate: boolean): Promise<string> {
    const left = await this.condition(scope, node.left, negate)
    const right = await this.condition(scope, node.right, negate)
    return `(${left} ${(node.op === 'and') !== negate ? 'AND' : 'OR'} ${right})`
  }

  async #comparison(scope: ODataScope, node: ExpressionOf<'binary'>, negate: boolean): Promise<string> {
    const left = await this.value(scope, node.left)
    const right = await this.value(scope, node.right)
    return compare(node.op as ODataComparison, left, right, negate)
  }

  async #in(scope: ODataScope, node: ExpressionOf<'in'>, negate: boolean): Promise<string> {
    const of = await this.value(scope, node.of)
    const list = node.among.kind === 'alias' ? this.#alias(node.among.name) : node.among
    if (list.kind !== 'list') throw wrong('After "in" stands a list, such as (1,2).')
    const members: TypedSql[] = []
    for (const member of list.members) members.push(await this.value(scope, member))
    return among(of, members, negate)
  }

  async #lambda(scope: ODataScope, node: ExpressionOf<'lambda'>, negate: boolean): Promise<string> {
    const all = node.op === 'all'
    const { from, where } = await this.#rowsOf(scope, node.steps, (inner) => this.#tested(scope, inner, node))
    return `${all !== negate ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${from} WHERE ${where})`
  }

  /** Names without the variable are the outer entity's. Of `all`, the rows that are looked for are those that fail. */
  async #tested(
    outer: ODataScope,
    inner: ODataScope,
    { variable, condition, op }: ExpressionOf<'lambda'>,
  ): Promise<string | undefined> {
    if (!condition || variable === undefined) {
      if (op === 'any') return undefined
      throw wrong('all needs a condition: all(d:d/Amount gt 5).')
    }
    const scope = { ...outer, variables: new Map([...outer.variables, [variable, inner]]) }
    const found = await this.condition(scope, condition)
    return op === 'all' ? `(${found}) IS NOT TRUE` : found
  }

  /** Rows of another table that belong to this one's. */
  async #rowsOf(scope: ODataScope, steps: readonly string[], more: (inner: ODataScope) => Promise<string | undefined>) {
    const { way, parent } = await collectionOf(scope, steps)
    const alias = this.#making.alias()
    const { schema, name } = way.target.table
    const inner: ODataScope = { model: scope.model, entity: way.target, at: alias, variables: scope.variables }
    const condition = await more(inner)
    return {
      from: `${quoted(schema)}.${quoted(name)} AS ${alias}`,
      where: `${alias}.${quoted(way.idColumn)} = ${parent}${condition === undefined ? '' : ` AND ${condition}`}`,
    }
  }

  /** A value, three-valued where OData's is. */
  async value(scope: ODataScope, node: ODataExpression): Promise<TypedSql> {
    switch (node.kind) {
      case 'literal':
        return literal(node, this.#making)
      case 'alias':
        return this.#aliasValue(scope, node.name)
      case 'path':
        return resolve(scope, node.steps)
      case 'negate': {
        const of = await this.value(scope, node.of)
        return { ...of, sql: `(-${of.sql})` }
      }
      case 'call':
        return this.#call(scope, node)
      case 'has': {
        const [of, value] = [await this.value(scope, node.of), await this.value(scope, node.value)]
        return { sql: `has_value(${of.sql}, ${value.sql})`, type: 'boolean', nullable: of.nullable }
      }
      case 'count':
        return this.#count(scope, node)
      case 'not': {
        const of = await this.value(scope, node.of)
        return { ...of, sql: `(NOT ${of.sql})` }
      }
      case 'binary':
        return this.#binary(scope, node)
      default:
        return { sql: `((${await this.condition(scope, node)}) IS TRUE)`, type: 'boolean', nullable: false }
    }
  }

  async #binary(scope: ODataScope, node: ExpressionOf<'binary'>): Promise<TypedSql> {
    if (comparisons.has(node.op))
      return { sql: `((${await this.condition(scope, node)}) IS TRUE)`, type: 'boolean', nullable: false }
    const [left, right] = [await this.value(scope, node.left), await this.value(scope, node.right)]
    const nullable = left.nullable || right.nullable
    if (node.op === 'and' || node.op === 'or')
      return { sql: `(${left.sql} ${node.op.toUpperCase()} ${right.sql})`, type: 'boolean', nullable }
    return { ...calculated(node.op as Arithmetic, left, right), nullable }
  }

  async #count(scope: ODataScope, node: ExpressionOf<'count'>): Promise<TypedSql> {
    const { filter } = node
    const rows = await this.#rowsOf(scope, node.steps, async (inner) => filter && this.condition(inner, filter))
    return { sql: `(SELECT count(*) FROM ${rows.from} WHERE ${rows.where})`, type: 'bigint', nullable: false }
  }

  async #call(scope: ODataScope, { name, args }: ExpressionOf<'call'>): Promise<TypedSql> {
    if (name.toLowerCase() === 'cast') return this.#cast(scope, args)
    const values: TypedSql[] = []
    for (const arg of args) values.push(await this.value(scope, arg))
    const texts = args.map((arg) => (arg.kind === 'literal' && arg.type === 'string' ? String(arg.value) : undefined))
    const found = callFunction(name, { args: values, texts, making: this.#making })
    if (found) return found
    const meant = nearest(name, functionNames)
    throw wrong(
      `There is no function "${name}".`,
      meant.length > 0 ? `Perhaps ${meant.join(' or ')} is meant.` : undefined,
    )
  }

  async #cast(scope: ODataScope, args: readonly ODataExpression[]): Promise<TypedSql> {
    const [of, type] = args
    if (!of || type?.kind !== 'path') throw wrong('cast takes a value and a type: cast(Amount,Edm.String).')
    return castTo(await this.value(scope, of), type.steps.join('.'))
  }

  #alias(name: string): ODataExpression | List {
    const found = this.#aliases.get(name)
    if (!found) throw wrong(`@${name} has no value.`, `Add &@${name}=… to the URL.`)
    if (found.kind === 'alias') throw wrong(`@${name} is another parameter's name.`)
    return found
  }

  #aliasValue(scope: ODataScope, name: string): Promise<TypedSql> {
    const found = this.#alias(name)
    if (found.kind === 'list') throw wrong(`@${name} is a list, where a value is needed.`)
    if (found.kind !== 'literal') throw wrong(`@${name} must be a literal.`)
    return this.value(scope, found)
  }
}

/** Arithmetic; `divby` and fractions divide as decimals do. */
function calculated(op: Arithmetic, left: TypedSql, right: TypedSql): Omit<TypedSql, 'nullable'> {
  const wholes = whole.has(left.type) && whole.has(right.type)
  const floats = binary.has(left.type) || binary.has(right.type)
  if (op === 'divby' && wholes) return { sql: `(CAST(${left.sql} AS numeric) / ${right.sql})`, type: 'numeric' }
  if (op === 'mod' && floats)
    return { sql: `(CAST(${left.sql} AS numeric) % CAST(${right.sql} AS numeric))`, type: 'numeric' }
  if (left.type === 'date' && right.type === 'interval')
    return { sql: `CAST((${left.sql} ${arithmetic[op]} ${right.sql}) AS date)`, type: 'date' }
  if (left.type === 'date' && right.type === 'date')
    return { sql: `(CAST(${left.sql} AS timestamptz) - CAST(${right.sql} AS timestamptz))`, type: 'interval' }
  return { sql: `(${left.sql} ${arithmetic[op]} ${right.sql})`, type: resultType(left, right, wholes, floats) }
}

function resultType(left: TypedSql, right: TypedSql, wholes: boolean, floats: boolean): SqlType['name'] {
  if (left.type === 'timestamptz') return right.type === 'timestamptz' ? 'interval' : 'timestamptz'
  return wholes ? 'bigint' : floats ? 'double precision' : left.type === 'interval' ? 'interval' : 'numeric'
}
