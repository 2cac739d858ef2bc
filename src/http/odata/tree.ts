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

export interface ODataLiteral {
  readonly kind: 'literal'
  readonly type: LiteralType
  readonly value: string | boolean | null
  readonly at: number
}

export type ODataComparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type Arithmetic = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'

/** Members are expressions. */
export interface List {
  readonly kind: 'list'
  readonly members: readonly ODataExpression[]
  readonly at: number
}

export interface ParameterAlias {
  readonly kind: 'alias'
  readonly name: string
  readonly at: number
}

export interface PathNode {
  readonly kind: 'path'
  readonly steps: readonly string[]
  readonly at: number
}

export type ODataExpression =
  | ODataLiteral
  | ParameterAlias
  | PathNode
  | {
      readonly kind: 'binary'
      readonly op: ODataComparison | Arithmetic | 'and' | 'or'
      readonly left: ODataExpression
      readonly right: ODataExpression
      readonly at: number
    }
  | { readonly kind: 'not' | 'negate'; readonly of: ODataExpression; readonly at: number }
  | { readonly kind: 'in'; readonly of: ODataExpression; readonly among: List | ParameterAlias; readonly at: number }
  | { readonly kind: 'has'; readonly of: ODataExpression; readonly value: ODataExpression; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ODataExpression[]; readonly at: number }
  | {
      readonly kind: 'lambda'
      readonly steps: readonly string[]
      readonly op: 'any' | 'all'
      readonly variable?: string
      readonly condition?: ODataExpression
      readonly at: number
    }
  | {
      readonly kind: 'count'
      readonly steps: readonly string[]
      readonly filter?: ODataExpression
      readonly at: number
    }

export interface Ordering {
  readonly of: ODataExpression
  readonly descending: boolean
}

export interface SelectedPath {
  readonly star?: true
  readonly steps?: readonly string[]
  readonly at: number
}

export interface Expansion {
  readonly star?: true
  readonly steps: readonly string[]
  readonly word?: 'count' | 'ref'
  readonly options: readonly (QueryOption | { readonly name: string; readonly unknown: true })[]
  readonly at: number
}

export interface Computing {
  readonly of: ODataExpression
  readonly name: string
}

export type Search =
  | { readonly kind: 'and' | 'or'; readonly left: Search; readonly right: Search }
  | { readonly kind: 'not'; readonly of: Search }
  | { readonly kind: 'text'; readonly text: string }

export type ODataAggregate =
  | { readonly method: '$count'; readonly name: string }
  | { readonly method: string; readonly of: ODataExpression; readonly name: string }

export type Grouped = PathNode | { readonly kind: 'unknown'; readonly name: string; readonly at: number }

export type Transformation =
  | { readonly kind: 'identity' }
  | { readonly kind: 'filter'; readonly condition: ODataExpression }
  | { readonly kind: 'search'; readonly search: Search }
  | { readonly kind: 'aggregate'; readonly of: readonly ODataAggregate[] }
  | { readonly kind: 'groupby'; readonly by: readonly Grouped[]; readonly then: readonly Transformation[] }
  | { readonly kind: 'compute'; readonly of: readonly Computing[] }
  | { readonly kind: 'orderby'; readonly of: readonly Ordering[] }
  | { readonly kind: 'top' | 'skip'; readonly count: number }
  | { readonly kind: 'unknown'; readonly name: string; readonly at: number }

/** What each option's value is. */
export interface QueryOptionValues {
  readonly filter: ODataExpression
  readonly orderby: readonly Ordering[]
  readonly select: readonly SelectedPath[]
  readonly expand: readonly Expansion[]
  readonly compute: readonly Computing[]
  readonly search: Search
  readonly apply: readonly Transformation[]
  readonly top: number
  readonly skip: number
  readonly count: boolean
  readonly levels: string
}

export interface QueryOption {
  readonly name: keyof QueryOptionValues
  readonly value: unknown
}

/** A part of a path: a name with or without a key, a word such as `$count`, or a key that stands by itself. */
export type PathSegment =
  | { readonly kind: 'name'; readonly name: string; readonly key?: readonly KeyPredicate[]; readonly at: number }
  | { readonly kind: 'word'; readonly name: string; readonly at: number }
  | { readonly kind: 'key'; readonly value: string; readonly at: number }

export interface KeyPredicate {
  readonly name?: string
  readonly value: ODataLiteral | ParameterAlias
}
