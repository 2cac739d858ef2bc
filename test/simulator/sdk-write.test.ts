/** Zoho's official SDK writes to the simulator, with its own strict reading of what is answered. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Any, objectOf, useSdk, Zoho } from './sdk.ts'

let simulator: Simulator
let leave: () => Promise<void>

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 100 })
  leave = await useSdk(simulator)
})
afterAll(async () => {
  await simulator.close()
  await leave()
})

async function recordOf(cells: Record<string, unknown>): Promise<Any> {
  const record = new Zoho.Record.Record()
  for (const [name, value] of Object.entries(cells)) await record.addKeyValue(name, value)
  return record
}

async function bodyOf(...rows: Record<string, unknown>[]): Promise<Any> {
  const body = new Zoho.Record.BodyWrapper()
  await body.setData(await Promise.all(rows.map(recordOf)))
  return body
}

/** Outcomes of a call: what each is called and the id in its details. */
const outcomesOf = (response: Any): [string, string | undefined][] =>
  objectOf(response)
    .getData()
    .map((element: Any) => [
      element.getMessage().getValue?.() ?? element.getMessage(),
      String(element.getDetails().get('id')),
    ])

describe('the official SDK writes to the simulator', () => {
  const operations = (module = 'Leads'): Any => new Zoho.Record.RecordOperations(module)
  let ids: bigint[]

  it('inserts', async () => {
    const response = await operations().createRecords(
      await bodyOf(
        { Last_Name: 'One', Company: 'A', Email: 'one@sdk.test', Annual_Revenue: 12.5 },
        { Last_Name: 'Two', Company: 'B' },
      ),
    )
    expect(response.getStatusCode()).toBe(201)
    const outcomes = outcomesOf(response)
    expect(outcomes.map(([message]) => message)).toEqual(['record added', 'record added'])
    ids = outcomes.map(([, id]) => BigInt(id!))
    expect(simulator.row('Leads', String(ids[0]))).toMatchObject({ Full_Name: 'One', Annual_Revenue: 12.5 })
  })

  it('is told what is missing', async () => {
    const response = await operations().createRecords(await bodyOf({ Company: 'A' }))
    const [element] = response.getObject().getData()
    expect(element.getCode().getValue()).toBe('MANDATORY_NOT_FOUND')
  })

  it('updates and upserts', async () => {
    const [one] = ids
    const updated = await operations().updateRecords(await bodyOf({ id: one, Designation: 'Chief' }))
    expect(outcomesOf(updated)).toEqual([['record updated', String(one)]])
    const upserted = await operations().upsertRecords(await bodyOf({ Last_Name: 'Uno', Email: 'ONE@sdk.test' }))
    expect(outcomesOf(upserted)).toEqual([['record updated', String(one)]])
    expect(simulator.row('Leads', String(one))).toMatchObject({ Last_Name: 'Uno', Designation: 'Chief' })
  })

  it('tags', async () => {
    const tag = new Zoho.Tags.Tag()
    await tag.setName('sdk')
    const body = new Zoho.Tags.NewTagRequestWrapper()
    await body.setTags([tag])
    await body.setIds([String(ids[0])])
    const wrapper = objectOf(await new Zoho.Tags.TagsOperations().addTagsToMultipleRecords('Leads', body))
    expect(wrapper.getSuccessCount()).toBe('1')
    expect(simulator.row('Leads', String(ids[0]))!.Tag).toMatchObject([{ name: 'sdk' }])
  })

  it('deletes, and sees what was deleted', async () => {
    const map = new Zoho.ParameterMap()
    await map.add(Zoho.Record.DeleteRecordsParam.IDS, String(ids[1]))
    expect(outcomesOf(await operations().deleteRecords(map))).toEqual([['record deleted', String(ids[1])]])
    const type = new Zoho.ParameterMap()
    await type.add(Zoho.Record.GetDeletedRecordsParam.TYPE, 'all')
    const [gone] = objectOf(await operations().getDeletedRecords(type)).getData()
    expect([gone.getId(), gone.getDisplayName()]).toEqual([ids[1], 'Two'])
  })

  it('converts a lead', async () => {
    const converter = new Zoho.ConvertLead.LeadConverter()
    await converter.setOverwrite(true)
    const body = new Zoho.ConvertLead.BodyWrapper()
    await body.setData([converter])
    const [element] = objectOf(await new Zoho.ConvertLead.ConvertLeadOperations(ids[0]).convertLead(body)).getData()
    expect(element.getMessage().getValue()).toBe('The record has been converted successfully')
    expect(simulator.row('Leads', String(ids[0]))).toMatchObject({ Converted__s: true })
  })

  it('and breaks no rule on the way', () => {
    expect(simulator.breaches()).toEqual([])
  })
})
