/**
 * The contract of a service: tables, what is wanted of them (Want), what can be done of it (Offer, Scan), rows
 * (Page), and what is to be written of it (Change, ChangeOffer, Outcome). Types and nothing else: no I/O, no service, no SQL. The planner speaks it from above, services from below.
 */
export * from './change.ts'
export * from './context.ts'
export * from './predicate.ts'
export * from './service.ts'
export * from './table.ts'
export * from './want.ts'
