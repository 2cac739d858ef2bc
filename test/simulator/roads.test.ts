/** The same records by COQL, by lists and by bulk: three renderings that must not contradict each other. */
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type Client, withSimulator } from './help.ts'

type Row = Record<string, unknown>

async function byCoql({ coql }: Client, module: string, fields: string[]): Promise<Row[]> {
  const rows: Row[] = []
  const names = fields.map((name) => `'${name}'`).join(', ')
  for (let last = '0'; ; ) {
    const { body } = await coql(`select ${names} from ${module} where id > '${last}' order by id asc limit 2000`)
    rows.push(...body.data)
    if (!body.info.more_records) return rows
    last = body.data.at(-1).id
  }
}

async function byList({ get }: Client, module: string, fields: string[]): Promise<Row[]> {
  const rows: Row[] = []
  const path = `/crm/v8/${module}?fields=${fields.join()}&sort_order=asc&converted=both`
  for (let token = ''; ; ) {
    const { body } = await get(token === '' ? path : `${path}&page_token=${token}`)
    rows.push(...body.data)
    if (!body.info.more_records) return rows
    token = body.info.next_page_token
  }
}

async function byBulk({ get, post, simulator }: Client, module: string, fields: string[]): Promise<Row[]> {
  const made = await post('/crm/bulk/v8/read', { query: { module: { api_name: module }, fields } })
  const path = `/crm/bulk/v8/read/${made.body.data[0].details.id}`
  for (let poll = 0; poll < 3; poll++) await get(path)
  const headers = { Authorization: `Bearer ${simulator.accessToken}` }
  const zip = new Uint8Array(await (await fetch(`${simulator.url}${path}/result`, { headers })).arrayBuffer())
  const rows = parse(strFromU8(Object.values(unzipSync(zip))[0]!), { columns: true }) as Row[]
  return rows.sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1)).map(({ Id, ...rest }) => ({ ...rest, id: Id }))
}

/** What all roads say of a cell: ids of lookups, members of multi-selects, text of numbers. */
function common(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(';')
  if (typeof value === 'object') return String((value as { id: unknown }).id)
  return typeof value === 'number' ? String(value) : String(value)
}
const commonRow = (row: Row, fields: string[]): string[] => ['id', ...fields].map((name) => common(row[name]))

// Numbers whose shortest text has an exponent are written out in CSV.
const plain = (text: string): string => (/^-?\d+(\.\d+)?e-\d+$/.test(text) ? String(Number(text).toFixed(9)) : text)

const cases: readonly [module: string, fields: string[]][] = [
  [
    'Leads',
    [
      'Company',
      'Email',
      'No_of_Employees',
      'Annual_Revenue',
      'Follow_Up',
      'Languages_Known',
      'Converted__s',
      'Owner',
      'Converted_Account',
    ],
  ],
  [
    'Deals',
    [
      'Deal_Name',
      'Amount',
      'Closing_Date',
      'Account_Name',
      'Contact_Name',
      'Stage',
      'Discount',
      'Modified_Time',
      'Deal_Number',
    ],
  ],
  ['Tasks', ['Subject', 'Due_Date', 'Who_Id', 'What_Id', 'Closed_Time']],
  [
    'Machines',
    [
      'Name',
      'Account',
      'Technician',
      'State',
      'STATE',
      'Features',
      'Order',
      'Long_1',
      'Double_1',
      'Money_1',
      'Percent_1',
      'Day_1',
      'Moment_1',
      'Label',
      'Is_Old',
      'Next_Check',
      'Repair_Costs',
    ],
  ],
  ['Quoted_Items', ['Parent_Id', 'Product_Name', 'Quantity', 'Total']],
  ['Leads_X_Products', ['Interested_Leads', 'Interested_Products']],
]

describe('COQL, lists and bulk', () => {
  it.each(cases)('agree on %s', async (module, fields) => {
    await withSimulator({}, async (client) => {
      const rows = await byCoql(client, module, fields)
      const coql = rows.map((row) => commonRow(row, fields))
      expect(coql.length).toBe(client.simulator.rows(module).length)
      expect((await byList(client, module, fields)).map((row) => commonRow(row, fields))).toEqual(coql)
      const bulk = (await byBulk(client, module, fields)).map((row) => commonRow(row, fields))
      expect(bulk).toEqual(coql.map((row) => row.map(plain)))
      expect(client.simulator.breaches()).toEqual([])
    })
  })
})
