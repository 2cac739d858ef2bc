/**
 * Functions: every function, operator and cast with PostgreSQL's meaning, from one table (./table.ts): which there are,
 * which one a call means, and how SQLite computes it. How values are kept is in ../values; queries are printed in ../.
 */
export { commonType } from './common-type.ts'
export { functionPrinter } from './print.ts'
export { type RegisteredFunctions, registerFunctions } from './register.ts'
export { type CallShape, resolveFunction, resolveOperator } from './resolve.ts'
export { typeFromName } from './type-names.ts'
export { bareType, canCast } from './types.ts'
