/**
 * A stand-in for Zoho CRM on loopback, for tests and trials without an account: accounts server, CRM API v2 … v8 and
 * its bulk jobs at one origin, with Zoho's limits, credits, token rules and error bodies.
 *
 * It shares the query grammars with the driver and no other code, so that one mistake is not made twice and agreed
 * upon. Not here: anything the driver uses, and Zoho's user interface.
 */
export {
  type Breach,
  type BreachKind,
  breachKinds,
  type CallRecord,
  type CallStats as Stats,
  type RoadStats,
} from './accounts.ts'
export { type EditionName, editions } from './credits.ts'
export {
  type DeskOptions,
  type DeskVariantName,
  type DeskVariants,
  deskVariantTable,
  type GivenDesk,
} from './desk/index.ts'
export {
  type FaultKind,
  type FaultMoment,
  type FaultOptions,
  faultKinds,
  type RandomFaults,
  type RowFault,
  type ScriptedFault,
} from './faults.ts'
export type { FieldInput } from './fields.ts'
export type { GivenModule, GivenWorld } from './given.ts'
export type { Road } from './http.ts'
export type { SimField, SimModule, SimRecord, SimUser } from './model.ts'
export { defaultScopes } from './scopes.ts'
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'
export type { ClientInput } from './tokens.ts'
export { defaultVariants, type VariantName, type Variants, variantTable } from './variants.ts'
export { type Hold, holds, type TriggerKind, type WriteRecord, type WriteVia } from './write/ledger.ts'
