/** What is told of a module: its fields, and how its records may be asked for. */
import { byName } from '../../../base/by-name.ts'

/**
 * `id` its own, `ref` another record's, `ids` several; `count` a counter, `number` a greater whole number; `long` text of
 * many lines; `state` a type of status; `crm` a record of CRM: its id and type; `person`, `named` an object with an id and a name.
 */
export type FieldKind =
  | 'id'
  | 'ref'
  | 'ids'
  | 'text'
  | 'long'
  | 'pick'
  | 'state'
  | 'count'
  | 'number'
  | 'decimal'
  | 'bool'
  | 'time'
  | 'date'
  | 'json'
  | 'crm'
  | 'person'
  | 'named'

/** Answers that carry a field: lists, searches, single reads. */
export type AnswerKind = 'list' | 'search' | 'single'

export interface FieldSpec {
  readonly name: string
  readonly kind: FieldKind
  readonly places: ReadonlySet<AnswerKind>
  /** Table that a reference leads to. */
  readonly target: string | undefined
}

const letters: Readonly<Record<string, AnswerKind>> = byName({ l: 'list', s: 'search', d: 'single' })

function fieldOf(text: string): FieldSpec {
  const [name = '', kind = 'text', where = '', target] = text.split(':')
  return { name, kind: kind as FieldKind, places: new Set([...where].map((letter) => letters[letter]!)), target }
}

/** Fields as `name:kind:places:target`, places being letters: l in lists, s in searches, d in single reads. */
export const fieldsOf = (text: string): readonly FieldSpec[] => text.trim().split(/\s+/).map(fieldOf)

/** Some values of a column, as a parameter takes them. */
export interface ValuesParam {
  /** Absent: it bears the column's name. */
  readonly param?: string
  readonly max: number
}

export interface ListSpec {
  /** Rows of a page. */
  readonly max: number
  /** Rows of a page at some desks: what comes in such a number may not be the end. */
  readonly uncertain?: number
  /** Greatest `from`, where one is told. */
  readonly reach?: number
  /** Columns without empty values that it can be sorted by. */
  readonly sorts: readonly string[]
  /** Columns whose values it takes. */
  readonly filters: Readonly<Record<string, ValuesParam>>
  /** It takes `fields`. */
  readonly fields: boolean
  /** Key of its rows. */
  readonly key: string
  /** It takes `from` and `limit`. */
  readonly paged: boolean
}

/** What most lists are like. */
export const list: ListSpec = { max: 100, sorts: ['createdTime'], filters: {}, fields: true, key: 'data', paged: true }

/** How a text is searched for: `*abc*` besides `abc*`, and whether it is empty. */
export interface TextParam {
  readonly inner?: boolean
  readonly empty?: boolean
}

/** Parameters of a search by column (facts 6.3). */
export interface SearchSpec {
  readonly ranges: Readonly<Record<string, string>>
  readonly exact: Readonly<Record<string, ValuesParam>>
  readonly text: Readonly<Record<string, TextParam>>
  /** Custom fields go by this name and a number. */
  readonly custom?: 'customField' | 'field'
  /** Columns by whose values rows of one instant may be told apart, in this order. */
  readonly splits: readonly string[]
}

export interface DeskModuleSpec {
  /** Of the table and in paths. */
  readonly name: string
  readonly description: string
  readonly scope: string
  /** The field by whose value people tell its records apart. */
  readonly nameField?: string
  readonly fields: readonly FieldSpec[]
  readonly list: ListSpec
  readonly search?: SearchSpec
  /** A list of certain records, with the columns of a list. */
  readonly byIds?: { readonly path: string; readonly param: string; readonly max: number }
  /** Body key of `moveToTrash`. */
  readonly trash?: string
}
