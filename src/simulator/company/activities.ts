/** Tasks, Events, Calls, Appointments, Notes: records that point into several modules. */
import { fraction, mix } from '../hash.ts'
import type { LookupValue } from '../model.ts'
import { storedInstant } from '../zone.ts'
import { type CellMaker, computed, days, instants, integers, maybe, oddly, oneOf, yes } from './cells.ts'
import { systemColumns } from './common.ts'
import { oddDays, oddInstants } from './odd.ts'
import {
  type ColumnSpec,
  type Company,
  type CompanyModuleSpec,
  column,
  mandatory,
  optionalValues,
  readOnly,
  toAny,
  values,
} from './spec.ts'

const people = ['Contacts', 'Leads']
const subjects = ['Accounts', 'Deals', 'Campaigns', 'Cases', 'Quotes']
const taskStates = ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input']
const priorities = ['High', 'Highest', 'Low', 'Lowest', 'Normal']
const callTypes = ['Inbound', 'Outbound', 'Missed']
const callPurposes = ['Prospecting', 'Administrative', 'Negotiation', 'Demo', 'Project', 'Desk']
const appointmentStates = ['Scheduled', 'Completed', 'Cancelled', 'Overdue']

const unlessLead =
  (cell: CellMaker): CellMaker =>
  (hash, index, row) =>
    (row.Who_Id as LookupValue | null)?.module === 'Leads' ? null : cell(hash, index, row)

/** A lead stands alone; a contact may come with what it is about. */
const whoAndWhat = (company: Company, list: string): readonly ColumnSpec[] => [
  column('Who_Id', 'multi_module_lookup', maybe(0.4, company.linkAny(people)), toAny(people, list)),
  column('What_Id', 'multi_module_lookup', unlessLead(maybe(0.3, company.linkAny(subjects))), toAny(subjects, list)),
]

const description = (company: Company): ColumnSpec =>
  column('Description', 'textarea', maybe(0.5, oneOf(company.pools.paragraphs)), { textarea: { type: 'large' } })

const dailyRule = maybe(0.9, () => ({ RRULE: 'FREQ=DAILY;INTERVAL=1;UNTIL=2026-12-31;DTSTART=2026-01-01' }))

export const tasks: CompanyModuleSpec = {
  meta: { api_name: 'Tasks' },
  rows: 800,
  nameField: 'Subject',
  columns: (company) => [
    column('Subject', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 300 }),
    column('Due_Date', 'date', maybe(0.2, oddly(50, oddDays, days(-500, 200)))),
    column('Status', 'picklist', maybe(0.05, oneOf(taskStates)), optionalValues(taskStates)),
    column('Priority', 'picklist', maybe(0.1, oneOf(priorities)), optionalValues(priorities)),
    ...whoAndWhat(company, 'Tasks'),
    column('Closed_Time', 'datetime', maybe(0.7, instants(-500, 0)), readOnly),
    column('Send_Notification_Email', 'boolean', yes(0.2)),
    column('Recurring_Activity', 'RRULE', dailyRule),
    column(
      'Remind_At',
      'ALARM',
      maybe(0.8, () => ({ ALARM: 'FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:2026-07-01T09:00:00+02:00' })),
    ),
    description(company),
    ...systemColumns(company, 'Tasks'),
  ],
}

const hourMs = 3_600_000
const laterThan =
  (start: string): CellMaker =>
  (hash, _index, row) =>
    storedInstant(Date.parse(row[start] as string) + (1 + (hash % 8)) * (hourMs / 2))

export const events: CompanyModuleSpec = {
  meta: { api_name: 'Events', singular_label: 'Meeting', plural_label: 'Meetings' },
  rows: 300,
  nameField: 'Event_Title',
  columns: (company) => [
    column('Event_Title', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 300 }),
    column('Start_DateTime', 'datetime', oddly(8, oddInstants, instants(-400, 200)), mandatory),
    column('End_DateTime', 'datetime', laterThan('Start_DateTime'), mandatory),
    column('All_day', 'boolean', yes(0.1)),
    column('Venue', 'text', maybe(0.3, oneOf(company.pools.cities)), { length: 255 }),
    ...whoAndWhat(company, 'Events'),
    column('Participants', 'text', maybe(0.6, company.link('Contacts')), {
      json_type: 'jsonarray',
      virtual_field: true,
    }),
    column(
      'Remind_At',
      'event_reminder',
      maybe(0.8, () => ({ minutes: 15 })),
    ),
    column(
      'Reminder',
      'multireminder',
      maybe(0.8, () => [{ period: 'minutes', unit: 15 }]),
    ),
    column('Recurring_Activity', 'RRULE', dailyRule),
    description(company),
    ...systemColumns(company, 'Events'),
  ],
}

const duration: CellMaker = computed((row) => {
  const seconds = row.Call_Duration_in_seconds as number | null
  return seconds === null
    ? null
    : `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
})

export const calls: CompanyModuleSpec = {
  meta: { api_name: 'Calls' },
  rows: 500,
  nameField: 'Subject',
  columns: (company) => [
    column('Subject', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 300 }),
    column('Call_Type', 'picklist', oneOf(callTypes), { ...mandatory, ...values(callTypes) }),
    column('Call_Purpose', 'picklist', maybe(0.3, oneOf(callPurposes)), optionalValues(callPurposes)),
    column('Call_Start_Time', 'datetime', oddly(15, oddInstants, instants(-600, 0)), mandatory),
    column('Call_Duration_in_seconds', 'integer', maybe(0.2, integers(0, 5400))),
    column('Call_Duration', 'text', duration, { length: 100 }),
    ...whoAndWhat(company, 'Calls'),
    description(company),
    ...systemColumns(company, 'Calls'),
  ],
}

export const appointments: CompanyModuleSpec = {
  meta: { api_name: 'Appointments__s', module_name: 'Appointments' },
  rows: 80,
  nameField: 'Appointment_Name',
  columns: (company) => [
    column('Appointment_Name', 'text', oneOf(company.pools.sentences), {
      ...mandatory,
      display_field: true,
      length: 255,
    }),
    column('Appointment_For', 'multi_module_lookup', company.linkAny(people), toAny(people, 'Appointments')),
    column('Status', 'picklist', oneOf(appointmentStates), values(appointmentStates)),
    column('Appointment_Start_Time', 'datetime', instants(-100, 100)),
    column('Appointment_End_Time', 'datetime', laterThan('Appointment_Start_Time')),
    column(
      'Price',
      'currency',
      maybe(0.3, (hash) => (mix(hash, 8) % 20_000) / 100),
    ),
    ...systemColumns(company, 'Appointments__s'),
  ],
}

const noteParents = ['Accounts', 'Contacts', 'Deals', 'Leads']

export const notes: CompanyModuleSpec = {
  meta: { api_name: 'Notes' },
  rows: 600,
  nameField: 'Note_Title',
  columns: (company) => [
    column('Note_Title', 'text', maybe(0.4, oneOf(company.pools.sentences)), { display_field: true, length: 120 }),
    column('Note_Content', 'textarea', oneOf(company.pools.paragraphs), { textarea: { type: 'large' } }),
    column('Parent_Id', 'multi_module_lookup', company.linkAny(noteParents), {
      ...mandatory,
      ...toAny(noteParents, 'Notes'),
    }),
    column('Size', 'integer', (hash) => Math.floor(fraction(hash) * 10_000), readOnly),
    ...systemColumns(company, 'Notes'),
  ],
}
