import type { GivenWorld } from '../../src/simulator/index.ts'

/** Three records small enough to print whole. */
export const smallCompany: GivenWorld = {
  modules: [
    {
      api_name: 'Accounts',
      fields: [{ api_name: 'Account_Name', data_type: 'text', display_field: true }],
      rows: [{ id: '100', Account_Name: 'Zylker' }],
    },
    {
      api_name: 'Deals',
      fields: [
        { api_name: 'Deal_Name', data_type: 'text', display_field: true },
        { api_name: 'Amount', data_type: 'currency', decimal_place: 2 },
        { api_name: 'Closing_Date', data_type: 'date' },
        { api_name: 'Account_Name', data_type: 'lookup', lookup: { module: { api_name: 'Accounts', id: '1' } } },
      ],
      rows: [
        { id: '501', Deal_Name: 'Alpha', Amount: 12.5, Closing_Date: '2025-03-01', Account_Name: '100' },
        { id: '502', Deal_Name: 'Beta, "b"', Amount: 1000, Closing_Date: null },
        { id: '503', Deal_Name: 'Gamma\x1b[31m', Amount: null, Closing_Date: '2024-12-31' },
      ],
    },
  ],
}
