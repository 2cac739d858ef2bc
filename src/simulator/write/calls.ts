/** What all writing calls share: the module, how the write comes, the answer made of outcomes. */
import { header, type SimCall, type SimReply } from '../http.ts'
import { recordModule } from '../records.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import { parseInstant } from '../zone.ts'
import type { Manner } from './commit.ts'
import type { SimElement } from './outcome.ts'
import type { RecordWriting } from './rows.ts'

const writable = ['default', 'web', 'custom']

/** The module of a writing call. ASSUMPTION: rows of subforms and links are written through their owners only. */
export function writtenModule(call: SimCall): StoredModule {
  const module = recordModule(call)
  if (writable.includes(module.meta.generated_type)) return module
  throw new SimRefusal(400, 'INVALID_MODULE', {}, 'The given module is not supported in API')
}

function since(call: SimCall): number | undefined {
  const text = header(call, 'if-unmodified-since')
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (instant === undefined)
    throw new SimRefusal(400, 'INVALID_DATA', { header: 'If-Unmodified-Since' }, 'invalid data')
  return instant
}

export const writingOf = (call: SimCall, module: StoredModule, manner: Manner): RecordWriting => ({
  world: call.world,
  module,
  manner,
  unmodifiedSince: since(call),
})

function statusOf(elements: readonly SimElement[], allGood: number, call: SimCall): number {
  const bad = elements.filter(({ status }) => status === 'error')
  if (bad.length === 0) return allGood
  if (bad.length < elements.length) return 207
  return bad.every(({ code }) => code === 'ALREADY_MODIFIED') ? 412 : call.world.variants.writeAllFailedStatus
}

/** The outcomes of a call's records. Every record is paid for, written or not. */
export function outcomes(
  data: readonly SimElement[],
  allGood: number,
  call: SimCall,
  credits: number,
  more: object = {},
): SimReply {
  return { status: statusOf(data, allGood, call), body: { data, ...more }, rows: data.length, credits }
}
