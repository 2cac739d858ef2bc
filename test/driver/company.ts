/** A company of two modules and four rows whose every value is known by heart, and connections to it. */
import type { GivenWorld, SimulatorOptions } from '../../src/simulator/index.ts'
import { openPlace, type Place } from '../support/place.ts'

export const company: GivenWorld = {
  users: [{ id: '9007199254740995', first_name: 'Eve', last_name: 'Adams', email: 'eve@example.test' }],
  org: { time_zone: 'Asia/Kolkata' },
  modules: [
    {
      api_name: 'Accounts',
      fields: [{ api_name: 'Account_Name', data_type: 'text', display_field: true, length: 200 }],
      rows: [{ id: '9007199254740993', Account_Name: 'Zuse AG' }],
    },
    {
      api_name: 'Things',
      fields: [
        { api_name: 'Name', data_type: 'text', display_field: true, length: 120, system_mandatory: true },
        { api_name: 'Account', data_type: 'lookup', lookup: { module: { api_name: 'Accounts', id: '' } } },
        { api_name: 'Owner', data_type: 'ownerlookup' },
        { api_name: 'Count', data_type: 'integer' },
        { api_name: 'Serial', data_type: 'bigint' },
        { api_name: 'Price', data_type: 'currency', length: 16, decimal_place: 2 },
        { api_name: 'Ratio', data_type: 'double', decimal_place: 9 },
        { api_name: 'Active', data_type: 'boolean' },
        { api_name: 'Day', data_type: 'date' },
        { api_name: 'Moment', data_type: 'datetime' },
        { api_name: 'Kind', data_type: 'picklist', pick_list_values: ['A', 'B'] },
        { api_name: 'Tags', data_type: 'multiselectpicklist', pick_list_values: ['x', 'y'] },
      ],
      rows: [
        {
          id: '9007199254740997',
          Name: "O'Neil",
          Account: '9007199254740993',
          Owner: '9007199254740995',
          Count: 7,
          Serial: '9223372036854775807',
          Price: 1250.5,
          Ratio: 0.1,
          Active: true,
          Day: '2026-03-09',
          Moment: '2026-03-09T14:05:00+05:30',
          Kind: 'A',
          Tags: ['y', 'x'],
        },
        { id: '9007199254740998', Name: 'empty', Active: false },
        { id: '9007199254740999', Name: 'third', Active: false, Price: 0.1, Kind: 'B' },
      ],
    },
  ],
}

export const place = (properties = '', options: SimulatorOptions = {}): Promise<Place> =>
  openPlace({ data: company, ...options }, properties)

/** The SQLSTATE by which something fails, or `ok`. */
export async function stateOf(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'ok'
  } catch (error) {
    return (error as { sqlState?: string }).sqlState ?? String(error)
  }
}
