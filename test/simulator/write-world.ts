/** A small company to write into: every kind of cell, a subform, a linking module, unique fields. */
import type { GivenModule, GivenWorld } from '../../src/simulator/index.ts'

const module = (api_name: string): { api_name: string; id: string } => ({ api_name, id: '1' })

const lines: GivenModule = {
  api_name: 'Lines',
  generated_type: 'subform',
  parentField: 'Parent_Id',
  fields: [
    { api_name: 'Parent_Id', data_type: 'lookup', lookup: { module: module('Jobs') } },
    { api_name: 'Part', data_type: 'text', display_field: true, system_mandatory: true, length: 20 },
    { api_name: 'Quantity', data_type: 'integer' },
  ],
  rows: [{ id: '901', Parent_Id: '101', Part: 'Valve', Quantity: 3 }],
}

const links: GivenModule = {
  api_name: 'Jobs_X_Firms',
  generated_type: 'linking',
  parentField: 'Job',
  fields: [
    { api_name: 'Job', data_type: 'lookup', lookup: { module: module('Jobs') } },
    { api_name: 'Firms', data_type: 'lookup', lookup: { module: module('Firms') } },
  ],
  rows: [],
}

const firms: GivenModule = {
  api_name: 'Firms',
  generated_type: 'custom',
  fields: [{ api_name: 'Name', data_type: 'text', display_field: true, system_mandatory: true }],
  rows: [
    { id: '201', Name: 'Zuse AG' },
    { id: '202', Name: "O'Hara Ltd" },
  ],
}

const jobs: GivenModule = {
  api_name: 'Jobs',
  generated_type: 'custom',
  fields: [
    { api_name: 'Name', data_type: 'text', display_field: true, system_mandatory: true, length: 40 },
    { api_name: 'Code', data_type: 'text', unique: { case_sensitive: false } },
    { api_name: 'Number', data_type: 'autonumber', auto_number: { prefix: 'J-', start_number: '0100', suffix: null } },
    { api_name: 'Firm', data_type: 'lookup', lookup: { module: module('Firms') } },
    {
      api_name: 'Other_Firms',
      data_type: 'multiselectlookup',
      multiselectlookup: {
        linking_module: 'Jobs_X_Firms',
        lookup_apiname: 'Job',
        connected_module: 'Firms',
        connectedlookup_apiname: 'Firms',
      },
    },
    { api_name: 'Lines', data_type: 'subform', subform: { module: 'Lines', id: '1' } },
    { api_name: 'Owner', data_type: 'ownerlookup' },
    { api_name: 'Email', data_type: 'email' },
    { api_name: 'State', data_type: 'picklist', pick_list_values: ['-None-', 'Open', 'Done'] },
    { api_name: 'Tags', data_type: 'multiselectpicklist', pick_list_values: ['a', 'b'] },
    { api_name: 'Hours', data_type: 'double', decimal_place: 2 },
    { api_name: 'Long', data_type: 'bigint' },
    { api_name: 'Small', data_type: 'integer' },
    { api_name: 'Urgent', data_type: 'boolean' },
    { api_name: 'Day', data_type: 'date' },
    { api_name: 'Moment', data_type: 'datetime' },
    { api_name: 'Label', data_type: 'formula', formula: { return_type: 'string' } },
  ],
  derive: { Label: (row) => `${String(row.Number)}: ${String(row.Name)}` },
  rows: [
    { id: '101', Name: 'Pump refit', Code: 'PUMP', Number: 'J-0107', Firm: '201', Hours: 2.5, Tags: ['a'] },
    { id: '102', Name: 'Second', Code: 'two', Number: 'J-0108' },
  ],
}

export const writeWorld: GivenWorld = { modules: [jobs, lines, firms, links] }
