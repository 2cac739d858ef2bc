/**
 * OData's expressions in SQL: `translate` is conditions and values, `comparison` what is equal or greater with OData's
 * nulls, `functions` the table of functions, `literals` values that become parameters, `scope` what names mean,
 * `search` the words of `$search`, `statement` parameters and aliases.
 */
export { type Computed, resolve, type Scope, type Typed } from './scope.ts'
export { searchCondition } from './search.ts'
export { Making, quoted } from './statement.ts'
export { Translator } from './translate.ts'
