/** Companies given by the user of the simulator: plain objects or JSON files, completed to what Zoho would hold. */

import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ownValue } from '../base/by-name.ts'
import { demoOrg, oddUsers } from './company/people.ts'
import { type FieldInput, type ModuleInput, makeField, makeModule, moduleId } from './fields.ts'
import type { LookupValue, SimField, SimOrg, SimRecord, SimUser, SimWorld, UserValue } from './model.ts'
import { arraySource, StoredModule } from './store.ts'
import { kindOf, type ValueKind } from './values.ts'
import { parseInstant, storedInstant } from './zone.ts'

/** A module with its rows. Rows may be short: lookups as ids, datetimes with any offset, missing cells empty. */
export interface GivenModule extends ModuleInput {
  readonly fields: readonly FieldInput[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** For subform and linking modules: the field that points to the owning record. */
  readonly parentField?: string
  /** Where the module was read from, for what is said of it. */
  readonly source?: string
  /** Formula cells and their like, computed at every write from the other cells of the record, in this order. */
  readonly derive?: Readonly<Record<string, (record: SimRecord) => unknown>>
}

/** A company: its modules and, if not the demo company's, users (the first is who the tokens belong to) and org. */
export interface GivenWorld {
  readonly modules: readonly GivenModule[]
  readonly users?: readonly (Partial<SimUser> & { readonly id: string; readonly last_name: string })[]
  readonly org?: Partial<SimOrg>
}

const systemFields: readonly FieldInput[] = [
  { api_name: 'id', data_type: 'bigint', read_only: true, visible: false },
  { api_name: 'Created_Time', data_type: 'datetime', read_only: true },
  { api_name: 'Modified_Time', data_type: 'datetime', read_only: true },
]

/** When a given row does not say when it was made. */
const longAgo = '2024-01-01T00:00:00Z'

function fieldsOf(given: GivenModule): SimField[] {
  const named = new Set(given.fields.map((field) => field.api_name))
  const missing = systemFields.filter((field) => !named.has(field.api_name))
  return [...missing, ...given.fields].map((field) => makeField(field, given.api_name))
}

/** Name of a record by module and id; undefined when there is none. */
type NameOf = (module: string, id: string) => string | undefined

/** Names of all records by module and id, so that a lookup may be given as an id. */
function recordNames(modules: readonly GivenModule[]): NameOf {
  const names = new Map<string, Map<string, string>>()
  for (const { api_name, fields, rows } of modules) {
    const nameField = fields.find((field) => field.display_field)?.api_name ?? fields[0]?.api_name ?? 'id'
    names.set(api_name, new Map(rows.map((row) => [String(row.id), String(row[nameField] ?? '')])))
  }
  return (module, id) => names.get(module)?.get(id)
}

function toLookup(value: unknown, field: SimField, nameOf: NameOf): LookupValue {
  const given = typeof value === 'object' ? (value as Partial<LookupValue>) : { id: String(value) }
  const id = String(given.id)
  const polymorphic = field.multi_module_lookup.modules
  const candidates = polymorphic?.map((m) => m.api_name) ?? [field.lookup.module?.api_name ?? '']
  const module = given.module ?? candidates.find((name) => nameOf(name, id) !== undefined) ?? candidates[0]!
  const name = given.name ?? nameOf(module, id) ?? ''
  return polymorphic ? { id, name, module } : { id, name }
}

function toUser(value: unknown, users: readonly SimUser[]): UserValue {
  const given = typeof value === 'object' ? (value as Partial<UserValue>) : { id: String(value) }
  const known = users.find((user) => user.id === String(given.id))
  return { id: String(given.id), name: given.name ?? known?.full_name ?? '', email: given.email ?? known?.email ?? '' }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function toDatetime(value: unknown): string {
  const instant = parseInstant(String(value))
  if (instant === undefined) throw new TypeError(`${shown(value)} is no ISO 8601 time with offset`)
  return storedInstant(instant)
}

const shown = (value: unknown): string => JSON.stringify(value) ?? String(value)
const isText = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
const isDay = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d\d-\d\d$/.test(value as string) && !Number.isNaN(Date.parse(value as string))

/** What a cell may be given as, by what its field holds; the others take what they are given. */
const forms: Partial<Record<ValueKind, readonly [is: (value: unknown) => boolean, needed: string]>> = {
  text: [isText, 'text'],
  multi: [(value) => isText(value) || (Array.isArray(value) && value.every(isText)), 'text or an array of texts'],
  number: [isNumber, 'a number'],
  integer: [(value) => Number.isInteger(value), 'a whole number'],
  bigint: [(value) => /^-?\d+$/.test(String(value)) && !Array.isArray(value), 'a whole number, as digits or as text'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  date: [isDay, 'a day, YYYY-MM-DD'],
}

/** Refuses a cell that conditions could never meet, or would fail at. */
function checkForm(value: unknown, field: SimField): void {
  const [is, needed] = forms[kindOf(field) ?? 'opaque'] ?? []
  if (is && !is(value)) throw new TypeError(`${shown(value)} is not ${needed}`)
}

function toStored(value: unknown, field: SimField, nameOf: NameOf, users: readonly SimUser[]): unknown {
  if (isEmpty(value)) return null
  checkForm(value, field)
  if (field.data_type === 'bigint') return String(value)
  if (field.data_type === 'datetime') return toDatetime(value)
  if (field.data_type === 'ownerlookup' || field.data_type === 'userlookup') return toUser(value, users)
  if (field.data_type === 'lookup' || field.data_type === 'multi_module_lookup') return toLookup(value, field, nameOf)
  if (field.data_type === 'multiselectpicklist' && typeof value === 'string') return value.split(';')
  return value
}

/** Says which column a cell is in, when it is refused. */
function placed<T>({ api_name }: SimField, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`column ${api_name}: ${error.message}`) : error
  }
}

/** Says which row of which module it is, counted from 1. */
function placedRow<T>({ api_name, source }: GivenModule, index: number, make: () => T): T {
  try {
    return make()
  } catch (error) {
    const where = `${source ?? api_name}, row ${index + 1}`
    throw error instanceof TypeError ? new TypeError(`${where}, ${error.message}`) : error
  }
}

/** A given row in the form records are stored in. */
function completeRow(
  row: Readonly<Record<string, unknown>>,
  fields: readonly SimField[],
  nameOf: NameOf,
  users: readonly SimUser[],
): SimRecord {
  const cells = fields.map((field) => [
    field.api_name,
    placed(field, () => toStored(ownValue(row, field.api_name), field, nameOf, users)),
  ])
  const meta = Object.entries(row).filter(([key]) => key.startsWith('$'))
  const record = Object.fromEntries([...cells, ...meta]) as Record<string, unknown>
  record.Created_Time ??= longAgo
  record.Modified_Time ??= record.Created_Time
  return record
}

/** A row given while the simulator runs, in the form records are stored in. */
export function completeRecord(
  row: Readonly<Record<string, unknown>>,
  fields: readonly SimField[],
  world: SimWorld,
): SimRecord {
  const nameOf = (module: string, id: string): string | undefined => {
    const target = world.modules.get(module)
    const record = target?.get(id)
    const nameField = target?.fields.find((field) => field.display_field)?.api_name ?? 'id'
    return record && String(record[nameField] ?? '')
  }
  return completeRow(row, fields, nameOf, world.users)
}

function storeModule(given: GivenModule, sequence: number, nameOf: NameOf, users: readonly SimUser[]): StoredModule {
  const { fields: _fields, rows, parentField, derive = {}, source: _source, ...meta } = given
  const fields = fieldsOf(given)
  checkIds(given)
  return new StoredModule({
    meta: makeModule({ id: moduleId(given.api_name), ...meta }, sequence + 1),
    fields,
    rows: arraySource(rows.map((row, i) => placedRow(given, i, () => completeRow(row, fields, nameOf, users)))),
    derive: new Map(Object.entries(derive)),
    ...(parentField === undefined ? {} : { parentField }),
  })
}

function checkIds({ api_name, rows }: GivenModule): void {
  const seen = new Set<string>()
  for (const row of rows) {
    const id = String(row.id)
    if (!/^\d{1,19}$/.test(id)) throw new TypeError(`${api_name}: a row needs an id of digits, not ${id}`)
    if (seen.has(id)) throw new TypeError(`${api_name}: two rows with the id ${id}`)
    seen.add(id)
  }
}

function completeUser(given: Partial<SimUser> & { readonly id: string; readonly last_name: string }): SimUser {
  const first_name = given.first_name ?? null
  const full_name = first_name === null ? given.last_name : `${first_name} ${given.last_name}`
  return { ...oddUsers[0]!, email: `user${given.id}@example.test`, zuid: given.id, full_name, ...given, first_name }
}

export function storeGiven(given: GivenWorld) {
  const users = given.users?.map(completeUser) ?? oddUsers
  const nameOf = recordNames(given.modules)
  return {
    modules: given.modules.map((module, sequence) => storeModule(module, sequence, nameOf, users)),
    users,
    org: { ...demoOrg, ...given.org } as SimOrg,
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new TypeError(`${path} is no JSON: ${(cause as Error).message}`, { cause })
  }
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (cause) {
    throw new TypeError(`"${directory}" is no folder that can be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    })
  }
}

/**
 * Reads a company from a directory: each `Module.json` is `{ fields, rows, … }`; `users.json` (an array) and `org.json`
 * (an object) may stand with them. @throws TypeError that says which file, and what is wrong
 */
export async function readWorld(directory: string): Promise<GivenWorld> {
  const files = (await filesIn(directory)).filter((name) => name.endsWith('.json')).sort()
  const modules: GivenModule[] = []
  const rest: { users?: GivenWorld['users']; org?: GivenWorld['org'] } = {}
  for (const file of files) {
    const content = await readJson(join(directory, file))
    if (file === 'users.json') rest.users = content as NonNullable<GivenWorld['users']>
    else if (file === 'org.json') rest.org = content as NonNullable<GivenWorld['org']>
    else
      modules.push({
        api_name: basename(file, '.json'),
        ...(content as Omit<GivenModule, 'api_name'>),
        source: join(directory, file),
      })
  }
  if (modules.length === 0) throw new TypeError(`${directory} holds no module: no file like Leads.json`)
  return { modules, ...rest }
}
