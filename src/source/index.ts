/**
 * The contract of a service: tables, what is wanted of them (Want), what can be done of it (Offer, Scan), rows (Page),
 * what is to be written of them (Change, ChangeOffer, Outcome), and whose account it is. Types and next to nothing
 * else: no I/O, no service, no SQL. The planner speaks it from above, services from below.
 */
export * from './account.ts'
export * from './change.ts'
export * from './context.ts'
export * from './described.ts'
export * from './predicate.ts'
export * from './price.ts'
export type { Procedure, ProcedureParameter } from './procedure.ts'
export * from './service.ts'
export * from './table.ts'
export { tagNames } from './tags.ts'
export * from './want.ts'
