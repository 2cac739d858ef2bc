/** A company to write into: its every row and every write is known. */
import type { JsValue } from '../../src/driver/index.ts'
import type { GivenWorld, SimulatorOptions } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'

const parts = Array.from({ length: 250 }, (_, i) => ({
  id: String(9_000_000_000_000_001_000n + BigInt(i)),
  Name: `part ${i}`,
  Count: i,
  Kind: i % 2 === 0 ? 'A' : 'B',
}))

export const company: GivenWorld = {
  users: [
    { id: '9007199254740995', first_name: 'Eve', last_name: 'Adams', email: 'eve@example.test' },
    { id: '9007199254740996', first_name: 'Bob', last_name: 'Brown', email: 'bob@example.test' },
  ],
  org: { time_zone: 'Asia/Kolkata' },
  modules: [
    {
      api_name: 'Accounts',
      fields: [{ api_name: 'Account_Name', data_type: 'text', display_field: true, length: 200 }],
      rows: [
        { id: '9007199254740993', Account_Name: 'Zuse AG' },
        { id: '9007199254741001', Account_Name: 'Twice' },
        { id: '9007199254741002', Account_Name: 'Twice' },
      ],
    },
    {
      api_name: 'Parts',
      fields: [
        { api_name: 'Name', data_type: 'text', display_field: true, length: 40, system_mandatory: true },
        { api_name: 'Code', data_type: 'text', length: 20, unique: { case_sensitive: false } },
        { api_name: 'Account', data_type: 'lookup', lookup: { module: { api_name: 'Accounts', id: '' } } },
        { api_name: 'Owner', data_type: 'ownerlookup' },
        { api_name: 'Created_By', data_type: 'ownerlookup', read_only: true },
        { api_name: 'Count', data_type: 'integer' },
        { api_name: 'Serial', data_type: 'bigint' },
        { api_name: 'Price', data_type: 'currency', length: 16, decimal_place: 2 },
        { api_name: 'Ratio', data_type: 'double', decimal_place: 4 },
        { api_name: 'Active', data_type: 'boolean' },
        { api_name: 'Day', data_type: 'date' },
        { api_name: 'Moment', data_type: 'datetime' },
        { api_name: 'Kind', data_type: 'picklist', pick_list_values: ['A', 'B'] },
        { api_name: 'Marks', data_type: 'multiselectpicklist', pick_list_values: ['x', 'y', 'z'] },
        { api_name: 'Number', data_type: 'autonumber' },
      ],
      rows: parts,
    },
  ],
}

export const place = (properties = '', options: SimulatorOptions = {}): Promise<Place> =>
  openPlace({ data: company, ...options }, properties)

export interface Failed extends Error {
  readonly code: string
  readonly sqlState: string
  readonly hint?: string
  readonly outcomes?: readonly {
    readonly index: number
    readonly outcome: string
    readonly id: string | null
    readonly code: string | null
    readonly column: string | null
  }[]
}

/** The error of what must fail. */
export async function failure(work: () => Promise<unknown>): Promise<Failed> {
  try {
    await work()
  } catch (error) {
    return error as Failed
  }
  throw new Error('it did not fail')
}

export type Row = Readonly<Record<string, JsValue>>
