import type { SqlType } from '../../base/types.ts'
import type { PagePosition } from '../api/page-token.ts'
import { type ExpressionTranslator, type ODataScope, quoted, type StatementParts } from './expression/index.ts'
import { propertyOf } from './model.ts'
import type { Ordering } from './tree.ts'

/** One of the values that rows are sorted by. */
export interface SortTerm {
  readonly sql: string
  readonly descending: boolean
  readonly nullable: boolean
  readonly type: SqlType
}

/** The orders that were asked for, and the key: every row has one place. */
export async function orderings(
  scope: ODataScope,
  asked: readonly Ordering[],
  translator: ExpressionTranslator,
): Promise<readonly SortTerm[]> {
  const terms: SortTerm[] = []
  for (const { of, descending } of asked) {
    const { sql, nullable, type, full } = await translator.value(scope, of)
    if (!terms.some((term) => term.sql === sql)) terms.push({ sql, descending, nullable, type: full ?? { name: type } })
  }
  const keys = keyTerms(scope).filter(({ sql }) => !terms.some((term) => term.sql === sql))
  return [...terms, ...keys]
}

function keyTerms(scope: ODataScope): readonly SortTerm[] {
  const term = (sql: string, type: SqlType, nullable: boolean) => ({ sql, type, nullable, descending: false })
  if (scope.computed)
    return scope.computed
      .filter(({ key }) => key)
      .map(({ sql, type, full, nullable }) => term(sql, full ?? { name: type }, nullable))
  return scope.entity.table.primaryKey.map((name) =>
    term(`${scope.at}.${quoted(name)}`, propertyOf(scope.entity, name)!.type, false),
  )
}

/** Nulls are the least there is: first ascending, last descending. */
export const orderText = (terms: readonly SortTerm[]): string =>
  terms
    .map(({ sql, descending, nullable }) => {
      const nulls = nullable ? ` NULLS ${descending ? 'LAST' : 'FIRST'}` : ''
      return `${sql}${descending ? ' DESC' : ''}${nulls}`
    })
    .join(', ')

/** Rows that come after a place in an order: equal in the first terms and after it in the next one. */
export function beyond(terms: readonly SortTerm[], values: PagePosition['values'], making: StatementParts): string {
  const alternatives = terms.flatMap((term, i) => {
    const further = after(term, values[i]!, making)
    if (further === undefined) return []
    const same = terms.slice(0, i).map((each, n) => equal(each, values[n]!, making))
    return [`(${[...same, further].join(' AND ')})`]
  })
  return `(${alternatives.join(' OR ') || 'FALSE'})`
}

type PlaceValue = PagePosition['values'][number]

const bound = ({ type }: SortTerm, value: PlaceValue, making: StatementParts): string =>
  making.bind(String(value), type)

const equal = (term: SortTerm, value: PlaceValue, making: StatementParts): string =>
  value === null ? `${term.sql} IS NULL` : `${term.sql} = ${bound(term, value, making)}`

function after(term: SortTerm, value: PlaceValue, making: StatementParts): string | undefined {
  if (!term.descending)
    return value === null ? `${term.sql} IS NOT NULL` : `${term.sql} > ${bound(term, value, making)}`
  if (value === null) return undefined
  const less = `${term.sql} < ${bound(term, value, making)}`
  return term.nullable ? `(${less} OR ${term.sql} IS NULL)` : less
}
