/** Paths along lookups to cells: `Account_Name.Parent_Account.Account_Name`, `Owner.role.name`, `What_Id->Leads.Company`. */
import type { LookupValue, SimField, SimModule, SimRecord, SimUser, SimWorld } from './model.ts'
import { kindOf, type ValueKind } from './values.ts'

/** One name of a path. */
export interface PathHop {
  readonly name: string
  /** Module of `name->Module`. */
  readonly arrow: string | null
}

/** What a path leads to. */
export interface SimColumn {
  /** As written, without quotes. */
  readonly text: string
  readonly kind: ValueKind
  /** The field it ends in; null for what has no field of its own (users' properties, ids that a lookup leads to). */
  readonly field: SimField | null
  /** Module of that field. */
  readonly module: string
  /** What is between the record and the field. */
  readonly via: 'record' | 'lookup' | 'user' | 'role' | 'polymorphic'
  /** Relations followed, each by its path from the record; empty for the record's own fields. */
  readonly relations: readonly string[]
  read(record: SimRecord): unknown
}

type ReadCell = (record: SimRecord) => unknown

interface PathStep {
  readonly module: SimModule
  /** The record the path has reached; undefined where a lookup is empty or its record gone. */
  readonly record: (record: SimRecord) => SimRecord | undefined
  readonly relations: readonly string[]
  readonly polymorphic: boolean
}

type PathTarget = Omit<SimColumn, 'text'>

const userLookups = ['ownerlookup', 'userlookup']
/** Relations after each other. */
const maxDepth = 2

/** Properties of a user that a path may end in. */
const userFields = ['id', 'first_name', 'last_name', 'full_name', 'email', 'status', 'zuid', 'phone', 'mobile']

/** Follows a path from a record of `module`; undefined when it leads nowhere. */
export function resolvePath(
  world: SimWorld,
  module: SimModule,
  text: string,
  hops: readonly PathHop[],
): SimColumn | undefined {
  const start: PathStep = { module, record: (record) => record, relations: [], polymorphic: false }
  const found = follow(world, start, hops)
  return found && { text, ...found }
}

function follow(world: SimWorld, step: PathStep, hops: readonly PathHop[]): PathTarget | undefined {
  const [hop, ...rest] = hops
  const field = hop && step.module.field(hop.name)
  if (!hop || !field) return undefined
  if (rest.length === 0) return hop.arrow === null ? ownColumn(step, field) : undefined
  if (step.relations.length >= maxDepth) return undefined
  return hop.arrow === null ? throughField(world, step, field, rest) : throughArrow(world, step, field, hop.arrow, rest)
}

const cellOf = (step: PathStep, field: SimField): ReadCell => {
  const name = field.api_name
  if (step.relations.length === 0) return (record) => record[name] ?? null
  return (record) => step.record(record)?.[name] ?? null
}

function ownColumn(step: PathStep, field: SimField): PathTarget | undefined {
  const via = step.polymorphic ? 'polymorphic' : step.relations.length === 0 ? 'record' : 'lookup'
  // A virtual field has no value here, yet it is a column: what may be done with it is for the language to say.
  const kind = kindOf(field) ?? 'opaque'
  return { kind, field, module: step.module.apiName, via, relations: step.relations, read: cellOf(step, field) }
}

function throughField(
  world: SimWorld,
  step: PathStep,
  field: SimField,
  rest: readonly PathHop[],
): PathTarget | undefined {
  const path = rest.map((hop) => hop.name).join('.')
  const lookup = cellOf(step, field) as (record: SimRecord) => LookupValue | null
  const relations = relationsThrough(step, field.api_name)
  if (userLookups.includes(field.data_type)) return userColumn(world, lookup, path, relations)
  if (field.data_type === 'multi_module_lookup') return anyModuleColumn(world, lookup, path, relations)
  const target = world.modules.get(field.lookup.module?.api_name ?? '')
  if (!target) return undefined
  if (path === 'id') return property('reference', target.apiName, 'lookup', relations, (record) => lookup(record)?.id)
  return follow(world, joined(step, target, lookup, relations), rest)
}

/** Each relation is named by the whole way to it. */
const relationsThrough = (step: PathStep, name: string): string[] => [
  ...step.relations,
  [...step.relations.slice(-1), name].join('.'),
]

const joined = (
  step: PathStep,
  target: SimModule,
  lookup: (record: SimRecord) => LookupValue | null,
  relations: readonly string[],
): PathStep => ({
  module: target,
  record: (record) => {
    const id = lookup(record)?.id
    return id === undefined ? undefined : target.get(id)
  },
  relations,
  polymorphic: step.polymorphic,
})

/** `What_Id->Leads.Company`: empty where the lookup points into another module. */
function throughArrow(
  world: SimWorld,
  step: PathStep,
  field: SimField,
  arrow: string,
  rest: readonly PathHop[],
): PathTarget | undefined {
  const target = world.modules.get(arrow)
  const allowed = field.multi_module_lookup.modules?.some((module) => module.api_name === arrow)
  if (!target || !allowed) return undefined
  const cell = cellOf(step, field)
  const lookup = (record: SimRecord): LookupValue | null => {
    const value = cell(record) as LookupValue | null
    return value?.module === arrow ? value : null
  }
  const relations = relationsThrough(step, `${field.api_name}->${arrow}`)
  return follow(world, { ...joined(step, target, lookup, relations), polymorphic: true }, rest)
}

/** What every multi-module lookup knows of its target: the id and the module. */
function anyModuleColumn(
  world: SimWorld,
  lookup: (record: SimRecord) => LookupValue | null,
  path: string,
  relations: readonly string[],
): PathTarget | undefined {
  const module = (record: SimRecord): string | undefined => lookup(record)?.module
  if (path === 'id') return property('reference', '', 'polymorphic', relations, (record) => lookup(record)?.id)
  if (path === 'module.api_name') return property('text', '', 'polymorphic', relations, module)
  if (path !== 'module.id') return undefined
  return property('reference', '', 'polymorphic', relations, (record) => world.modules.get(module(record) ?? '')?.id)
}

function userColumn(
  world: SimWorld,
  lookup: (record: SimRecord) => LookupValue | null,
  path: string,
  relations: readonly string[],
): PathTarget | undefined {
  const users = new Map(world.users.map((user) => [user.id, user]))
  const get = userProperty(path)
  if (!get) return undefined
  const via = /^(role|profile)\./.test(path) ? 'role' : 'user'
  const kind = /(^|\.)id$/.test(path) ? 'reference' : 'text'
  return property(kind, 'Users', via, relations, (record) => {
    const user = users.get(lookup(record)?.id ?? '')
    return user && get(user)
  })
}

function userProperty(path: string): ((user: SimUser) => unknown) | undefined {
  if (userFields.includes(path)) return (user) => user[path]
  const [group, key] = path.split('.')
  if ((group !== 'role' && group !== 'profile') || (key !== 'id' && key !== 'name')) return undefined
  return (user) => user[group][key]
}

const property = (
  kind: ValueKind,
  module: string,
  via: PathTarget['via'],
  relations: readonly string[],
  read: ReadCell,
): PathTarget => ({ kind, field: null, module, via, relations, read: (record) => read(record) ?? null })
