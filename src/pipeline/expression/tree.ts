import type { Json } from './values.ts'

/** An expression as the grammar reads it. Offsets count from the start of the text that holds it. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly offset: number }
  | {
      readonly kind: 'property'
      readonly of: Expression
      readonly key: Expression
      /** `?.`: null where there is nothing to ask. */
      readonly optional: boolean
      readonly offset: number
    }

/** A text of the JSON: plain, one expression with a value of any kind, or a text with expressions in it. */
export type Template =
  | { readonly text: string }
  | { readonly expression: Expression }
  | { readonly parts: readonly (string | { readonly expression: Expression })[] }

/** All expressions of a template. */
export function expressionsOf(template: Template): readonly Expression[] {
  if ('expression' in template) return [template.expression]
  if ('text' in template) return []
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]))
}
