/** A company small enough to know every row of, for the tests of the remote query languages. */
import { answerCoql, type CoqlAnswer } from '../../src/simulator/coql/index.ts'
import type { GivenModule, GivenWorld } from '../../src/simulator/given.ts'
import type { ApiVersion, Variants } from '../../src/simulator/model.ts'
import { makeWorld, type World } from '../../src/simulator/world.ts'

const to = (api_name: string) => ({ lookup: { module: { api_name, id: '1' } } })

const accounts: GivenModule = {
  api_name: 'Accounts',
  fields: [
    { api_name: 'Account_Name', data_type: 'text', display_field: true },
    { api_name: 'Industry', data_type: 'picklist', pick_list_values: ['ASP', 'ERP'] },
    { api_name: 'Parent_Account', data_type: 'lookup', ...to('Accounts') },
    { api_name: 'Owner', data_type: 'ownerlookup' },
    { api_name: 'Type', data_type: 'text' },
  ],
  rows: [
    { id: '100', Account_Name: 'Zylker', Industry: 'ASP', Owner: '9001', Type: 'Customer' },
    { id: '101', Account_Name: 'ABC Inc', Industry: 'ERP', Parent_Account: '100', Owner: '9002' },
    { id: '102', Account_Name: 'abc inc', Parent_Account: '101' },
  ],
}

const picklist = [
  { actual_value: 'Qualification', display_value: 'Qualifizierung' },
  { actual_value: 'Closed Won', display_value: 'Gewonnen' },
].map((value, i) => ({
  ...value,
  id: String(i),
  reference_value: value.actual_value,
  sequence_number: i + 1,
  colour_code: null,
  type: 'used' as const,
}))

const deals: GivenModule = {
  api_name: 'Deals',
  fields: [
    { api_name: 'Deal_Name', data_type: 'text', display_field: true },
    { api_name: 'Amount', data_type: 'currency' },
    { api_name: 'Seats', data_type: 'integer' },
    { api_name: 'Big', data_type: 'bigint' },
    { api_name: 'Stage', data_type: 'picklist', pick_list_values: picklist },
    { api_name: 'Closing_Date', data_type: 'date' },
    { api_name: 'Account_Name', data_type: 'lookup', ...to('Accounts') },
    { api_name: 'Owner', data_type: 'ownerlookup' },
    { api_name: 'Languages', data_type: 'multiselectpicklist', pick_list_values: ['English', 'German'] },
    { api_name: 'Hot', data_type: 'boolean' },
    { api_name: 'Description', data_type: 'textarea', textarea: { type: 'large' } },
    { api_name: 'Secret', data_type: 'text', crypt: {} },
    { api_name: 'Secret_Number', data_type: 'integer', crypt: {} },
    { api_name: 'Rate', data_type: 'formula', formula: { return_type: 'double' } },
    { api_name: 'Flag', data_type: 'formula', formula: { return_type: 'boolean' } },
    { api_name: 'Label', data_type: 'formula', formula: { return_type: 'string' } },
    { api_name: 'Record_Image', data_type: 'profileimage' },
    { api_name: 'Territories', data_type: 'territories' },
    { api_name: 'Layout', data_type: 'layout' },
    { api_name: 'Items', data_type: 'subform' },
    { api_name: 'Files', data_type: 'fileupload' },
    { api_name: 'Website', data_type: 'website' },
    { api_name: 'Order', data_type: 'integer' },
    ...[1, 2, 3, 4, 5, 6].map((n) => ({
      api_name: `Dynamic${n}`,
      data_type: 'formula',
      formula: { return_type: 'double', dynamic: true },
    })),
  ],
  rows: [
    {
      id: '201',
      Deal_Name: 'Pump',
      Amount: 0.1,
      Seats: 3,
      Big: '9007199254740993',
      Stage: 'Qualification',
      Closing_Date: '2026-03-09',
      Account_Name: '100',
      Owner: '9001',
      Languages: ['English', 'German'],
      Hot: true,
      Description: 'long',
      Rate: 1.5,
      Flag: true,
      Label: 'L',
      Secret: 's',
      Secret_Number: 7,
      Created_Time: '2026-03-09T12:00:00+00:00',
      Layout: { id: '5', name: 'Standard' },
      Website: 'https://a.test',
      Order: 1,
    },
    {
      id: '202',
      Deal_Name: 'pump',
      Amount: 0.2,
      Seats: 2,
      Big: '9007199254740992',
      Stage: 'Closed Won',
      Closing_Date: '2026-03-10',
      Account_Name: '101',
      Owner: '9002',
      Languages: ['German'],
      Hot: false,
      Created_Time: '2026-03-09T23:30:00+00:00',
      Order: 2,
    },
    {
      id: '203',
      Deal_Name: "O'Neil 100%_",
      Amount: null,
      Stage: 'Qualification',
      Account_Name: '102',
      Hot: false,
      Created_Time: '2026-07-01T10:00:00+00:00',
    },
    { id: '204', Deal_Name: null, Amount: 10, Hot: true, Created_Time: '2026-07-01T10:00:01+00:00' },
    { id: '205', Deal_Name: ' Spare', Amount: 2, $approval_state: 'approval_process_pending' },
  ],
}

const leads: GivenModule = {
  api_name: 'Leads',
  fields: [
    { api_name: 'Last_Name', data_type: 'text', display_field: true },
    { api_name: 'Converted__s', data_type: 'boolean' },
  ],
  rows: [
    { id: '301', Last_Name: 'Moss', Converted__s: false },
    { id: '302', Last_Name: 'Boyle', Converted__s: true },
  ],
}

const many = (modules: readonly string[]) => ({
  multi_module_lookup: { modules: modules.map((api_name) => ({ api_name, id: '1' })) },
})

const tasks: GivenModule = {
  api_name: 'Tasks',
  fields: [
    { api_name: 'Subject', data_type: 'text', display_field: true },
    { api_name: 'What_Id', data_type: 'multi_module_lookup', ...many(['Accounts', 'Deals']) },
    { api_name: 'Appointment_For', data_type: 'multi_module_lookup', ...many(['Accounts', 'Deals']) },
  ],
  rows: [
    { id: '401', Subject: 'Call', What_Id: { id: '100', module: 'Accounts' }, Appointment_For: '201' },
    { id: '402', Subject: 'Meet', What_Id: { id: '201', module: 'Deals' } },
    { id: '403', Subject: 'Rest' },
  ],
}

const hidden: GivenModule = { api_name: 'Hidden', api_supported: false, fields: [], rows: [] }
const closed: GivenModule = { api_name: 'Closed', viewable: false, fields: [], rows: [] }

const numbers: GivenModule = {
  api_name: 'Numbers',
  fields: [
    { api_name: 'N', data_type: 'integer' },
    { api_name: 'T', data_type: 'text' },
  ],
  rows: Array.from({ length: 2500 }, (_, i) => ({ id: String(10_000 + i), N: i % 7, T: `t${i % 3}` })),
}

const wide: GivenModule = {
  api_name: 'Wide',
  fields: [
    ...Array.from({ length: 600 }, (_, i) => ({ api_name: `C${i}`, data_type: 'integer' })),
    ...Array.from({ length: 8 }, (_, i) => ({ api_name: `A${i}`, data_type: 'lookup', ...to('Accounts') })),
  ],
  rows: [],
}

export const company: GivenWorld = {
  modules: [accounts, deals, leads, tasks, hidden, closed, numbers, wide],
  users: [
    {
      id: '9001',
      first_name: 'Ada',
      last_name: 'Moss',
      email: 'ada@example.test',
      time_zone: 'Europe/Berlin',
      role: { id: '1', name: 'CEO' },
      profile: { id: '2', name: 'Administrator' },
    },
    { id: '9002', last_name: 'Lovelace', email: 'l@example.test', role: { id: '3', name: 'Sales' } },
  ],
  org: { time_zone: 'America/New_York' },
}

export const makeTestWorld = (variants: Partial<Variants> = {}): Promise<World> =>
  makeWorld({ data: company, seed: 1, rows: 0, variants, clock: () => Date.UTC(2026, 6, 1) })

export type Row = Record<string, unknown>

export interface Coql {
  /** The whole answer. */
  ask(text: string, more?: object): CoqlAnswer
  /** Rows of the answer; none for 204. Throws on an error. */
  rows(text: string): Row[]
  /** Ids of the Deals that a condition accepts. */
  ids(condition: string): string[]
  /** Code and details of the refusal. */
  refusal(text: string): string
  readonly world: World
}

/** Asks a fresh company. */
export async function coql(variants: Partial<Variants> = {}, version: ApiVersion = 'v8'): Promise<Coql> {
  const world = await makeTestWorld(variants)
  const ask = (text: string, more: object = {}) => answerCoql(world, version, { select_query: text, ...more })
  const rows = (text: string): Row[] => {
    const { status, body } = ask(text)
    if (status === 204) return []
    // As it reaches a client: numbers too long for a double stay whole in the text.
    if (status === 200) return JSON.parse(JSON.stringify(body)).data
    throw new Error(`${text}: ${JSON.stringify(body)}`)
  }
  return {
    world,
    ask,
    rows,
    ids: (condition) => rows(`select Deal_Name from Deals where ${condition}`).map((row) => row.id as string),
    refusal: (text) => {
      const { refusal } = ask(text)
      return refusal ? `${refusal.code} ${JSON.stringify(refusal.details)}` : 'accepted'
    },
  }
}
