/**
 * The demo support desk: who works there, who writes to it, and what became of it, all from one seed and from the demo
 * company's customers. Not here: anything that answers a request.
 */
import type { World } from '../../world.ts'
import type { CustomField, DeskRecord } from '../store.ts'
import { makeAgents, makeCustomers, makeDepartments, makeTeams } from './people.ts'
import { Chance } from './random.ts'
import { makeActivities, makeArticles, makeContracts, makeMachines, makeProducts } from './rest.ts'
import { makeTickets, symptoms } from './tickets.ts'

const demoFields: Readonly<Record<string, readonly CustomField[]>> = {
  tickets: [
    { apiName: 'cf_serial_no', label: 'Serial no', type: 'Text', maxLength: 255 },
    { apiName: 'cf_warranty', label: 'Under warranty', type: 'Boolean' },
    { apiName: 'cf_machine_hours', label: 'Machine hours', type: 'Number' },
    { apiName: 'cf_refund', label: 'Refund', type: 'Currency' },
    { apiName: 'cf_purchase_date', label: 'Bought on', type: 'Date' },
    { apiName: 'cf_next_visit', label: 'Next visit', type: 'DateTime' },
    { apiName: 'cf_symptoms', label: 'Symptoms', type: 'Multiselect', values: symptoms },
    { apiName: 'cf_severity', label: 'Severity', type: 'Picklist', values: ['S1', 'S2', 'S3'] },
    { apiName: 'cf_long_notes', label: 'Long notes', type: 'Textarea' },
  ],
  contacts: [
    { apiName: 'cf_vip', label: 'VIP', type: 'Boolean' },
    { apiName: 'cf_preferred_time', label: 'Best time to call', type: 'Text', maxLength: 100 },
  ],
  accounts: [
    { apiName: 'cf_region', label: 'Region', type: 'Picklist', values: ['North', 'South', 'Overseas'] },
    { apiName: 'cf_contract_value', label: 'Contract value', type: 'Decimal' },
  ],
  tasks: [{ apiName: 'cf_courier', label: 'Courier', type: 'Picklist', values: ['DHL', 'UPS'] }],
  cm_machines: [
    { apiName: 'cf_model', label: 'Model', type: 'Text', maxLength: 100 },
    { apiName: 'cf_hours', label: 'Hours', type: 'Number' },
    { apiName: 'cf_in_use', label: 'In use', type: 'Boolean' },
  ],
}

/** What a desk is made of. */
export interface DeskData {
  readonly rows: Readonly<Record<string, readonly DeskRecord[]>>
  readonly fields: Readonly<Record<string, readonly CustomField[]>>
  readonly chance: Chance
}

export interface DemoOptions {
  readonly seed: number
  readonly tickets: number
  /** Values that break readers stand among the others. */
  readonly odd: boolean
  /** Tickets that were imported at one instant. */
  readonly burst: number
}

export function demoData(crm: World, { seed, tickets, odd, burst }: DemoOptions): DeskData {
  const chance = new Chance(seed, crm.end)
  const { accounts, contacts } = makeCustomers(crm, chance)
  const products = makeProducts(crm, chance)
  const made = makeTickets({ count: tickets, burst, odd, contacts, products, chance })
  const rows = {
    tickets: made,
    contacts,
    accounts,
    products,
    tasks: makeActivities('tasks', made, chance),
    calls: makeActivities('calls', made, chance),
    events: makeActivities('events', made, chance),
    contracts: makeContracts(accounts, chance),
    articles: makeArticles(chance),
    agents: makeAgents(crm),
    departments: makeDepartments(),
    teams: makeTeams(),
    cm_machines: makeMachines(contacts, chance),
  }
  return { rows, fields: demoFields, chance }
}
