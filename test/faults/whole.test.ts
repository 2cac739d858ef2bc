/**
 * Answers that are not whole, on every road: a key dropped, emptied or of another type, ids that come again, a page that
 * is empty though more is to follow, success without a body. The rows are right or there is an error: never fewer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'
import { listen } from '../support/servers.ts'
import { outcome } from './help.ts'

interface Answer {
  status: number
  body: Buffer
  type: string
  headers?: Record<string, string>
}

/** Changes an answer, or gives undefined to leave it. */
type Mutation = (answer: Answer, json: Json, before: Json | undefined) => Answer | undefined
type Json = Record<string, unknown>

hurry()

let simulator: Simulator
let port: number
/** The endpoint whose answers are changed, from which call on, and how. */
let target: { path: RegExp; nth: number; mutate: Mutation } | undefined
let calls = 0
let struck = 0
let before: Json | undefined

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 450, variants: { coqlLimitMax: 200 } })
  const server = await listen(createServer((request, response) => void relay(request, response)))
  port = server.port
  closing = server.close
})
let closing = async (): Promise<void> => undefined
afterAll(async () => {
  await closing()
  await simulator.close()
})

/** A proxy that hands on what the simulator says, changed where the test wants it. */
async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sent: Buffer[] = []
  for await (const chunk of request) sent.push(chunk as Buffer)
  const { host: _host, connection: _connection, 'accept-encoding': _encoding, ...headers } = request.headers
  const answer = await fetch(simulator.url + request.url, {
    method: request.method!,
    headers: headers as Record<string, string>,
    ...(sent.length > 0 && { body: Buffer.concat(sent) }),
  })
  const type = answer.headers.get('content-type') ?? ''
  const given = changed({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()), type }, request.url!)
  response.writeHead(given.status, { ...(given.body.length > 0 && { 'content-type': given.type }), ...given.headers })
  response.end(given.body)
}

function changed(answer: Answer, url: string): Answer {
  if (!target?.path.test(url) || answer.status >= 300) return answer
  calls += 1
  const json = /json/.test(answer.type) && answer.body.length > 0 ? JSON.parse(answer.body.toString()) : {}
  const result = calls < target.nth ? undefined : target.mutate(answer, json, before)
  if (result) struck += 1
  before ??= json
  return result ?? answer
}

const withJson = (answer: Answer, json: unknown): Answer => ({
  ...answer,
  type: 'application/json',
  body: Buffer.from(JSON.stringify(json)),
})

const bodiless =
  (status: number): Mutation =>
  () => ({ status, body: Buffer.alloc(0), type: '' })

const retyped = (value: unknown): unknown => {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return { value }
  return Array.isArray(value) ? { 0: value[0] } : Array.isArray(value) || typeof value === 'object' ? 'text' : [value]
}

const emptied = (value: unknown): unknown => (Array.isArray(value) ? [] : typeof value === 'object' ? {} : null)

/** Every key of the answer and of the first of its elements, by path. */
function pathsOf(json: unknown, path: readonly string[] = []): string[][] {
  if (typeof json !== 'object' || json === null || path.length > 4) return []
  const entries = Array.isArray(json) ? Object.entries(json).slice(0, 1) : Object.entries(json)
  return entries.flatMap(([key, value]) => [[...path, key], ...pathsOf(value, [...path, key])])
}

function at(json: Json, path: readonly string[], change: (parent: Json, key: string) => void): Json {
  const copy = structuredClone(json)
  let parent = copy
  for (const key of path.slice(0, -1)) parent = parent[key] as Json
  change(parent, path.at(-1)!)
  return copy
}

const ways: Record<string, (parent: Json, key: string) => void> = {
  dropped: (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  },
  null: (parent, key) => {
    parent[key] = null
  },
  retyped: (parent, key) => {
    parent[key] = retyped(parent[key])
  },
  emptied: (parent, key) => {
    parent[key] = emptied(parent[key])
  },
}

const listName = (json: Json): string => Object.keys(json).find((key) => Array.isArray(json[key])) ?? 'data'

/** What is wrong with the answer as a whole. */
const wholes: Record<string, Mutation> = {
  ...Object.fromEntries(
    [200, 201, 202, 206, 302, 304, 307].map((status) => [`${status} without a body`, bodiless(status)]),
  ),
  '206 with the body': (answer) => ({ ...answer, status: 206 }),
  '307 to another host': () => ({
    status: 307,
    body: Buffer.alloc(0),
    type: '',
    headers: { location: 'http://127.0.0.1:9/elsewhere' },
  }),
  'a page for guests': (answer) => ({
    ...answer,
    type: 'text/html',
    body: Buffer.from('<!doctype html><html><body>Please sign in to the network</body></html>'),
  }),
  'an empty page for guests': (answer) => ({ ...answer, type: 'text/html', body: Buffer.alloc(0) }),
  'a word instead of JSON': (answer) => ({ ...answer, type: 'text/plain', body: Buffer.from('OK') }),
  'compressed, and broken off': (answer) => {
    const packed = gzipSync(answer.body)
    return { ...answer, body: packed.subarray(0, packed.length / 2), headers: { 'content-encoding': 'gzip' } }
  },
  'said to be compressed': (answer) => ({ ...answer, headers: { 'content-encoding': 'gzip' } }),
  null: (answer) => withJson(answer, null),
  '[]': (answer) => withJson(answer, []),
  '{}': (answer) => withJson(answer, {}),
  'an empty page with more': (answer, json) =>
    withJson(answer, { ...json, [listName(json)]: [], info: { ...(json.info as Json), count: 0, more_records: true } }),
  'an id twice': (answer, json) => {
    const list = [...((json[listName(json)] ?? []) as Json[])]
    if (list.length > 1) list[1] = list[0]!
    return withJson(answer, { ...json, [listName(json)]: list })
  },
  'the first page again': (answer, json, first) =>
    first &&
    withJson(answer, { ...first, info: { ...(json.info as Json), ...(first.info as Json), more_records: true } }),
  'half of the bytes': (answer) => ({ ...answer, body: answer.body.subarray(0, answer.body.length / 2) }),
  'half of the rows': (answer, json) => {
    const list = (json[listName(json)] ?? []) as Json[]
    return withJson(answer, { ...json, [listName(json)]: list.slice(0, list.length / 2) })
  },
}

const withoutMore = (json: Json): Json => ({
  ...json,
  [listName(json)]: [],
  ...(json.info !== undefined && { info: { more_records: false } }),
})

/** What says that nothing follows, where the page before said that more does; and pages that leave some out. */
const breaksOff: Record<string, Mutation> = {
  '204 where more was to follow': bodiless(204),
  'none, and no more': (answer, json) => withJson(answer, withoutMore(json)),
  'half of a page, and more': (answer, json) => {
    const list = (json[listName(json)] ?? []) as Json[]
    const kept = list.slice(0, list.length / 2)
    const info = { ...(json.info as Json), count: kept.length, more_records: true }
    return withJson(answer, { ...json, [listName(json)]: kept, ...(json.info !== undefined && { info }) })
  },
}

interface Case {
  readonly sql: string
  readonly properties?: string
  readonly path: RegExp
  /** The first call that is changed. */
  readonly nth?: number
  /** Keys of cells, which no one can know to be wrong, and others that say nothing of how much there is. */
  readonly but?: RegExp
}

const cells = /^(data|users)\.0\.(?!id$)/
const bulk = 'SELECT id, Last_Name FROM Leads'
const roads: Record<string, Case> = {
  'COQL, first page': { sql: 'SELECT id FROM Deals', properties: 'Road=coql', path: /\/coql/, but: cells },
  'COQL, a later page': { sql: 'SELECT id FROM Deals', properties: 'Road=coql', path: /\/coql/, nth: 2, but: cells },
  'COQL, count': { sql: 'SELECT count(*) AS n FROM Deals', path: /\/coql/ },
  'COQL, groups': {
    sql: 'SELECT Stage, count(*) AS n FROM Deals GROUP BY Stage ORDER BY 1',
    path: /\/coql/,
    but: /0\.Stage$/,
  },
  'records, first page': { sql: 'SELECT id FROM Deals', properties: 'Road=records', path: /v8\/Deals\?/, but: cells },
  'records, a later page': {
    sql: 'SELECT id FROM Deals',
    properties: 'Road=records',
    path: /v8\/Deals\?/,
    nth: 2,
    but: cells,
  },
  'search, first page': {
    sql: "SELECT id FROM Deals WHERE Created_Time > '2000-01-01'",
    properties: 'Road=search',
    path: /search\?/,
    but: cells,
  },
  'search, a later page': {
    sql: "SELECT id FROM Deals WHERE Created_Time > '2000-01-01'",
    properties: 'Road=search',
    path: /search\?/,
    nth: 2,
    but: cells,
  },
  'a record by itself': {
    sql: 'SELECT id, Datasheet FROM Products ORDER BY id LIMIT 2',
    path: /Products\/\d+/,
    but: cells,
  },
  'a bulk job': { sql: bulk, properties: 'Road=bulk', path: /\/read$/, but: /details\.id$/ },
  'the state of a bulk job': { sql: bulk, properties: 'Road=bulk', path: /\/read\/\d+$/, nth: 3, but: /^data\.0\.id$/ },
  'the file of a bulk job': { sql: bulk, properties: 'Road=bulk', path: /\/result$/ },
  users: { sql: 'SELECT id, email FROM Users ORDER BY id', path: /\/users\?/, but: cells },
  organisation: { sql: 'SELECT id, time_zone FROM Org', path: /\/org$/, but: /^org\.0\.(?!id$|time_zone$)/ },
  modules: { sql: 'SELECT id FROM Deals ORDER BY id LIMIT 3', path: /settings\/modules/ },
  fields: {
    sql: 'SELECT id, Amount FROM Deals ORDER BY id LIMIT 3',
    path: /settings\/fields/,
    but: /^fields\.0\.(?!api_name$|data_type$)/,
  },
}

async function run({ sql, properties = '' }: Case) {
  const api = `http://127.0.0.1:${port}`
  const given = simulator.connectionString
    .replaceAll(simulator.url, api)
    .replaceAll(new URL(simulator.url).host, new URL(api).host)
  const db = await connect(`${given};TokenStore=memory;MaxRetries=0;LogLevel=silent;${properties}`)
  try {
    // Another road, taken where one gives nothing whole, has an order of its own.
    return await outcome(async () => (await db.query(sql)).map((row) => JSON.stringify(row)).sort())
  } finally {
    await db.close()
  }
}

async function against(the: Case, mutate: Mutation) {
  calls = 0
  struck = 0
  before = undefined
  target = { path: the.path, nth: the.nth ?? 1, mutate }
  try {
    return await run(the)
  } finally {
    target = undefined
  }
}

describe.each(Object.entries(roads))('%s', (name, the) => {
  let right: unknown
  let shape: Json = {}
  beforeAll(async () => {
    right = (await run(the)).value
    await against(the, (answer, json) => {
      shape = json
      return answer
    })
  })

  it('is asked, and has rows', () => {
    expect(right).not.toEqual([])
    expect(right).toBeDefined()
    expect(struck).toBeGreaterThan(0)
  })

  it.each(Object.entries(wholes))('%s', async (_what, mutate) => {
    const { value, error } = await against(the, mutate)
    expect(struck > 0 || (mutate === wholes['the first page again'] && the.nth === undefined)).toBe(true)
    if (!error) expect(value).toEqual(right)
  })

  it.runIf(/later/.test(name)).each(Object.entries(breaksOff))('%s', async (_what, mutate) => {
    const { value, error } = await against(the, mutate)
    expect(struck).toBeGreaterThan(0)
    if (error) expect(error).toMatchObject({ sqlState: 'HV000', code: 'REMOTE_ANSWER' })
    else expect(value).toEqual(right)
  })

  it.each(Object.entries(ways))('each key %s', async (_way, change) => {
    const wrong: string[] = []
    for (const path of pathsOf(shape)) {
      if (the.but?.test(path.join('.'))) continue
      const { value, error } = await against(the, (answer, json) => withJson(answer, at(json, path, change)))
      if (!error && JSON.stringify(value) !== JSON.stringify(right)) wrong.push(path.join('.'))
    }
    expect(wrong).toEqual([])
  })
})
