import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { type Client, clientOf } from './help.ts'
import { writeWorld } from './write-world.ts'

let simulator: Simulator
let client: Client

const start = async (options: SimulatorOptions = {}): Promise<void> => {
  await simulator?.close()
  simulator = await startSimulator({ data: writeWorld, clock: () => Date.UTC(2026, 2, 9, 13, 5, 0), ...options })
  client = clientOf(simulator)
}
beforeEach(() => start())
afterEach(() => simulator.close())

const jobs = '/crm/v8/Jobs'
type Row = Record<string, unknown>
const insert = (...data: Row[]) => client.post(jobs, { data })
const change = (...data: Row[]) => client.put(jobs, { data })
const names = (module = 'Jobs'): unknown[] => simulator.rows(module).map((row) => row.Name ?? row.Part ?? row.id)

describe('insert', () => {
  it('stores what was sent, makes id, times, numbers and formulas, and echoes no value', async () => {
    const { status, body } = await insert({ Name: 'Third', Code: 'three', Firm: { id: '202' }, Small: 7, Urgent: true })
    expect(status).toBe(201)
    const stamp = '2026-03-09T06:05:00-07:00'
    const me = { name: 'Ada Moss', id: simulator.rows('Jobs')[2]!.Owner && '5725767000000411001' }
    expect(body).toEqual({
      data: [
        {
          code: 'SUCCESS',
          details: {
            id: '103',
            Created_Time: stamp,
            Modified_Time: stamp,
            Created_By: me,
            Modified_By: me,
            $approval_state: 'approved',
          },
          message: 'record added',
          status: 'success',
        },
      ],
    })
    expect(simulator.row('Jobs', '103')).toMatchObject({
      Name: 'Third',
      Firm: { id: '202', name: "O'Hara Ltd" },
      Number: 'J-0109',
      Label: 'J-0109: Third',
      Small: 7,
      Urgent: true,
      Created_Time: '2026-03-09T13:05:00Z',
      Owner: { name: 'Ada Moss' },
    })
  })

  it('gives each record its own outcome, in order: 207, and 400 when none was written', async () => {
    const mixed = await insert({ Name: 'a' }, { Code: 'x' }, { Name: 'b', Code: 'pump' })
    expect(mixed.status).toBe(207)
    expect(mixed.body.data.map((element: Row) => element.code)).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'DUPLICATE_DATA',
    ])
    expect(mixed.body.data[1].details).toEqual({ api_name: 'Name', json_path: '$.data[1].Name' })
    expect(mixed.body.data[2].details).toMatchObject({
      api_name: 'Code',
      id: '101',
      duplicate_record: { id: '101', module: { api_name: 'Jobs' } },
    })
    expect(names()).toEqual(['Pump refit', 'Second', 'a'])
    expect((await insert({ Code: 'y' })).status).toBe(400)
    simulator.setVariants({ writeAllFailedStatus: 202 })
    expect((await insert({ Code: 'y' })).status).toBe(202)
  })

  const wrong: readonly [cell: Row, details: Row][] = [
    [{ Name: 'x'.repeat(41) }, { maximum_length: 40, api_name: 'Name' }],
    [{ Hours: '2' }, { expected_data_type: 'double', api_name: 'Hours' }],
    [{ Hours: 1.005 }, { maximum_decimal_place: 2 }],
    [{ Small: 1.5 }, { expected_data_type: 'integer' }],
    [{ Small: 1_234_567_890 }, { maximum_length: 9 }],
    [{ Long: 'many' }, { expected_data_type: 'bigint' }],
    [{ Email: 'nobody' }, { expected_data_type: 'email' }],
    [{ Urgent: 'yes' }, { expected_data_type: 'boolean' }],
    [{ Day: '2026-02-30' }, { expected_data_type: 'date' }],
    [{ Moment: '2026-03-09T14:05' }, { expected_data_type: 'datetime' }],
    [{ Tags: 'a;b' }, { expected_data_type: 'jsonarray' }],
    [{ Firm: '201' }, { expected_data_type: 'jsonobject' }],
    [{ Firm: { id: '999' } }, { api_name: 'Firm' }],
    [{ Owner: { id: '1' } }, { api_name: 'Owner' }],
  ]
  it.each(wrong)('refuses %j', async (cell, details) => {
    const { body } = await insert({ Name: 'x', ...cell })
    expect(body.data[0]).toMatchObject({ code: 'INVALID_DATA', status: 'error', details })
    expect(simulator.writes()).toEqual([])
  })

  it('tells several errors of a record together', async () => {
    const { body } = await insert({ Small: 'x', Day: 'y' })
    expect(body.data[0].code).toBe('MULTIPLE_OR_MULTI_ERRORS')
    expect(body.data[0].details.errors.map((error: Row) => error.code)).toEqual([
      'INVALID_DATA',
      'INVALID_DATA',
      'MANDATORY_NOT_FOUND',
    ])
  })

  it('keeps whole numbers that a double would round', async () => {
    await client.post(jobs, '{"data":[{"Name":"n","Long":9007199254740993}]}')
    expect(simulator.row('Jobs', '103')).toMatchObject({ Long: '9007199254740993' })
  })

  it('leaves unknown and read-only names out, or refuses them', async () => {
    await insert({ Name: 'x', Nope: 1, Number: 'J-9', id: '7' })
    expect(simulator.row('Jobs', '103')).toMatchObject({ Number: 'J-0109' })
    simulator.setVariants({ writeUnknownField: 'error', writeReadOnly: 'error', writeErrors: 'first' })
    expect((await insert({ Name: 'x', Nope: 1 })).body.data[0].message).toBe(
      'the field api name given seems to be invalid',
    )
    expect((await insert({ Name: 'x', Number: 'J-9' })).body.data[0].code).toBe('INVALID_DATA')
  })

  it('refuses whole calls that it cannot read or that carry too much', async () => {
    const code = async (body: unknown): Promise<unknown> => (await client.post(jobs, body)).body.code
    expect(await code('{')).toBe('UNABLE_TO_PARSE_DATA_TYPE')
    expect(await code({})).toBe('MANDATORY_NOT_FOUND')
    expect(await code({ data: {} })).toBe('INVALID_DATA')
    expect(await code({ data: Array.from({ length: 101 }, () => ({ Name: 'x' })) })).toBe('LIMIT_EXCEEDED')
    expect(await code({ data: [{ Name: 'x' }], trigger: ['dance'] })).toBe('INVALID_DATA')
    expect((await client.post('/crm/v8/Lines', { data: [{}] })).body.code).toBe('INVALID_MODULE')
    expect(simulator.writes()).toEqual([])
  })

  it('costs a credit for every ten begun, and counts what ran', async () => {
    await client.post(jobs, { data: Array.from({ length: 11 }, (_, i) => ({ Name: `n${i}` })), trigger: ['workflow'] })
    expect(simulator.stats().byRoad.write).toMatchObject({ calls: 1, credits: 2, rows: 11 })
    expect(simulator.triggers()).toEqual({ workflow: 11 })
    await insert({ Name: 'all' })
    expect(simulator.triggers()).toEqual({ workflow: 12, approval: 1, blueprint: 1, pathfinder: 1, orchestration: 1 })
    await client.post(jobs, { data: [{ Name: 'none' }], trigger: [] })
    expect(simulator.triggers().workflow).toBe(12)
  })
})

describe('update', () => {
  it('changes named cells, moves Modified_Time, computes anew', async () => {
    const { status, body } = await change(
      { id: '101', Name: 'New', Tags: ['b'], $append_values: { Tags: true } },
      { id: '7', Name: 'x' },
    )
    expect(status).toBe(207)
    expect(body.data[1]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[1].id' } })
    expect(simulator.row('Jobs', '101')).toMatchObject({
      Name: 'New',
      Label: 'J-0107: New',
      Tags: ['a', 'b'],
      Hours: 2.5,
      Created_Time: '2024-01-01T00:00:00Z',
      Modified_Time: '2026-03-09T13:05:00Z',
    })
    expect(simulator.timesWritten('Jobs', '101')).toBe(1)
    const [write] = simulator.writes()
    expect(write).toMatchObject({ operation: 'update', before: { Name: 'Pump refit' }, after: { Name: 'New' } })
  })

  it('clears with null and empty text, but nothing mandatory', async () => {
    await client.put(`${jobs}/101`, { data: [{ Firm: null, Code: '', Tags: [] }] })
    expect(simulator.row('Jobs', '101')).toMatchObject({ Firm: null, Code: null, Tags: null })
    expect((await client.put(`${jobs}/101`, { data: [{ Name: null }] })).body.data[0].code).toBe('MANDATORY_NOT_FOUND')
    expect((await change({ Name: 'x' })).body.data[0].details.api_name).toBe('id')
  })

  it('a record may keep its own unique value, and may not take another one', async () => {
    expect((await change({ id: '101', Code: 'pump' })).status).toBe(200)
    expect((await change({ id: '102', Code: 'PUMP' })).body.data[0].code).toBe('DUPLICATE_DATA')
    await change({ id: '101', Code: 'free' })
    expect((await change({ id: '102', Code: 'PUMP' })).status).toBe(200)
  })

  it('leaves records alone that changed since, that are held, or that a fault refuses', async () => {
    const late = { 'If-Unmodified-Since': '2023-01-01T00:00:00Z' }
    const stale = await client.put(jobs, { data: [{ id: '101', Name: 'x' }] }, late)
    expect([stale.status, stale.body.data[0].code]).toEqual([412, 'ALREADY_MODIFIED'])
    for (const [why, code] of [
      ['locked', 'RECORD_LOCKED'],
      ['blueprint', 'RECORD_IN_BLUEPRINT'],
      ['approval', 'NOT_APPROVED'],
    ] as const) {
      simulator.hold('Jobs', '101', why)
      expect((await change({ id: '101', Name: 'x' })).body.data[0].code).toBe(code)
    }
    simulator.hold('Jobs', '101', undefined)
    simulator.setFaults({ rows: [{ code: 'NO_PERMISSION', operation: 'update', containing: 'odd', times: 1 }] })
    expect((await change({ id: '101', Name: 'odd' })).body.data[0].code).toBe('NO_PERMISSION')
    expect((await change({ id: '101', Name: 'odd' })).status).toBe(200)
  })
})

describe('upsert', () => {
  const upsert = (body: object) => client.post(`${jobs}/upsert`, body)
  it('finds by unique fields, inserts what is new', async () => {
    const { status, body } = await upsert({
      data: [
        { Name: 'x', Code: 'TWO' },
        { Name: 'y', Code: 'new' },
      ],
      duplicate_check_fields: ['Code'],
    })
    expect(status).toBe(200)
    expect(body.data).toMatchObject([
      { action: 'update', duplicate_field: 'Code', message: 'record updated', details: { id: '102' } },
      { action: 'insert', duplicate_field: null, message: 'record added', details: { id: '103' } },
    ])
    expect(names()).toEqual(['Pump refit', 'x', 'y'])
  })
  it('by the system field unless fields are named, and by other unique ones after those', async () => {
    expect((await upsert({ data: [{ Name: 'second', Hours: 1 }] })).body.data[0]).toMatchObject({
      duplicate_field: 'Name',
    })
    const named = await upsert({ data: [{ Name: 'second', Hours: 1 }], duplicate_check_fields: ['Code'] })
    expect(named.body.data[0]).toMatchObject({ action: 'insert' })
    expect((await upsert({ data: [{ Name: 'x' }], duplicate_check_fields: ['Hours'] })).body.code).toBe('INVALID_DATA')
  })
})

describe('delete', () => {
  it('by ids and by path, with what the record owns', async () => {
    const { status, body } = await client.delete(`${jobs}?ids=101,999&wf_trigger=false`)
    expect(status).toBe(207)
    expect(body.data).toEqual([
      { code: 'SUCCESS', details: { id: '101' }, message: 'record deleted', status: 'success' },
      { code: 'INVALID_DATA', details: { id: '999' }, message: 'the id given seems to be invalid', status: 'error' },
    ])
    expect([names(), names('Lines')]).toEqual([['Second'], []])
    expect(simulator.triggers()).toEqual({})
    expect((await client.delete(`${jobs}/102`)).status).toBe(200)
    expect(simulator.triggers()).toEqual({ workflow: 1 })
    expect((await client.delete(jobs)).body.code).toBe('REQUIRED_PARAM_MISSING')
    expect((await client.get(`${jobs}/102`)).status).toBe(204)
  })
})

describe('rows that a record owns', () => {
  it('are added, changed and taken away through it; others stay', async () => {
    await change({
      id: '101',
      Lines: [
        { Part: 'Seal', Quantity: 1 },
        { id: '901', Quantity: 4 },
      ],
    })
    expect(simulator.rows('Lines')).toMatchObject([
      { id: '901', Part: 'Valve', Quantity: 4, Parent_Id: { id: '101' } },
      { id: '902', Part: 'Seal', Quantity: 1, Parent_Id: { id: '101', name: 'Pump refit' } },
    ])
    await change({ id: '101', Lines: [{ id: '901', _delete: null }] })
    expect(names('Lines')).toEqual(['Seal'])
    await change({ id: '101', Lines: [] })
    expect(names('Lines')).toEqual([])
  })
  it('are held against the rules with the record, and nothing is written when one is wrong', async () => {
    const { body } = await insert({ Name: 'x', Lines: [{ Part: 'ok' }, { Quantity: 'many', Part: 'bad' }] })
    expect(body.data[0]).toMatchObject({ code: 'INVALID_DATA', details: { json_path: '$.data[0].Lines[1].Quantity' } })
    expect([names(), names('Lines')]).toEqual([['Pump refit', 'Second'], ['Valve']])
  })
  it('links of a multi-select lookup, each once', async () => {
    await change({ id: '101', Other_Firms: [{ Firms: { id: '201' } }] })
    expect((await client.get(`${jobs}/101`)).body.data[0].Other_Firms).toEqual([
      { Firms: { name: 'Zuse AG', id: '201' }, id: expect.any(String) },
    ])
    expect((await change({ id: '101', Other_Firms: [{ Firms: { id: '201' } }] })).body.data[0].code).toBe(
      'DUPLICATE_LINKING_DATA',
    )
    const { id } = simulator.rows('Jobs_X_Firms')[0]!
    await change({ id: '101', Other_Firms: [{ id, _delete: null }] })
    expect(simulator.rows('Jobs_X_Firms')).toEqual([])
  })
})

describe('faults before and after the write', () => {
  const outcome = async (): Promise<unknown> => {
    try {
      return (await insert({ Name: 'once' })).status
    } catch (error) {
      if (error instanceof SyntaxError) return 'syntax'
      return (error as { cause?: { code?: string } }).cause?.code ?? String(error)
    }
  }
  it.each([
    ['500', 500],
    ['502', 502],
    ['html', 502],
    ['html-200', 200],
    ['429', 429],
    ['reset', 'ECONNRESET'],
    ['truncated', 'UND_ERR_SOCKET'],
    ['cut-json', 'syntax'],
  ] as const)('%s hides whether anything was written', async (kind, heard) => {
    for (const when of ['before', 'after'] as const) {
      await start({ faults: { script: [{ kind, when }] } })
      expect(await outcome()).toBe(heard)
      expect(simulator.writes()).toHaveLength(when === 'after' ? 1 : 0)
    }
  })
})

it('faults by chance strike writes on both sides of the commit, the same ones for the same seed', async () => {
  const run = async (): Promise<string[]> => {
    await start({ faults: { random: { seed: 7, rate: 0.5, kinds: ['500', 'reset'], when: 'either', path: '/Jobs' } } })
    const seen: string[] = []
    for (let i = 0; i < 30; i++) {
      const before = simulator.writes().length
      const heard = await insert({ Name: `n${i}` }).then(
        ({ status }) => String(status),
        () => 'nothing',
      )
      seen.push(`${heard} ${simulator.writes().length > before ? 'written' : 'lost'}`)
    }
    return seen
  }
  const first = await run()
  for (const outcome of ['201 written', '500 written', '500 lost', 'nothing written', 'nothing lost'])
    expect(first).toContain(outcome)
  expect(await run()).toEqual(first)
})

describe('scopes', () => {
  it('each operation wants its own', async () => {
    await start({ scopes: ['ZohoCRM.modules.READ', 'ZohoCRM.modules.custom.CREATE'] })
    expect((await insert({ Name: 'x' })).status).toBe(201)
    expect((await change({ id: '101', Name: 'x' })).body.code).toBe('OAUTH_SCOPE_MISMATCH')
    expect((await client.delete(`${jobs}/101`)).status).toBe(401)
  })
})
