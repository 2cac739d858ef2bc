/** Shared by the tests of Desk: a small desk given as rows, and bare calls to it. */
import type { GivenDesk, Simulator } from '../../src/simulator/index.ts'
import type { Got } from './help.ts'

export const org = '60019283746'
const at = (day: number, hour = 8): string =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`

/** Ids beyond a double's reach. */
export const id = (kind: number, n: number): string => `4120000${kind}${String(n).padStart(9, '0')}`

const subjects = ['Pump stops', 'No invoice', 'Pump is loud', 'Where is the part', 'pumping plan', 'Noise']
const states: readonly [string, string][] = [
  ['Open', 'Open'],
  ['Closed', 'Closed'],
  ['Waiting on parts', 'On Hold'],
]

export const smallDesk: GivenDesk = {
  fields: {
    tickets: [
      { apiName: 'cf_serial_no', label: 'Serial no', type: 'Text' },
      { apiName: 'cf_hours', label: 'Hours', type: 'Number' },
      { apiName: 'cf_warranty', label: 'Warranty', type: 'Boolean' },
      { apiName: 'cf_signs', label: 'Signs', type: 'Multiselect', values: ['a', 'b'] },
    ],
  },
  rows: {
    departments: [
      { id: id(11, 1), name: 'Service' },
      { id: id(11, 2), name: 'Billing' },
    ],
    agents: [
      { id: id(12, 1), firstName: 'Ivo', lastName: 'Ban', name: 'Ivo Ban', emailId: 'ivo@example.test', zuid: '7' },
    ],
    teams: [{ id: id(13, 1), name: 'First line' }],
    accounts: [{ id: id(22, 1), accountName: 'River Mills', website: 'https://river.example' }],
    contacts: [
      { id: id(21, 1), firstName: 'Lena', lastName: 'Moss', email: 'lena@river.example', accountId: id(22, 1) },
      { id: id(21, 2), lastName: "O'Hara", email: 'ohara@nowhere.example' },
    ],
    tickets: subjects.map((subject, i) => ({
      id: id(20, i + 1),
      ticketNumber: 101 + i,
      subject,
      status: states[i % 3]![0],
      statusType: states[i % 3]![1],
      priority: i === 0 ? 'High' : null,
      departmentId: id(11, 1 + (i % 2)),
      contactId: id(21, 1 + (i % 2)),
      accountId: i % 2 === 0 ? id(22, 1) : null,
      assigneeId: i < 4 ? id(12, 1) : null,
      email: i === 5 ? null : `writer${i}@example.test`,
      description: `<div>It is <b>number ${i}</b></div>`,
      createdTime: at(i + 1),
      modifiedTime: at(i < 3 ? 20 : 10 + i),
      threadCount: i,
      cf: {
        cf_serial_no: i === 0 ? 'PX-1' : null,
        cf_hours: i * 10,
        cf_warranty: i % 2 === 0,
        cf_signs: i === 0 ? ['a', 'b'] : null,
      },
    })),
  },
}

export type Desk = (
  path: string,
  init?: { method?: string; body?: unknown; headers?: Record<string, string> },
) => Promise<Got>

/** Calls below `/api/v1` with the simulator's token and organisation. */
export function deskClient(simulator: Simulator): Desk {
  return async (path, { method = 'GET', body, headers = {} } = {}) => {
    const response = await fetch(`${simulator.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Zoho-oauthtoken ${simulator.accessToken}`, orgId: org, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
}
