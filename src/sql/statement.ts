import type { CallStatement, CopyFrom, SqlChange, SqlQuery } from './ast/index.ts'

/** A whole statement; the trees within it are those of ast/. */
export type SqlStatement =
  | { readonly kind: 'query'; readonly query: SqlQuery }
  | { readonly kind: 'change'; readonly change: SqlChange }
  | CopyFrom
  | CallStatement
  | { readonly kind: 'explain'; readonly analyze: boolean; readonly query: SqlQuery }
  | { readonly kind: 'explainChange'; readonly analyze: boolean; readonly change: SqlChange }
  | { readonly kind: 'explainCall'; readonly analyze: boolean; readonly call: CallStatement }
  /** TRUNCATE, CREATE …: recognised so that the refusal can name it. */
  | { readonly kind: 'other'; readonly verb: string; readonly at: number }

/** One statement of a text, with what the lexer learned on the way. */
export interface ParsedStatement {
  readonly statement: SqlStatement
  readonly text: string
  /** Form of the parameters used; undefined when there are none. */
  readonly parameterStyle?: 'question' | 'dollar' | 'named'
  /** Highest index (`?`, `$n`), or the names in order of first use. */
  readonly parameterCount: number
  readonly parameterNames: readonly string[]
}
