/** What a write asks of a module's fields again and again, looked up once for each list of fields. */
import type { SimField } from '../model.ts'
import type { StoredModule } from '../store.ts'

interface Traits {
  /** Fields whose rows are in a module of their own. */
  readonly owners: readonly SimField[]
  readonly mandatory: readonly SimField[]
  /** Fields of which no two records may hold the same. */
  readonly unique: readonly SimField[]
  readonly autoNumbers: readonly SimField[]
  /** A record in which nothing was set: boxes are not ticked. */
  readonly blank: Readonly<Record<string, unknown>>
}

export const isOwner = (field: SimField): boolean =>
  field.subform !== null ||
  field.multiselectlookup.linking_module !== undefined ||
  field.multiuserlookup.linking_module !== undefined

const known = new WeakMap<readonly SimField[], Traits>()

function look(fields: readonly SimField[]): Traits {
  return {
    owners: fields.filter(isOwner),
    mandatory: fields.filter((field) => field.system_mandatory),
    unique: fields.filter((field) => Object.keys(field.unique).length > 0),
    autoNumbers: fields.filter((field) => field.data_type === 'autonumber'),
    blank: Object.fromEntries(fields.map((field) => [field.api_name, field.data_type === 'boolean' ? false : null])),
  }
}

export function traitsOf({ fields }: StoredModule): Traits {
  const traits = known.get(fields) ?? look(fields)
  known.set(fields, traits)
  return traits
}
