import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Client, clientOf, type Got } from './help.ts'
import { writeWorld } from './write-world.ts'

let simulator: Simulator
let client: Client
beforeEach(async () => {
  simulator = await startSimulator({ data: writeWorld })
  client = clientOf(simulator)
})
afterEach(() => simulator.close())

const headers = (): Record<string, string> => ({ Authorization: `Bearer ${simulator.accessToken}` })

async function upload(bytes: Uint8Array, more: Record<string, string> = {}): Promise<Pick<Got, 'status' | 'body'>> {
  const form = new FormData()
  form.set('file', new File([Buffer.from(bytes)], 'file.zip'))
  const all = { ...headers(), feature: 'bulk-write', 'X-CRM-ORG': '60012345678', ...more }
  const response = await fetch(`${simulator.url}/crm/v8/upload`, { method: 'POST', body: form, headers: all })
  return { status: response.status, body: await response.json() }
}

const zipped = (csv: string): Uint8Array => zipSync({ 'jobs.csv': strToU8(csv) })

async function create(csv: string, job: Record<string, unknown>, resource: Record<string, unknown> = {}): Promise<Got> {
  const { file_id } = (await upload(zipped(csv))).body.details
  const whole = { type: 'data', module: { api_name: 'Jobs' }, file_id, ...resource }
  return client.post('/crm/bulk/v8/write', { character_encoding: 'UTF-8', ...job, resource: [whole] })
}

async function run(csv: string, job: Record<string, unknown>, resource: Record<string, unknown> = {}) {
  const made = await create(csv, job, resource)
  expect(made).toMatchObject({ status: 201, body: { code: 'SUCCESS' } })
  const states: string[] = []
  for (;;) {
    const { body } = await client.get(`/crm/bulk/v8/write/${made.body.details.id}`)
    states.push(body.status)
    if (!['COMPLETED', 'FAILED'].includes(body.status)) continue
    const response = await fetch(simulator.url + body.result.download_url, { headers: headers() })
    const [text] = Object.values(unzipSync(new Uint8Array(await response.arrayBuffer())))
    return { states, file: body.resource[0].file, lines: strFromU8(text!).trim().split('\n') }
  }
}

describe('jobs that write', () => {
  it('insert rows, and tell of each by its line', async () => {
    const csv =
      'Name,Code,Firm.id,Day,Tags,Urgent,Hours\nA,new,202,02/28/2026,a;b,true,1.5\nB,pump,,,,,\n,x,,,,,\nC,y,9,13/28/2026,,no,1.234\n'
    const { states, file, lines } = await run(csv, { operation: 'insert', ignore_empty: true })
    expect(states).toEqual(['ADDED', 'INPROGRESS', 'COMPLETED'])
    expect(file).toMatchObject({ name: 'jobs.csv', added_count: 1, skipped_count: 3, updated_count: 0, total_count: 4 })
    expect(lines).toEqual([
      'Name,Code,Firm,STATUS,RECORD_ID,ERRORS',
      'A,new,202,ADDED,103,',
      'B,pump,,SKIPPED,,DUPLICATE_DATA-Code',
      ',x,,SKIPPED,,MANDATORY_NOT_FOUND-Name',
      'C,y,9,SKIPPED,,"INVALID_DATA-Firm,Day,Urgent,Hours"',
    ])
    expect(simulator.row('Jobs', '103')).toMatchObject({
      Name: 'A',
      Firm: { id: '202' },
      Day: '2026-02-28',
      Tags: ['a', 'b'],
      Urgent: true,
      Hours: 1.5,
    })
    expect(simulator.triggers()).toEqual({})
    expect(simulator.stats().byRoad.bulk.credits).toBe(505)
  })

  it('update and upsert by a column, with mappings, formats and defaults', async () => {
    const mappings = [
      { api_name: 'Code', index: 1 },
      { api_name: 'Name', index: 0 },
      { api_name: 'Firm', index: 2, find_by: 'Name' },
      { api_name: 'Moment', index: 3, format: "yyyy-MM-dd'T'HH:mm:ssXXX" },
      { api_name: 'State', default_value: { value: 'Open' } },
    ]
    const csv = "N;C;F;M\nX;TWO;O'Hara Ltd;2026-03-09T10:00:00+01:00\nY;nope;;\n"
    const resource = { find_by: 'Code', field_mappings: mappings }
    expect((await run(csv, { operation: 'update' }, resource)).lines.slice(1)).toEqual([
      "TWO,X,O'Hara Ltd,UPDATED,102,",
      'nope,Y,,SKIPPED,,RESOURCE_NOT_FOUND-Code',
    ])
    expect(simulator.row('Jobs', '102')).toMatchObject({
      Name: 'X',
      Firm: { id: '202' },
      Moment: '2026-03-09T09:00:00Z',
      State: 'Open',
    })
    expect((await run(csv, { operation: 'upsert' }, resource)).lines.map((line) => line.split(',')[3])).toEqual([
      'STATUS',
      'UPDATED',
      'ADDED',
    ])
  })

  it('rows of a subform name their owner', async () => {
    const csv = 'Parent_Id.id,Part,Quantity\n101,Bolt,4\n999,Nut,1\n'
    const { lines } = await run(csv, { operation: 'insert' }, { module: { api_name: 'Lines' } })
    expect(lines.slice(1)).toEqual(['101,Bolt,4,ADDED,902,', '999,Nut,1,SKIPPED,,INVALID_DATA-Parent_Id'])
    expect(simulator.rows('Lines')).toHaveLength(2)
  })

  it('write although nobody asks, and although they fail half-way', async () => {
    simulator.setVariants({ bulkWriteOutcome: 'half', bulkPolls: 0 })
    const { states, lines } = await run('Name\na\nb\nc\nd\n', { operation: 'insert' })
    expect([states, lines.slice(1)]).toEqual([
      ['FAILED'],
      ['a,ADDED,103,', 'b,ADDED,104,', 'c,UNPROCESSED,,', 'd,UNPROCESSED,,'],
    ])
    expect(simulator.rows('Jobs')).toHaveLength(4)
  })

  it('refuse what they cannot do', async () => {
    const code = async (...given: Parameters<typeof create>): Promise<string> => (await create(...given)).body.code
    expect(await code('Name\nx\n', { operation: 'update' })).toBe('MANDATORY_NOT_FOUND')
    expect(await code('Code\nx\n', { operation: 'insert' })).toBe('MANDATORY_FIELDS_NOT_MAPPED')
    expect(await code('Name,Nope\nx,y\n', { operation: 'insert' })).toBe('INVALID_FIELD_NAME')
    expect(await code('Name\nx\n', { operation: 'insert' }, { file_id: '1' })).toBe('INVALID_FILE_ID')
    expect(await code('Name\nx\n', { operation: 'insert' }, { module: { api_name: 'Jobs_X_Firms' } })).toBe(
      'MODULE_NOT_AVAILABLE',
    )
    expect(await code('Name\nx\n', { operation: 'insert' }, { field_mappings: [{ api_name: 'Name', index: 7 }] })).toBe(
      'COLUMN_INDEX_NOT_FOUND',
    )
    expect((await upload(strToU8('no zip'))).body.code).toBe('INVALID_FILE_FORMAT')
    expect((await upload(zipped('a'), { 'X-CRM-ORG': '1' })).status).toBe(403)
    expect((await client.get('/crm/bulk/v8/write/1')).body.code).toBe('RESOURCE_NOT_FOUND')
    expect(simulator.writes()).toEqual([])
  })
})
