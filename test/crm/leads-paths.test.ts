/** A converted lead is not in the table Leads, though records refer to it: paths find what joins find, on every road. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

const numbers = [0, 1, 2, 3, 4, 5]
const text = (api_name: string, display_field = false) => ({ api_name, data_type: 'text', display_field })
const lookup = (api_name: string, module: string) => ({
  api_name,
  data_type: 'lookup',
  lookup: { module: { api_name: module, id: '1' }, api_name: `${module}_of_${api_name}` },
})
/** Every other lead is converted; a visit leads to each, and a report to each visit. */
const modules = [
  {
    api_name: 'Leads',
    fields: [text('Last_Name', true), { api_name: 'Converted__s', data_type: 'boolean' }],
    rows: numbers.map((n) => ({ id: `10${n}`, Last_Name: `L${n}`, Converted__s: n % 2 === 0 })),
  },
  {
    api_name: 'Visits',
    generated_type: 'custom' as const,
    fields: [text('Name', true), lookup('Lead', 'Leads')],
    rows: numbers.map((n) => ({ id: `20${n}`, Name: `V${n}`, Lead: `10${n}` })),
  },
  {
    api_name: 'Reports',
    generated_type: 'custom' as const,
    fields: [text('Name', true), lookup('Visit', 'Visits')],
    rows: numbers.map((n) => ({ id: `30${n}`, Name: `R${n}`, Visit: `20${n}` })),
  },
]

const left = numbers.map((n) => [n % 2 === 0 ? null : `L${n}`])
const cases: readonly (readonly [sql: string, rows: readonly unknown[]])[] = [
  ['SELECT l."Last_Name" FROM "Visits" v LEFT JOIN "Leads" l ON l.id = v."Lead_id" ORDER BY v.id', left],
  ['SELECT "Lead"."Last_Name" FROM "Visits" ORDER BY id', left],
  ['SELECT "Visit"."Lead"."Last_Name" FROM "Reports" ORDER BY id', left],
  ['SELECT count(*) FROM "Visits" v JOIN "Leads" l ON l.id = v."Lead_id"', [[3]]],
  [
    'SELECT count(*) FROM "Reports" r JOIN "Visits" v ON v.id = r."Visit_id" JOIN "Leads" l ON l.id = v."Lead_id"',
    [[3]],
  ],
  [`SELECT count(*) FROM "Reports" WHERE "Visit"."Lead"."Last_Name" > 'A'`, [[3]]],
  [
    'SELECT "Visit"."Lead"."Last_Name", count(*) FROM "Reports" GROUP BY 1 ORDER BY 1',
    [
      ['L1', 1],
      ['L3', 1],
      ['L5', 1],
      [null, 3],
    ],
  ],
]

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ data: { modules } })
})
afterAll(() => simulator.close())

describe.each(['road=auto', 'road=records', 'pushdown=false'])('%s', (property) => {
  it.each(cases)('%s', async (sql, rows) => {
    const db = await connect(`${simulator.connectionString};TokenStore=memory;${property}`)
    try {
      const answer = await db.query<Record<string, unknown>>(sql)
      expect(answer.map((row) => Object.values(row))).toEqual(rows)
    } finally {
      await db.close()
    }
  })
})
