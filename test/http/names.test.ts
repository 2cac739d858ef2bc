/** Names that JavaScript's objects inherit, through the web door: in paths, queries, bodies, OData and tools. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useSimulator } from '../cli/support.ts'
import { inheritedCompany, inheritedNames } from '../support/names.ts'
import { openDoor, type TestDoor } from './support.ts'

const { connection } = useSimulator({ data: inheritedCompany })

let door: TestDoor
let agent: Client
beforeAll(async () => {
  door = await openDoor(connection())
  agent = new Client({ name: 'test', version: '1' })
  await agent.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`)) as never)
})
afterAll(async () => {
  await agent.close()
  await door[Symbol.asyncDispose]()
})

const sql = (text: string, rest = '') =>
  door.ask('/api/sql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"sql":${JSON.stringify(text)}${rest}}`,
  })

/** A fault of our own, and no complaint. */
const faults = /internal|native code|is not a function|Cannot read prop|\[object/i

describe.each(inheritedNames)('%s', (name) => {
  it('is refused where there is nothing of the name', async () => {
    const asked = [
      ...['', 'api/', 'api/tables/', 'api/tables/crm/', 'odata/', 'odata/$metadata/', 'v1/e/zoho/export/'].map(
        (folder) => door.ask(`/${folder}${name === 'constructor' || name === '__proto__' ? `${name}x` : name}`),
      ),
      door.ask(`/api/tables?${name}=1`),
      door.ask(`/v1/e/zoho/export/deals?sort_by=${name}`),
      door.ask(`/odata/constructor?$${name}=1`),
      door.ask(`/odata/constructor?$select=x${name}`),
      door.ask(`/odata/constructor?$filter=${name}(Name) eq 'x'`),
      door.ask(`/odata/constructor?$filter=cast(Name,${name}) eq 'x'`),
      door.ask(`/odata/constructor?$apply=${name}(Name)`),
      door.ask(`/odata/constructor?$expand=${name}($${name}=1)`),
      door.ask(`/odata/constructor(${name}=1)`),
      sql('SELECT 1', `,"${name}":1`),
      sql('SELECT :a', `,"params":{"${name}":1}`),
      door.ask('/api/sql', { json: { sql: 'SELECT 1', format: name } }),
    ]
    for (const { status, text, headers } of await Promise.all(asked)) {
      expect([status, text]).toEqual([
        expect.toSatisfy((n: number) => n < 500 || n === 501),
        expect.not.stringMatching(faults),
      ])
      expect(headers.get('content-type')).toMatch(/^application\/(json|x-ndjson)\b/)
    }
  })

  it('is a parameter and a column', async () => {
    const { body, status } = await sql(`SELECT :${name} AS v`, `,"params":{"${name}":"x"}`)
    // Fastify takes no JSON with the key `__proto__`.
    if (name === '__proto__') expect(status).toBe(400)
    else expect(body.rows).toEqual([{ v: 'x' }])
    expect((await sql(`SELECT :${name} AS v`, ',"params":{}')).status).toBe(400)
    const { text } = await sql(`SELECT "${name}", Name FROM "constructor" ORDER BY id`)
    expect(text).toContain(`"${name}":"v ${name}","Name":"full"`)
    expect(text).toContain(`"${name}":null,"Name":"none"`)
  })

  it('is a property and a set of OData', async () => {
    const { body, status, text } = await door.ask(
      `/odata/constructor?$select=${name}&$orderby=${name} desc&$filter=${name} ne 'y'`,
    )
    expect([status, text]).toEqual([200, expect.anything()])
    expect(body.value.map((row: object) => Object.entries(row).find(([key]) => key === name))).toContainEqual([
      name,
      `v ${name}`,
    ])
  })

  it('is an argument of a tool only where it has one', async () => {
    for (const [tool, given] of [
      [name, {}],
      ['describe_table', { table: `x${name}` }],
      ['find_column', { search: name }],
      ['run_query', JSON.parse(`{"sql":"SELECT 1 AS a","${name}":{"x":1}}`)],
      ['sample_rows', { table: 'constructor' }],
    ] as const) {
      const answer = await agent.callTool({ name: tool, arguments: given }).catch((error: Error) => error.message)
      expect(JSON.stringify(answer)).not.toMatch(faults)
    }
  })
})

it('no request has changed what all objects have', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})
