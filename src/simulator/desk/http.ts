/** A call of Desk's API, and what an operation of it is described by. */
import type { Road, SimCall, SimReply } from '../http.ts'
import type { World } from '../world.ts'
import type { DeskTable } from './tables.ts'
import type { DeskWorld } from './world.ts'

export interface DeskCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: SimCall['headers']
  readonly body: Buffer
  /** Named parts of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly desk: DeskWorld
  readonly variants: World['variants']
  readonly now: () => number
  /** Somebody was written to. */
  readonly mailed: (why: string) => void
}

/** Each entry must be granted; of several names in one, any will do. */
export type ScopeNeeds = readonly (readonly string[])[]

export interface DeskRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Segments after `/api/v1`; `{name}` takes any one segment. */
  readonly path: string
  readonly road: Road
  readonly scopes: ScopeNeeds
  /** Query parameters the operation has. */
  readonly parameters: readonly string[]
  readonly credits: number | ((call: DeskCall) => number)
  readonly handle: (call: DeskCall) => SimReply
}

/** The scopes of a module for an operation: any of them will do. */
export const scopesOf = ({ scopes }: Pick<DeskTable, 'scopes'>, operation: string): ScopeNeeds => [
  scopes.map((scope) => scope.replace('{}', operation)),
]
