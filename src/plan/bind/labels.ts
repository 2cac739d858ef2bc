/** Casts to and from PostgreSQL's `name` and `"char"`, texts whose values have a form of their own. */
import type { SqlType } from '../../base/types.ts'
import { text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import { cutChar, cutName } from '../../engine/values/index.ts'
import type { Binding } from './binding.ts'
import { call } from './build.ts'
import { castNode } from './cast-node.ts'
import { functionFor } from './typing.ts'

const forms: ReadonlyMap<string, { readonly cast: string; readonly cut: (text: string) => string }> = new Map([
  ['name', { cast: 'to name', cut: cutName }],
  ['"char"', { cast: 'to char', cut: cutChar }],
])

/** True for `"char"`, which PostgreSQL keeps apart from its kinds of text. */
export const isCharLabel = ({ label }: SqlType): boolean => label === '"char"'

/** What a constant becomes next to a value of such a type: one too, cut to its size. */
export const labelTaken = (left: Expr, right: Expr): SqlType | undefined =>
  [left, right].some(({ kind, type }) => kind === 'literal' && type.name === 'unknown')
    ? [left.type, right.type].find(({ label }) => forms.has(label ?? ''))
    : undefined

/** `"char"` becomes text or any other value before `||`, so that PostgreSQL does not know which next to a text. */
export const isUncertainChar = (types: readonly SqlType[]): boolean =>
  types.length === 2 && types.some(isCharLabel) && types.every((type) => isText(type) || type.name === 'unknown')

const isText = ({ name }: SqlType): boolean => name === 'text' || name === 'varchar' || name === 'char'

/**
 * The cast where one side is such a type and something is to be done; undefined for all other casts, and for `false`,
 * which PostgreSQL does not have.
 */
export function castLabel(binding: Binding, expr: Expr, type: SqlType, explicit: boolean): Expr | false | undefined {
  if (expr.type.label === '"char"' && explicit && type.name === 'integer')
    return call(functionFor('code of char', [text], 0), [{ ...expr, type: text } as Expr])
  const form = forms.get(type.label ?? '')
  if (!form || type.name !== 'text' || expr.type.label === type.label) return undefined
  if (expr.kind === 'literal' && expr.type.name === 'unknown')
    return expr.value === null ? undefined : { ...expr, value: form.cut(String(expr.value)), type }
  if (!explicit || expr.type.name === 'unknown') return undefined
  const takes = isText(expr.type) || expr.type.name === (type.label === 'name' ? 'boolean' : 'integer')
  if (!takes) return type.label === 'name' ? undefined : false
  const given = isText(expr.type) ? text : { name: expr.type.name }
  // A char(n) loses its blanks on the way.
  const value = expr.type.name === 'char' ? castNode(binding, expr, text, false) : expr
  return call({ ...functionFor(form.cast, [given], 0), result: type }, [value])
}
