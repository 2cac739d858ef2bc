/**
 * The syntax tree of a statement: what was written, not yet what it means.
 *
 * Every node says where it is (`at`: offset of a UTF-16 unit in the text, from 0): where it began, or for infix and postfix
 * operators where the operator stands, since that is where PostgreSQL puts its errors. Trees are plain frozen data,
 * tagged by `kind`; a visitor that forgets a kind does not compile. Names keep whether they were quoted.
 *
 * Not here: what names and types mean (plan), and what a text as a whole is (statement.ts).
 */
export type * from './change.ts'
export type * from './expr.ts'
export type * from './names.ts'
export type * from './query.ts'
