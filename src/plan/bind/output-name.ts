import { internalName } from '../../base/odbc-types.ts'
import type { SqlType } from '../../base/types.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { typeNamed } from './typing.ts'

/** What PostgreSQL calls a column that the statement gives no name. */
export const outputName = (expr: Ast.SqlExpr): string => named(expr)?.name ?? '?column?'

/** `weak`: a name that only stands for how the value was made (`case`, a type), so a column inside of it is better. */
interface Named {
  readonly name: string
  readonly weak: boolean
}

const strong = (name: string): Named => ({ name, weak: false })
const weak = (name: string): Named => ({ name, weak: true })

function named(expr: Ast.SqlExpr): Named | undefined {
  switch (expr.kind) {
    case 'column':
      return strong(expr.path.at(-1)!.text)
    case 'field':
      return expr.name && strong(expr.name.text)
    case 'subscript':
    case 'collate':
      return named(expr.operand)
    case 'call':
      return strong(callName(expr))
    case 'cast':
      return castName(expr)
    case 'typed':
      return weak(typeName(expr.type))
    case 'case':
      return caseName(expr)
    case 'subquery':
      return bodyName(expr.query.body)
    case 'extract':
      return strong('extract')
    case 'atTimeZone':
      return strong('timezone')
    case 'exists':
      return strong('exists')
    case 'array':
    case 'arraySubquery':
      return strong('array')
    case 'row':
      return strong('row')
    case 'binary':
      return expr.op === 'overlaps' ? strong('overlaps') : undefined
    default:
      return undefined
  }
}

function callName(expr: Ast.SqlCall): string {
  const name = expr.name.at(-1)!.text.toLowerCase()
  return name === 'substring_similar' ? 'substring' : name
}

function castName(expr: Ast.SqlCast): Named {
  const inner = named(expr.operand)
  return inner && !inner.weak ? inner : weak(typeName(expr.type))
}

function caseName(expr: Ast.SqlCase): Named {
  const inner = expr.otherwise && named(expr.otherwise)
  return inner && !inner.weak ? inner : weak('case')
}

function bodyName(body: Ast.QueryBody): Named {
  if (body.kind === 'query') return bodyName(body.body)
  if (body.kind === 'setop') return bodyName(body.left)
  if (body.kind === 'values') return strong('column1')
  const [item] = body.items
  if (item?.alias) return strong(item.alias.text)
  return strong(item ? outputName(item.expr) : '?column?')
}

// jsonb is json here, but a column is called as the statement has it.
const typeName = (type: Ast.SqlTypeName): string =>
  type.name === 'jsonb' || type.name === 'unknown' ? type.name : typeCalled(typeNamed(type))

/** As PostgreSQL's catalogue calls a type; of an array, its members' type. */
const typeCalled = (type: SqlType): string =>
  type.name === 'array' ? typeCalled(type.element ?? { name: 'text' }) : internalName(type)
