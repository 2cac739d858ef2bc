/**
 * The simulator against a client nobody here wrote: Zoho's official SDK must be able to read modules, fields, pages of
 * records, COQL, search and a bulk job from it, with its own strict reading of keys and types.
 */
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Any, objectOf, useSdk, Zoho } from './sdk.ts'

let simulator: Simulator
let leave: () => Promise<void>

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd' })
  leave = await useSdk(simulator)
})
afterAll(async () => {
  await simulator.close()
  await leave()
})

async function records(module: string, parameters: Record<string, unknown>): Promise<Any> {
  const { GetRecordsParam, RecordOperations } = Zoho.Record
  const map = new Zoho.ParameterMap()
  for (const [name, value] of Object.entries(parameters)) await map.add(GetRecordsParam[name], value)
  return objectOf(await new RecordOperations(module).getRecords(map))
}

describe('the official SDK reads from the simulator', () => {
  it('modules', async () => {
    const wrapper = objectOf(await new Zoho.Modules.ModulesOperations().getModules())
    const names = wrapper.getModules().map((module: Any) => module.getAPIName())
    expect(names).toEqual(expect.arrayContaining(['Leads', 'Quoted_Items', 'Machines', 'Leads_X_Products']))
  })

  it.each(['Leads', 'Deals', 'Tasks', 'Quotes', 'Machines'])('fields of %s', async (module) => {
    const { FieldsOperations, GetFieldsParam } = Zoho.Fields
    const map = new Zoho.ParameterMap()
    await map.add(GetFieldsParam.MODULE, module)
    const fields = objectOf(await new FieldsOperations().getFields(map)).getFields()
    const types = new Map(fields.map((field: Any) => [field.getAPIName(), field.getDataType()]))
    expect(types.get('Owner')).toBe('ownerlookup')
    expect(types.size).toBe(fields.length)
    if (module === 'Leads') expect(types.get('Interested_Products')).toBe('multiselectlookup')
  })

  it('pages of records, past the first by page token', async () => {
    const first = await records('Deals', {
      FIELDS: 'Deal_Name,Amount,Account_Name,Owner,Closing_Date,Modified_Time',
      PER_PAGE: 3,
    })
    const info = first.getInfo()
    expect([info.getCount(), info.getMoreRecords()]).toEqual([3, true])
    const second = await records('Deals', {
      FIELDS: 'Deal_Name,Amount,Account_Name,Owner,Closing_Date,Modified_Time',
      PER_PAGE: 3,
      PAGE_TOKEN: info.getNextPageToken(),
    })
    const ids = [...first.getData(), ...second.getData()].map((record: Any) => String(record.getId()))
    expect(ids).toEqual(
      simulator
        .rows('Deals')
        .map((row) => row.id)
        .slice(-6)
        .reverse(),
    )
    expect(first.getData()[0].getKeyValue('Modified_Time')).toBeInstanceOf(Date)
  })

  it('a single record with its subform', async () => {
    const lines = simulator.rows('Quoted_Items')
    const parent = lines[0]?.Parent_Id as { id: string }
    const response = await new Zoho.Record.RecordOperations('Quotes').getRecord(BigInt(parent.id))
    const [record] = objectOf(response).getData()
    const expected = lines.filter((line) => (line.Parent_Id as { id: string }).id === parent.id).length
    expect(record.getKeyValue('Quoted_Items')).toHaveLength(expected)
  })

  it('COQL', async () => {
    const body = new Zoho.Coql.BodyWrapper()
    await body.setSelectQuery(
      "select Deal_Name, Amount, Account_Name.Account_Name from Deals where Stage = 'Closed Won' limit 5",
    )
    const wrapper = objectOf(await new Zoho.Coql.CoqlOperations().getRecords(body))
    expect(wrapper.getData()).toHaveLength(5)
    expect(wrapper.getInfo().getMoreRecords()).toBe(true)
  })

  it('search', async () => {
    const { RecordOperations, SearchRecordsParam } = Zoho.Record
    const map = new Zoho.ParameterMap()
    await map.add(SearchRecordsParam.CRITERIA, '(Stage:equals:Qualification)')
    await map.add(SearchRecordsParam.FIELDS, 'Deal_Name,Stage')
    const data = objectOf(await new RecordOperations('Deals').searchRecords(map)).getData()
    expect(
      new Set(data.map((record: Any) => record.getKeyValue('Stage').getValue?.() ?? record.getKeyValue('Stage'))),
    ).toEqual(new Set(['Qualification']))
  })

  it('a bulk job, from its making to the CSV', async () => {
    const { BodyWrapper, BulkReadOperations, Query } = Zoho.BulkRead
    const module = new Zoho.Modules.MinifiedModule()
    await module.setAPIName('Accounts')
    const query = new Query()
    await query.setModule(module)
    await query.setFields(['Account_Name', 'Industry'])
    const body = new BodyWrapper()
    await body.setQuery(query)
    const operations = new BulkReadOperations()
    const [made] = objectOf(await operations.createBulkReadJob(body)).getData()
    const id = BigInt(made.getDetails().get('id'))
    expect(await pollUntilDone(operations, id)).toBe(400)
    // The SDK hands out the promise of a file.
    const file = await objectOf(await operations.downloadResult(id))
    const stream = file.getFile().getStream()
    const [csv] = Object.values(unzipSync(await bytesOf(stream)))
    expect(new TextDecoder().decode(csv).split('\n')[0]).toBe('Id,Account_Name,Industry')
  })

  it('and breaks no rule on the way', () => {
    expect(simulator.breaches()).toEqual([])
  })
})

async function pollUntilDone(operations: Any, id: bigint): Promise<number> {
  for (let poll = 0; poll < 5; poll++) {
    const [job] = objectOf(await operations.getBulkReadJobDetails(id)).getData()
    const state = job.getState().getValue?.() ?? job.getState()
    if (state === 'COMPLETED') return job.getResult().getCount()
  }
  throw new Error('the job never ended')
}

async function bytesOf(stream: Any): Promise<Uint8Array> {
  if (stream instanceof Uint8Array) return stream
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
