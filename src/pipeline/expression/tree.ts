import type { PipelineJson } from './values.ts'

/** An expression as the grammar reads it. Offsets count from the start of the text that holds it. */
export type PipelineExpression =
  | { readonly kind: 'literal'; readonly value: PipelineJson }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly PipelineExpression[]
      readonly offset: number
    }
  | {
      readonly kind: 'property'
      readonly of: PipelineExpression
      readonly key: PipelineExpression
      /** `?.`: null where there is nothing to ask. */
      readonly optional: boolean
      readonly offset: number
    }

/** A text of the JSON: plain, one expression with a value of any kind, or a text with expressions in it. */
export type Template =
  | { readonly text: string }
  | { readonly expression: PipelineExpression }
  | { readonly parts: readonly (string | { readonly expression: PipelineExpression })[] }

/** All expressions of a template. */
export function expressionsOf(template: Template): readonly PipelineExpression[] {
  if ('expression' in template) return [template.expression]
  if ('text' in template) return []
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]))
}
