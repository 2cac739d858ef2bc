/** What an operation of the CRM API is described by. */
import type { Road, SimCall, SimReply } from './http.ts'
import { moduleScope } from './scopes.ts'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Segments after the version; `{name}` takes any one segment. */
  readonly path: string
  /** Under `/crm/bulk/` instead of `/crm/`. */
  readonly bulk?: true
  readonly road: Road
  readonly credits: number | ((call: SimCall) => number)
  /** Scopes the token must have. */
  readonly scopes: (call: SimCall) => readonly string[]
  /** Query parameters the operation has. */
  readonly parameters: readonly string[]
  /** Counts against the sub-concurrency. */
  readonly heavy?: (call: SimCall) => boolean
  readonly handle: (call: SimCall) => SimReply | Promise<SimReply>
}

/** The same scopes for every call. */
export const needs =
  (...scopes: string[]) =>
  () =>
    scopes

/**
 * Records of the module in the path; of an unknown one any module scope will do, the handler refuses it.
 * `operation`: one, or several of which one will do (`CREATE|WRITE`).
 */
export const recordScope =
  (operation: string) =>
  (call: SimCall): readonly string[] => {
    const module = call.world.modules.get(call.params.module ?? '')
    return [module ? moduleScope(module, operation) : `ZohoCRM.modules.any.${operation}`]
  }

/** The named parts when `path` fits the route; undefined when it does not. */
export function matchPath(
  { path }: { readonly path: string },
  segments: readonly string[],
): Record<string, string> | undefined {
  const wanted = path.split('/')
  if (wanted.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('{')) params[part.slice(1, -1)] = segments[i]!
    else if (part !== segments[i]) return undefined
  }
  return params
}
