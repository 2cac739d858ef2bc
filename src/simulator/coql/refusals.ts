/** COQL's refusals: one function for each row of Zoho's error table that concerns names, types and limits. */
import { Refusal } from '../refusal.ts'

const invalid = (details: object, message: string): Refusal => new Refusal(400, 'INVALID_QUERY', details, message)

export const unknownColumn = (column: string): Refusal =>
  invalid({ column_name: column }, 'column given seems to be invalid')

export const unsupportedColumn = (column: string): Refusal => invalid({ column_name: column }, 'unsupported column')

export const wrongOperator = (column: string, operator: string): Refusal =>
  invalid({ column_name: column, operator, reason: 'invalid operator found' }, 'Invalid query formed')

export const wrongValue = (column: string, value: string): Refusal =>
  invalid({ column_name: column, value }, 'value given seems to be invalid for the column')

export const wrongClause = (column: string, clause: string): Refusal =>
  invalid({ column_name: column, clause }, 'column not supported in the clause')

export const wrongBound = (clause: 'limit' | 'offset', text: string): Refusal =>
  invalid({ [clause]: text }, `${clause} given seems to be invalid`)

export const unknownModule = (module: string): Refusal => invalid({ module }, 'module given seems to be invalid')

export const unknownView = (cvid: string): Refusal => invalid({ cvid }, 'cvid given seems to be invalid')

export const aliasIsColumn = (column: string, alias: string): Refusal =>
  invalid({ column_name: column, alias }, "a selected column's name cannot be the alias of another")

export const wrongAggregate = (column: string, aggregate: string): Refusal =>
  invalid({ column_name: column, aggregate }, 'Invalid query formed')

export const subqueryColumns = (sequence: number, columns: readonly string[]): Refusal =>
  invalid({ sub_query_sequence: sequence, column_name: columns }, 'subquery must have one column')

export const subqueryValues = (sequence: number, operator: string): Refusal =>
  invalid(
    { sub_query_sequence: sequence, operator },
    'subquery return more than one values which is incompatible for the operator',
  )

export const invalidQuery = (): Refusal => invalid({}, 'Invalid query formed')

export const emptyAlias = (): Refusal => new Refusal(400, 'INVALID_ALIAS', {}, 'alias name cannot be an empty string')

export const duplicateAlias = (alias: string, columns: readonly string[]): Refusal =>
  new Refusal(
    400,
    'DUPLICATE_ALIAS',
    { alias, referred_columns: columns },
    'same alias cannot refer more than one column',
  )

export const duplicate = (column: string, what: string, aggregate?: string): Refusal =>
  new Refusal(
    400,
    'DUPLICATE_DATA',
    aggregate === undefined ? { column_name: column } : { column_name: column, aggregate },
    `duplicate ${what}`,
  )

export const tooMany = (by: string, limit: number): Refusal =>
  new Refusal(400, 'LIMIT_EXCEEDED', { by, limit }, 'limit exceeded')

export const zeroLimit = (): Refusal => new Refusal(400, 'INVALID_DATA', {}, 'limit should be greater than 0')

export const notInThisVersion = (near: string): Refusal =>
  new Refusal(400, 'SYNTAX_ERROR', { near }, 'error occured while parsing the query')

export const unsupportedModule = (): Refusal =>
  new Refusal(400, 'INVALID_MODULE', {}, 'the given module is not supported in api')
