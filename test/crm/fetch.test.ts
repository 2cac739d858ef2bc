/** Records by their ids, where Zoho's answers are not what was asked for. */
import { expect, it } from 'vitest'
import { fetchRecords } from '../../src/services/crm/read/fetch.ts'
import type { CrmReader } from '../../src/services/crm/read/reader.ts'
import type { ServiceCall } from '../../src/services/kit/calls.ts'
import { newMeter } from '../../src/source/index.ts'

const context = { signal: new AbortController().signal, meter: newMeter() }

/** Lists give these; each record of its own exists. */
function reader(listed: readonly string[], calls: string[]): CrmReader {
  const ask = async ({ path }: ServiceCall) => {
    calls.push(path)
    const one = /Deals\/(\d+)$/.exec(path)?.[1]
    return { data: (one ? [one] : listed).map((id) => ({ id })), info: { more_records: false } }
  }
  return { ask, version: 'v8' } as unknown as CrmReader
}

it('that the list hides are asked for one by one', async () => {
  const calls: string[] = []
  const records = await fetchRecords('Deals', ['1', '2', '3'], [], reader(['1', '3'], calls), context)
  expect([...records.keys()].sort()).toEqual(['1', '2', '3'])
  expect(calls).toEqual(['/crm/v8/Deals', '/crm/v8/Deals/2'])
})

it('are asked for one by one where the ids were not heeded', async () => {
  const calls: string[] = []
  const records = await fetchRecords('Deals', ['1', '2'], [], reader(['7', '8', '1'], calls), context)
  expect([...records.keys()]).toEqual(['1', '2'])
  expect(calls).toHaveLength(3)
})
