import type { SqlType } from '../../src/base/types.ts'
import * as types from '../../src/base/types.ts'
import type { Column, FieldPart, Lookup, Reference, Table } from '../../src/source/index.ts'

/**
 * A few tables of one company, with every SQL type that modules have, made by hand: for tests that need tables and no
 * service.
 */

interface ColumnSpec {
  readonly type: SqlType
  readonly part?: FieldPart
  readonly field?: string
  readonly nullable?: boolean
  readonly references?: Reference
  readonly picklist?: readonly string[]
}

const column = (name: string, spec: ColumnSpec): Column => ({
  name,
  type: spec.type,
  nullable: spec.nullable ?? true,
  description: '',
  field: spec.field ?? name,
  part: spec.part ?? 'value',
  fieldType: spec.part ? 'lookup' : 'text',
  ...(spec.references ? { references: spec.references } : {}),
  ...(spec.picklist ? { picklist: spec.picklist } : {}),
})

const id = column('id', { type: types.wideBigint, nullable: false })
const text = (name: string, length = 255): Column => column(name, { type: types.varchar(length) })

const lookupPair = (field: string, table: string): readonly Column[] => [
  column(field, { type: types.varchar(120), part: 'name' }),
  column(`${field}_id`, {
    type: types.wideBigint,
    part: 'id',
    field,
    references: { schema: 'crm', table, column: 'id' },
  }),
]
const owner = [
  ...lookupPair('Owner', 'Users'),
  column('Owner_email', { type: types.varchar(100), part: 'email', field: 'Owner' }),
]

const lookup = (field: string, table: string | undefined): Lookup => ({
  field,
  idColumn: `${field}_id`,
  target: table === undefined ? undefined : { schema: 'crm', table },
})

const table = (name: string, columns: readonly Column[], lookups: readonly Lookup[] = []): Table => ({
  schema: 'crm',
  name,
  kind: 'table',
  description: '',
  columns,
  primaryKey: ['id'],
  lookups,
})

const users = table('Users', [
  id,
  text('full_name', 100),
  text('email', 100),
  column('confirm', { type: types.boolean }),
])

const accounts = table(
  'Accounts',
  [
    id,
    text('Account_Name', 120),
    text('Industry', 120),
    column('Employees', { type: types.integer }),
    column('Annual_Revenue', { type: types.numeric(18, 2) }),
    ...lookupPair('Parent_Account', 'Accounts'),
    ...owner,
    column('Created_Time', { type: types.timestamptz }),
  ],
  [lookup('Parent_Account', 'Accounts'), lookup('Owner', 'Users')],
)

const contacts = table(
  'Contacts',
  [
    id,
    text('First_Name', 40),
    text('Last_Name', 80),
    text('Email', 100),
    ...lookupPair('Account_Name', 'Accounts'),
    ...owner,
    column('Date_of_Birth', { type: types.date }),
    column('Email_Opt_Out', { type: types.boolean }),
    column('Created_Time', { type: types.timestamptz }),
  ],
  [lookup('Account_Name', 'Accounts'), lookup('Owner', 'Users')],
)

const deals = table(
  'Deals',
  [
    id,
    text('Deal_Name', 120),
    column('Stage', {
      type: types.varchar(120),
      picklist: ['Qualification', 'Negotiation', 'Closed Won', 'Closed Lost'],
    }),
    column('Amount', { type: types.numeric(18, 2) }),
    column('Probability', { type: types.integer }),
    column('Score', { type: types.double }),
    column('Closing_Date', { type: types.date }),
    ...lookupPair('Account_Name', 'Accounts'),
    ...lookupPair('Contact_Name', 'Contacts'),
    ...owner,
    column('Tags', { type: types.text }),
    column('Layout', { type: types.json }),
    column('Created_Time', { type: types.timestamptz }),
    column('Modified_Time', { type: types.timestamptz }),
  ],
  [lookup('Account_Name', 'Accounts'), lookup('Contact_Name', 'Contacts'), lookup('Owner', 'Users')],
)

const tasks = table(
  'Tasks',
  [id, text('Subject'), column('Due_Date', { type: types.date }), ...lookupPair('What_Id', 'Deals'), ...owner],
  [lookup('What_Id', undefined), lookup('Owner', 'Users')],
)

/** Two columns that differ only in case, as two fields of a module may. */
const odd = table('Odd', [id, text('Code'), text('code'), text('select'), text('With Blank')])

export const demoTables: readonly Table[] = [users, accounts, contacts, deals, tasks, odd]

/** Finds them as a catalog does; `unread` tables have to be loaded first. */
export function demoSource(unread: ReadonlySet<string> = new Set()) {
  return {
    find(path: readonly string[]): Table | 'unread' | undefined {
      const schema = path.at(-2)?.toLowerCase()
      if (schema !== undefined && schema !== 'crm' && schema !== 'public') return undefined
      const name = path.at(-1)!.toLowerCase()
      if (unread.has(name)) return 'unread'
      return demoTables.find((candidate) => candidate.name.toLowerCase() === name)
    },
    names: (): Iterable<string> => demoTables.map((candidate) => candidate.name),
  }
}
