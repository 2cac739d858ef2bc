import type { Expr } from './tree.ts'

/**
 * What may take long by itself, however few rows there are: searches, and functions that make much of little. Neither is
 * it computed while planning, nor in the thread that everybody shares.
 */

const searching = /^(!?~\*?\(|regexp_|similar|substring\w*\(text,text)/

type Judge = (args: readonly Expr[]) => boolean

const numberOf = (expr: Expr | undefined): number =>
  expr?.kind === 'literal' ? Math.abs(Number(expr.value)) : Number.POSITIVE_INFINITY
const textOf = (expr: Expr | undefined): string | undefined =>
  expr?.kind === 'literal' ? String(expr.value ?? '') : undefined

/** More than so much by the argument of that place, or nobody knows how much. */
const beyond =
  (place: number, most: number): Judge =>
  (args) =>
    !(numberOf(args[place]) <= most)

const power: Judge = (args) => args[0]!.type.name === 'numeric' && beyond(1, 100)(args)

/** A width of four digits, or one that is an argument. */
function widens([template]: readonly Expr[]): boolean {
  const text = textOf(template)
  return text === undefined || /\d{4}|\*/.test(text)
}

/** Each place that is replaced may become longer. */
function grows([, from, to]: readonly Expr[]): boolean {
  const [before, after] = [textOf(from), textOf(to)]
  return before === undefined || after === undefined || after.length > before.length
}

/** By the name of a function, whether a call of it may take long. */
const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['repeat', beyond(1, 100)],
  ['lpad', beyond(1, 1000)],
  ['rpad', beyond(1, 1000)],
  ['^', power],
  ['power', power],
  ['pow', power],
  ['exp', (args) => args[0]!.type.name === 'numeric' && beyond(0, 100)(args)],
  ['factorial', beyond(0, 100)],
  ['format', widens],
  ['replace', grows],
  ['array_fill', () => true],
])

/** Characters of constants together beyond which computing with them is noticed. */
const longText = 50_000

/** True for a part of an expression that may take long; parts of parts are not looked at. */
export function mayTakeLong(expr: Expr): boolean {
  if (expr.kind === 'like') return expr.op === 'similar'
  if (expr.kind === 'literal') return typeof expr.value === 'string' && expr.value.length > longText
  if (expr.kind !== 'call') return false
  return searching.test(expr.fn.key) || (judges.get(expr.fn.name)?.(expr.args) ?? false)
}
