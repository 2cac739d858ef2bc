import { PassThrough } from 'node:stream'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor, tokenFile } from './support.ts'

const { connection, simulator } = useSimulator({ rows: 250 })

let door: TestDoor
let client: Client
beforeAll(async () => {
  door = await openDoor(connection())
  client = new Client({ name: 'test', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`)) as never)
})
afterAll(async () => {
  await client.close()
  await door[Symbol.asyncDispose]()
})

interface ToolAnswer {
  readonly isError?: boolean
  readonly content: readonly { readonly text: string }[]
}

const call = async (name: string, args: Record<string, unknown> = {}): Promise<{ text: string; isError: boolean }> => {
  const { content, isError = false } = (await client.callTool({ name, arguments: args })) as ToolAnswer
  return { text: content[0]!.text, isError }
}

describe('an agent', () => {
  it('finds tools, all of them reading', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).sort()).toEqual([
      'describe_table',
      'explain_query',
      'find_column',
      'list_tables',
      'run_query',
      'sample_rows',
    ])
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true)
  })

  it('finds tables and columns by name and label', async () => {
    expect((await call('list_tables', { search: 'deal' })).text).toContain('crm.Deals')
    expect((await call('describe_table', { table: 'Deals' })).text).toMatch(/- Account_Name_id bigint .*→ Accounts\.id/)
    expect((await call('find_column', { search: 'closing date' })).text).toContain('crm.Deals.Closing_Date date')
  })

  it('knows the price before it asks', async () => {
    const before = simulator().stats().credits
    const { text } = await call('explain_query', { sql: 'SELECT * FROM Deals' })
    expect(text).toMatch(/Price: .*credit/)
    expect(simulator().stats().credits).toBe(before)
  })

  it('asks, and learns whether the answer is complete', async () => {
    const whole = JSON.parse((await call('run_query', { sql: 'SELECT count(*) AS n FROM Deals' })).text)
    expect(whole).toMatchObject({ columns: ['n'], complete: true, credits: expect.any(Number) })
    const part = JSON.parse((await call('run_query', { sql: 'SELECT id FROM Deals ORDER BY id', maxRows: 7 })).text)
    expect(part.rows).toHaveLength(7)
    expect(part).toMatchObject({ complete: false, note: expect.stringContaining('more than these 7 rows') })
    const exact = JSON.parse((await call('run_query', { sql: 'SELECT 1 AS a UNION ALL SELECT 2', maxRows: 2 })).text)
    expect(exact).toMatchObject({ rows: [[1], [2]], complete: true })
    const wide = JSON.parse(
      (await call('run_query', { sql: `SELECT repeat('x', 1500) AS t FROM generate_series(1, 100)` })).text,
    )
    expect(wide).toMatchObject({ complete: false, note: expect.stringContaining('as much text as fits') })
    expect(JSON.parse((await call('sample_rows', { table: 'Leads', rows: 3 })).text).rows).toHaveLength(3)
  })

  it('passes values as parameters', async () => {
    const asked = { sql: 'SELECT $1 AS a', params: ["x' OR 1=1"] }
    expect(JSON.parse((await call('run_query', asked)).text).rows).toEqual([["x' OR 1=1"]])
  })

  it.each([
    ['run_query', { sql: 'SELECT * FROM Acounts' }, /UNDEFINED_TABLE \(SQLSTATE 42P01\).*\nHint: .*Accounts/],
    ['run_query', { sql: 'SELECT Nam FROM Accounts' }, /UNDEFINED_COLUMN \(SQLSTATE 42703\)/],
    ['run_query', { sql: 'SELECT * FROM Deals', maxCredits: 0 }, /CREDIT_LIMIT/],
    ['run_query', { sql: "DELETE FROM Deals WHERE id = '1'" }, /READ_ONLY|25006|0A000/],
    ['describe_table', { table: 'Deal' }, /UNDEFINED_TABLE[\s\S]*Deals/],
  ])('gets an error that it can act on: %s %j', async (name, args, expected) => {
    const { text, isError } = await call(name, args)
    expect(isError).toBe(true)
    expect(text).toMatch(expected)
  })

  it('reads tables as resources, and has prompts', async () => {
    const { resources } = await client.listResources()
    const deals = resources.find(({ name }) => name === 'crm.Deals')!
    const { contents } = await client.readResource({ uri: deals.uri })
    expect((contents[0] as { text: string }).text).toContain('crm.Deals')
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toContain('answer_question')
    const { messages } = await client.getPrompt({ name: 'answer_question', arguments: { question: 'How many deals?' } })
    expect((messages[0]!.content as { text: string }).text).toContain('How many deals?')
  })

  it('hears of progress when it asks for it', async () => {
    const seen: number[] = []
    await client.callTool({ name: 'run_query', arguments: { sql: 'SELECT id FROM Deals' } }, undefined, {
      onprogress: ({ progress }) => seen.push(progress),
    })
    expect(seen.at(-1)).toBe(100)
  })
})

describe('the door for agents', () => {
  it('has no sessions', async () => {
    const { status, headers } = await door.ask('/mcp')
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('asks for a token where others do, and holds agents to it', async () => {
    await using kept = await tokenFile({ name: 'agent', tables: ['Accounts'], maxRows: 2, readOnly: true })
    await using closed = await openDoor(connection(), { tokens: kept.path })
    const url = new URL(`${closed.url}/mcp`)
    const open = async (headers: Record<string, string>): Promise<Client> => {
      const agent = new Client({ name: 'test', version: '1' })
      await agent.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }) as never)
      return agent
    }
    await expect(open({})).rejects.toThrow()
    const agent = await open({ authorization: `Bearer ${kept.tokens[0]}` })
    const ask = async (sql: string) =>
      ((await agent.callTool({ name: 'run_query', arguments: { sql } })) as ToolAnswer).content[0]!.text
    expect(await ask('SELECT id FROM Deals')).toContain('FORBIDDEN')
    expect(JSON.parse(await ask('SELECT id FROM Accounts')).rows).toHaveLength(2)
    await agent.close()
  })
})

it('zohosql mcp serves an agent over a pipe, and ends with it', async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const ended = main(['mcp', '-c', connection()], { stdin, stdout, stderr, env: {} } as never)
  const answers: { id?: number; result?: Record<string, unknown> }[] = []
  let rest = ''
  stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop()!
    answers.push(...lines.map((line) => JSON.parse(line)))
  })
  const send = (message: object) => stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const clientInfo = { name: 'test', version: '1' }
  send({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } })
  await expect.poll(() => answers.find(({ id }) => id === 1)?.result?.serverInfo).toMatchObject({ name: 'zohosql' })
  send({ method: 'notifications/initialized' })
  send({
    id: 2,
    method: 'tools/call',
    params: { name: 'run_query', arguments: { sql: 'SELECT count(*) FROM Accounts' } },
  })
  await expect.poll(() => JSON.stringify(answers.find(({ id }) => id === 2)?.result ?? null)).toContain('complete')
  stdin.end()
  expect(await ended).toBe(0)
})
