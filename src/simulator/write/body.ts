/** Bodies of writing calls: `{ data: [...], trigger: [...], ... }`, and what is refused of them as a whole. */
import type { JsonObject } from '../../base/json.ts'
import { isObject } from '../../base/json.ts'
import type { SimCall } from '../http.ts'
import { SimRefusal } from '../refusal.ts'
import { type TriggerKind, triggerKinds } from './ledger.ts'

export interface WriteBody {
  /** Elements as they were sent; not each must be an object. */
  readonly rows: readonly unknown[]
  /** What runs after the write; all of it unless the call says otherwise. */
  readonly triggers: readonly TriggerKind[]
  /** All of the body. */
  readonly whole: JsonObject
}

type WriteSource = { readonly source?: string } | undefined

/** Whole numbers beyond a double's reach keep all their digits. */
function exact(_key: string, value: unknown, context?: WriteSource): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !/^-?\d+$/.test(context?.source ?? '')) return value
  return BigInt(context!.source!)
}

/** The JSON object in the body, whatever its Content-Type: Zoho's own SDK sends none. */
export function objectIn(call: SimCall): JsonObject {
  const message = 'either the request body or parameters is in wrong format'
  const unreadable = new SimRefusal(400, 'UNABLE_TO_PARSE_DATA_TYPE', {}, message)
  try {
    const parsed: unknown = JSON.parse(call.body.toString('utf8'), exact as (key: string, value: unknown) => unknown)
    if (isObject(parsed)) return parsed
  } catch {
    // Told below, as of any other body that is no object.
  }
  throw unreadable
}

const invalid = (details: object): SimRefusal => new SimRefusal(400, 'INVALID_DATA', details, 'invalid data')

export function rowsIn(whole: JsonObject, max: number): readonly unknown[] {
  const { data } = whole
  if (data === undefined)
    throw new SimRefusal(400, 'MANDATORY_NOT_FOUND', { api_name: 'data' }, 'required field not found')
  if (!Array.isArray(data)) throw invalid({ expected_data_type: 'jsonarray', api_name: 'data', json_path: '$.data' })
  // ASSUMPTION: what an empty list gets is not documented.
  if (data.length === 0)
    throw new SimRefusal(400, 'MANDATORY_NOT_FOUND', { api_name: 'data' }, 'required field not found')
  if (data.length <= max) return data
  const details = { maximum_length: max, api_name: 'data', json_path: '$.data' }
  throw new SimRefusal(400, 'LIMIT_EXCEEDED', details, 'limit exceeded')
}

function triggersIn({ trigger }: JsonObject): readonly TriggerKind[] {
  if (trigger === undefined) return triggerKinds
  if (!Array.isArray(trigger)) throw invalid({ expected_data_type: 'jsonarray', api_name: 'trigger' })
  const unknown = trigger.find((name) => !triggerKinds.includes(name as TriggerKind))
  // ASSUMPTION: a name that is no trigger is refused, rather than left out.
  if (unknown !== undefined) throw invalid({ api_name: 'trigger', supported_values: triggerKinds })
  return triggerKinds.filter((kind) => trigger.includes(kind))
}

/** The records of a call that carries at most `max` of them. */
export function writeBody(call: SimCall, max = 100): WriteBody {
  const whole = objectIn(call)
  return { rows: rowsIn(whole, max), triggers: triggersIn(whole), whole }
}

/** How many records a call means to write, as far as its body can be read. */
export function rowsSent({ body }: Pick<SimCall, 'body'>): number {
  try {
    const { data } = JSON.parse(body.toString('utf8')) as { data?: unknown }
    return Array.isArray(data) ? data.length : 0
  } catch {
    return 0
  }
}

/** Ids in a body's list; Zoho takes them as text or as numbers. */
export function idsIn(whole: JsonObject, max: number): readonly string[] {
  const { ids } = whole
  if (!Array.isArray(ids)) throw invalid({ expected_data_type: 'jsonarray', api_name: 'ids', json_path: '$.ids' })
  if (ids.length === 0)
    throw new SimRefusal(400, 'MANDATORY_NOT_FOUND', { api_name: 'ids' }, 'required field not found')
  if (ids.length <= max) return ids.map(String)
  throw new SimRefusal(
    400,
    'LIMIT_EXCEEDED',
    { maximum_length: max, api_name: 'ids', json_path: '$.ids' },
    'limit exceeded',
  )
}
