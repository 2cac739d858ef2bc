/** COQL's refusals: one function for each row of Zoho's error table that concerns names, types and limits. */
import { SimRefusal } from '../refusal.ts'

const invalid = (details: object, message: string): SimRefusal => new SimRefusal(400, 'INVALID_QUERY', details, message)

export const unknownColumn = (column: string): SimRefusal =>
  invalid({ column_name: column }, 'column given seems to be invalid')

export const unsupportedColumn = (column: string): SimRefusal => invalid({ column_name: column }, 'unsupported column')

export const wrongOperator = (column: string, operator: string): SimRefusal =>
  invalid({ column_name: column, operator, reason: 'invalid operator found' }, 'Invalid query formed')

export const wrongValue = (column: string, value: string): SimRefusal =>
  invalid({ column_name: column, value }, 'value given seems to be invalid for the column')

export const wrongClause = (column: string, clause: string): SimRefusal =>
  invalid({ column_name: column, clause }, 'column not supported in the clause')

export const wrongBound = (clause: 'limit' | 'offset', text: string): SimRefusal =>
  invalid({ [clause]: text }, `${clause} given seems to be invalid`)

export const unknownModule = (module: string): SimRefusal => invalid({ module }, 'module given seems to be invalid')

export const unknownView = (cvid: string): SimRefusal => invalid({ cvid }, 'cvid given seems to be invalid')

export const aliasIsColumn = (column: string, alias: string): SimRefusal =>
  invalid({ column_name: column, alias }, "a selected column's name cannot be the alias of another")

export const wrongAggregate = (column: string, aggregate: string): SimRefusal =>
  invalid({ column_name: column, aggregate }, 'Invalid query formed')

export const subqueryColumns = (sequence: number, columns: readonly string[]): SimRefusal =>
  invalid({ sub_query_sequence: sequence, column_name: columns }, 'subquery must have one column')

export const subqueryValues = (sequence: number, operator: string): SimRefusal =>
  invalid(
    { sub_query_sequence: sequence, operator },
    'subquery return more than one values which is incompatible for the operator',
  )

export const invalidQuery = (): SimRefusal => invalid({}, 'Invalid query formed')

export const emptyAlias = (): SimRefusal =>
  new SimRefusal(400, 'INVALID_ALIAS', {}, 'alias name cannot be an empty string')

export const duplicateAlias = (alias: string, columns: readonly string[]): SimRefusal =>
  new SimRefusal(
    400,
    'DUPLICATE_ALIAS',
    { alias, referred_columns: columns },
    'same alias cannot refer more than one column',
  )

export const duplicate = (column: string, what: string, aggregate?: string): SimRefusal =>
  new SimRefusal(
    400,
    'DUPLICATE_DATA',
    aggregate === undefined ? { column_name: column } : { column_name: column, aggregate },
    `duplicate ${what}`,
  )

export const tooMany = (by: string, limit: number): SimRefusal =>
  new SimRefusal(400, 'LIMIT_EXCEEDED', { by, limit }, 'limit exceeded')

export const zeroLimit = (): SimRefusal => new SimRefusal(400, 'INVALID_DATA', {}, 'limit should be greater than 0')

export const notInThisVersion = (near: string): SimRefusal =>
  new SimRefusal(400, 'SYNTAX_ERROR', { near }, 'error occured while parsing the query')

export const unsupportedModule = (): SimRefusal =>
  new SimRefusal(400, 'INVALID_MODULE', {}, 'the given module is not supported in api')
