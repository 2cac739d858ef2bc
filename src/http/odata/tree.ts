/** The trees that `grammar/odata.peggy` gives. `at` is an offset in the text. */

export type LiteralType =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'string'
  | 'enum'
  | 'guid'
  | 'date'
  | 'datetime'
  | 'time'
  | 'duration'
  | 'binary'
  | 'geography'
  | 'geometry'

export interface Literal {
  readonly kind: 'literal'
  readonly type: LiteralType
  readonly value: string | boolean | null
  readonly at: number
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'

/** Members are expressions. */
export interface List {
  readonly kind: 'list'
  readonly members: readonly Expression[]
  readonly at: number
}

export interface Alias {
  readonly kind: 'alias'
  readonly name: string
  readonly at: number
}

export interface PathNode {
  readonly kind: 'path'
  readonly steps: readonly string[]
  readonly at: number
}

export type Expression =
  | Literal
  | Alias
  | PathNode
  | {
      readonly kind: 'binary'
      readonly op: Comparison | Arithmetic | 'and' | 'or'
      readonly left: Expression
      readonly right: Expression
      readonly at: number
    }
  | { readonly kind: 'not' | 'negate'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'in'; readonly of: Expression; readonly among: List | Alias; readonly at: number }
  | { readonly kind: 'has'; readonly of: Expression; readonly value: Expression; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'lambda'
      readonly steps: readonly string[]
      readonly op: 'any' | 'all'
      readonly variable?: string
      readonly condition?: Expression
      readonly at: number
    }
  | { readonly kind: 'count'; readonly steps: readonly string[]; readonly filter?: Expression; readonly at: number }

export interface Ordering {
  readonly of: Expression
  readonly descending: boolean
}

export interface Selection {
  readonly star?: true
  readonly steps?: readonly string[]
  readonly at: number
}

export interface Expansion {
  readonly star?: true
  readonly steps: readonly string[]
  readonly word?: 'count' | 'ref'
  readonly options: readonly (Option | { readonly name: string; readonly unknown: true })[]
  readonly at: number
}

export interface Computing {
  readonly of: Expression
  readonly name: string
}

export type Search =
  | { readonly kind: 'and' | 'or'; readonly left: Search; readonly right: Search }
  | { readonly kind: 'not'; readonly of: Search }
  | { readonly kind: 'text'; readonly text: string }

export type Aggregate =
  | { readonly method: '$count'; readonly name: string }
  | { readonly method: string; readonly of: Expression; readonly name: string }

export type Grouped = PathNode | { readonly kind: 'unknown'; readonly name: string; readonly at: number }

export type Transformation =
  | { readonly kind: 'identity' }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | { readonly kind: 'search'; readonly search: Search }
  | { readonly kind: 'aggregate'; readonly of: readonly Aggregate[] }
  | { readonly kind: 'groupby'; readonly by: readonly Grouped[]; readonly then: readonly Transformation[] }
  | { readonly kind: 'compute'; readonly of: readonly Computing[] }
  | { readonly kind: 'orderby'; readonly of: readonly Ordering[] }
  | { readonly kind: 'top' | 'skip'; readonly count: number }
  | { readonly kind: 'unknown'; readonly name: string; readonly at: number }

/** What each option's value is. */
export interface OptionValues {
  readonly filter: Expression
  readonly orderby: readonly Ordering[]
  readonly select: readonly Selection[]
  readonly expand: readonly Expansion[]
  readonly compute: readonly Computing[]
  readonly search: Search
  readonly apply: readonly Transformation[]
  readonly top: number
  readonly skip: number
  readonly count: boolean
  readonly levels: string
}

export interface Option {
  readonly name: keyof OptionValues
  readonly value: unknown
}

/** A part of a path: a name with or without a key, a word such as `$count`, or a key that stands by itself. */
export type Segment =
  | { readonly kind: 'name'; readonly name: string; readonly key?: readonly Key[]; readonly at: number }
  | { readonly kind: 'word'; readonly name: string; readonly at: number }
  | { readonly kind: 'key'; readonly value: string; readonly at: number }

export interface Key {
  readonly name?: string
  readonly value: Literal | Alias
}
