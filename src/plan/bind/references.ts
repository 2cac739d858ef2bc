import { isReference, isReferenceText, isVector } from '../../base/pg-types.ts'
import { arrayOf, integer, type SqlType, text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Binding } from './binding.ts'
import { call } from './build.ts'
import { castNode } from './cast-node.ts'
import { functionFor, operatorFor } from './typing.ts'

/**
 * PostgreSQL's types that are numbers and read as names: `'crm.Leads'::regclass`, `typinput::text`. Their values are
 * oids; names come and go by functions that know the catalogue.
 */

const word = (value: string): Expr => ({ kind: 'literal', value, type: text })

const isText = ({ name }: SqlType): boolean => name === 'text' || name === 'varchar' || name === 'unknown'
export const isReferences = (type: SqlType): boolean => type.element !== undefined && isReference(type.element)

/** The cast of `expr` where one side of it is such a type or a vector; undefined for all other casts. */
export function castReference(binding: Binding, expr: Expr, type: SqlType): Expr | undefined {
  const from = expr.type
  if (isReference(type)) return toReference(binding, expr, type)
  if (isReferences(type) && isText(from)) return toReferences(binding, expr, type)
  if (!isText(type) || type.name === 'unknown') return undefined
  if (isReference(from)) return cutTo(binding, shown(expr, 'reference text', from.label!), type)
  if (isReferences(from)) return castNode(binding, shown(expr, 'reference texts', from.element!.label!), type, false)
  if (!isVector(from)) return undefined
  const members = castNode(binding, expr, arrayOf(text), false)
  return cutTo(binding, call(functionFor('vector text', [members.type], 0), [members]), type)
}

function shown(expr: Expr, name: string, label: string): Expr {
  return call(functionFor(name, [text, expr.type], 0), [word(label), expr])
}

const cutTo = (binding: Binding, value: Expr, type: SqlType): Expr =>
  type.name === 'text' && type.label === undefined ? value : castNode(binding, value, type, false)

function toReference(binding: Binding, expr: Expr, type: SqlType): Expr | undefined {
  // A name and a number are both texts to a client, so its parameter is one.
  if (expr.kind === 'parameter' && expr.type.name === 'unknown') {
    const taken = binding.parameters.infer(expr.index, { name: 'text', label: type.label! })
    return toReference(binding, { ...expr, type: taken }, type)
  }
  if (expr.kind === 'literal' && expr.value === null) return { ...expr, type }
  if (isText(expr.type)) {
    const fn = functionFor('reference of', [text, text], 0)
    const name: Expr = expr.type.name === 'unknown' ? ({ ...expr, type: text } as Expr) : expr
    return call({ ...fn, result: type }, [word(type.label!), name])
  }
  return expr.type.label === type.label ? undefined : castNode(binding, expr, type, true)
}

/** `'{int4,int8}'::regtype[]`: the names of an array that stands in the statement, or one that is given. */
function toReferences(binding: Binding, expr: Expr, type: SqlType): Expr {
  const fn = functionFor('references of', [text, arrayOf(text)], 0)
  const names = castNode(
    binding,
    expr.type.name === 'unknown' ? ({ ...expr, type: text } as Expr) : expr,
    arrayOf(text),
    false,
  )
  return call({ ...fn, result: type }, [word(type.element!.label!), names])
}

/** A parameter that a client says is a regclass is a text that names one. */
export const givenReference = (binding: Binding, expr: Expr): Expr =>
  expr.kind === 'parameter' && isReferenceText(expr.type)
    ? toReference(binding, expr, { name: 'bigint', label: expr.type.label! })!
    : expr

/** Vectors count their members from 0, all other arrays from 1. */
export function fromOne(binding: Binding, array: Expr, index: Expr): Expr {
  if (!isVector(array.type)) return index
  const one: Expr = { kind: 'literal', value: 1, type: integer }
  if (index.kind === 'literal' && typeof index.value === 'number') return { ...index, value: index.value + 1 }
  return call(operatorFor('+', integer, integer, binding.at(index)), [index, one])
}
