/**
 * OData's expressions in SQL: `translate` is conditions and values, `comparison` what is equal or greater with OData's
 * nulls, `functions` the table of functions, `literals` values that become parameters, `scope` what names mean,
 * `search` the words of `$search`, `statement` parameters and aliases.
 */
export { type Computed, type ODataScope, resolve, type TypedSql } from './scope.ts'
export { searchCondition } from './search.ts'
export { quoted, StatementParts } from './statement.ts'
export { ExpressionTranslator } from './translate.ts'
