/**
 * SQL text to syntax tree and back. See README.md here for why it is built as it is.
 *
 * Not here: what names and types mean (plan), and SQL for other engines (engine, services).
 */
export * from './ast/index.ts'
export { caretText } from './caret.ts'
export { dialectHint } from './dialects.ts'
export { isBlank, lex, splitStatements } from './lex.ts'
export { parse } from './parse.ts'
export { printExpr, printQuery } from './print.ts'
export { printChange, printStatement } from './print-statement.ts'
export type * from './statement.ts'
