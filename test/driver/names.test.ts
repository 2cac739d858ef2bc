/** Names that JavaScript's objects inherit are names like others: of parameters, columns, modules, properties. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { condition } from '../../src/driver/index.ts'
import { connect, type Parameters } from '../../src/driver/inner.ts'
import { hurry } from '../support/hurry.ts'
import { inheritedCompany, inheritedNames } from '../support/names.ts'
import { openPlace, type Place } from '../support/place.ts'

hurry()

let at: Place
beforeAll(async () => {
  at = await openPlace({ data: inheritedCompany })
})
afterAll(() => at[Symbol.asyncDispose]())

/** The SQLSTATE by which something fails; whatever is no error of ours fails the test. */
async function stateOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'ok'
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return error.sqlState
  }
}

describe.each(inheritedNames)('%s', (name) => {
  it('is a parameter only where it was given', async () => {
    const { db } = at
    expect(await db.query(`SELECT :${name} AS v`, { [name]: 'x' })).toMatchObject([{ v: 'x' }])
    expect(await stateOf(() => db.query(`SELECT :${name} AS v`, {}))).toBe('42P02')
  })

  it('is a column of objects, of lists and of records', async () => {
    const { db } = at
    const sql = `SELECT "${name}", Name FROM "constructor" ORDER BY id`
    expect((await db.query(sql)).map((row) => Object.entries(row))).toEqual([
      [[name, `v ${name}`], ['Name', 'full']], // biome-ignore format: pairs
      [[name, null], ['Name', 'none']], // biome-ignore format: pairs
    ])
    expect([...(await db.query(sql, [], { rowMode: 'array' }))]).toEqual([
      [`v ${name}`, 'full'],
      [null, 'none'],
    ])
    const records = db.records('constructor')
    expect(await records.count(condition(name, '=', `v ${name}`))).toBe(1)
    expect(await records.count(`(${name}:equals:v ${name})`)).toBe(1)
    expect(await records.read({ fields: [name], filter: condition(name, 'is null') })).toHaveLength(1)
  })

  it('is neither a function, a type, an operator nor an option', async () => {
    const { db } = at
    expect(await stateOf(() => db.query(`SELECT "${name}"(1)`))).toBe('42883')
    expect(await stateOf(() => db.query(`SELECT '1'::"${name}"`))).toBe('42704')
    expect(await stateOf(() => condition('Name', name as '=', 'x'))).toBe('22023')
    expect(await stateOf(() => db.records('constructor').count(`(Name:${name}:x)`))).toMatch(/^(22023|42601)$/)
    expect(await stateOf(() => db.load('constructor', [], { action: name as 'insert' }))).toBe('22023')
    expect(await stateOf(() => db.query(`CALL "${name}"()`))).toBe('42883')
  })

  it('is no property of a connection', async () => {
    const { connectionString } = at.simulator
    expect(await stateOf(() => connect(`${connectionString};${name}=x`))).toBe('01S00')
    expect(await stateOf(() => connect({ connectionString, [name]: 'x' }))).toBe('01S00')
    expect(await stateOf(() => connect(JSON.parse(`{"Road": "coql", "${name}": "x"}`)))).toBe('01S00')
    expect(await stateOf(() => connect(`${connectionString};Road=${name}`))).toBe('HY024')
    expect(await stateOf(() => connect(`Profile=${name}`))).toBe('IM002')
    expect(await stateOf(() => connect(`DSN=${name}`))).toBe('IM002')
  })

  it('is written, and mapped by picklists', async () => {
    await using own = await openPlace({ data: inheritedCompany })
    const row = Object.fromEntries([
      ['Name', 'new'],
      [name, 'a'],
    ])
    const picklists = Object.fromEntries([[name, Object.fromEntries([['a', 'b']])]])
    const { written } = await own.db.load('constructor', [row, { Name: 'empty' }], { picklists })
    expect(written).toBe(2)
    const found = await own.db.query(`SELECT "${name}" AS v FROM "constructor" ORDER BY id DESC LIMIT 2`)
    expect(found.map(({ v }) => v)).toEqual([null, 'b'])
    const [dry] = await own.db.query(`UPDATE "constructor" SET "${name}" = 'c' WHERE Name = 'full'`, [], {
      dryRun: true,
    })
    expect(JSON.parse(String(Object.values(dry!).at(-1)))).toEqual(
      Object.fromEntries([[name, { from: `v ${name}`, to: 'c' }]]),
    )
    expect(await stateOf(() => own.db.load('Leads', [{ [name]: 1 }]))).toBe('42P01')
  })
})

it('a whole row is read by every road, of both modules', async () => {
  for (const road of ['coql', 'records', 'bulk'])
    for (const module of ['constructor', '__proto__']) {
      const db = await connect(`${at.simulator.connectionString};TokenStore=memory;Road=${road}`)
      const [full, none] = await db.query(`SELECT * FROM "${module}" ORDER BY id`)
      for (const name of inheritedNames) {
        expect([road, Object.entries(full!)]).toEqual([road, expect.arrayContaining([[name, `v ${name}`]])])
        expect([road, Object.entries(none!)]).toEqual([road, expect.arrayContaining([[name, null]])])
      }
      await db.close()
    }
})

const odd: readonly [what: string, value: unknown][] = [
  ['a symbol', Symbol('x')],
  ['a function', () => 'x'],
  ['a class', class {}],
  ['an object without prototype', Object.create(null)],
  ['an object that cannot be a text', { toString: null, valueOf: null }],
  ['an object whose JSON fails', { toJSON() { throw new Error('no') } }], // biome-ignore format: short
  ['a circle', (() => { const one: unknown[] = []; one.push(one); return one })()], // biome-ignore format: short
  ['a proxy that throws', new Proxy({}, { get() { throw new Error('no') } })], // biome-ignore format: short
]

describe.each(odd)('%s as a parameter', (_, value) => {
  it.each(['text', 'integer', 'boolean', 'jsonb', 'timestamptz', 'text[]'])('of type %s', async (type) => {
    const told = await stateOf(() => at.db.query(`SELECT $1::${type} AS v`, [value] as Parameters))
    expect(told).toMatch(/^(22\w{3}|42804|ok)$/)
    if (typeof value !== 'object') expect(told).not.toBe('ok')
  })

  it('in the place of all, and in a load', async () => {
    if (typeof value !== 'function')
      expect(await stateOf(() => at.db.query('SELECT $1', value as never))).toMatch(/^(07001|22023|54001)$/)
    expect(await stateOf(() => at.db.load('constructor', [{ Name: value }], { dryRun: true }))).toMatch(
      /^(22\w{3}|42804|ok)$/,
    )
  })
})

it.each([[[null]], [[undefined]], [null], [[1]], [['x']], [[[]]], [Symbol('x')]])(
  'data that is no rows: %j',
  async (data) => {
    expect(await stateOf(() => at.db.load('constructor', data as never))).toBe('22023')
  },
)
