/**
 * What is known of the account: its organisation, its modules, their fields (each module's when first needed). Each is
 * asked for once per `metadataTtl`; what `/fields` does not tell is built in (`modules`, `children`).
 */
import { isZohoSqlError } from '../../../base/errors.ts'
import type { Remembered } from '../../../base/remembered.ts'
import type { ReadContext, Table, TableName } from '../../../source/index.ts'
import { children } from './children.ts'
import { type Around, childTable, moduleTable, schema } from './columns.ts'
import {
  type DeskFieldMeta,
  type DeskModuleMeta,
  dataOf,
  lacksValues,
  readFields,
  readLayout,
  readModules,
} from './metadata.ts'
import { customModule, modules } from './modules.ts'
import { chosenOrg, namedOrg, type Org } from './org.ts'
import { actionsOf } from './settable.ts'
import type { DeskModuleSpec } from './spec.ts'

/** GET of metadata: the parsed body, or undefined where there is none (204). */
export type GetDeskMetadata = (
  path: string,
  query: Readonly<Record<string, string>>,
  context: ReadContext,
  org?: string,
) => Promise<unknown>

export interface DeskCatalogOptions {
  readonly get: GetDeskMetadata
  readonly remembered: Remembered
  /** The property `orgId`. */
  readonly orgId: string | undefined
  /** CRM is open as well. */
  readonly crm: boolean
}

/** Modules of which there is no metadata. */
const withoutMetadata: ReadonlySet<string> = new Set(['departments', 'teams', 'articles'])

export class DeskCatalog {
  readonly #options: DeskCatalogOptions
  readonly #built = new Map<string, { readonly fields: readonly DeskFieldMeta[]; readonly table: Table }>()

  constructor(options: DeskCatalogOptions) {
    this.#options = options
  }

  org(context: ReadContext): Promise<Org> {
    const { get, remembered, orgId } = this.#options
    const load = async (): Promise<Org> => {
      try {
        return chosenOrg(await get('organizations', {}, context), orgId)
      } catch (error) {
        return namedOrg(orgId, error, context)
      }
    }
    return remembered.get(`org ${orgId ?? ''}`, load, context.signal)
  }

  async tables(context: ReadContext): Promise<readonly TableName[]> {
    const specs = await this.#modules(context)
    return [...specs, ...children].map(({ name, description }) => ({
      schema,
      name,
      kind: 'table',
      description,
      actions: actionsOf(name),
    }))
  }

  async table(name: string, context: ReadContext): Promise<Table | undefined> {
    const specs = await this.#modules(context)
    const around: Around = { isTable: (table) => specs.some((spec) => spec.name === table), crm: this.#options.crm }
    const child = children.find((spec) => spec.name === name)
    if (child) return this.#build(name, [], () => childTable(child, around))
    const spec = specs.find((known) => known.name === name)
    if (!spec) return undefined
    const fields = withoutMetadata.has(name) ? [] : await this.#fields(name, context)
    return this.#build(name, fields, () => moduleTable(spec, fields, around))
  }

  forget(table?: string): boolean {
    return this.#options.remembered.forget(table === undefined ? 'modules' : `fields ${table}`)
  }

  #build(name: string, fields: readonly DeskFieldMeta[], make: () => Table): Table {
    const known = this.#built.get(name)
    if (known && (known.fields === fields || fields.length === 0)) return known.table
    const table = make()
    this.#built.set(name, { fields, table })
    return table
  }

  /** Desk's own modules, and those that the company made. */
  async #modules(context: ReadContext): Promise<readonly DeskModuleSpec[]> {
    const load = async (): Promise<DeskModuleMeta[]> => {
      const answer = await this.#asked('organizationModules', {}, context)
      return readModules(answer).filter(({ apiName }) => apiName.startsWith('cm_'))
    }
    const custom = await this.#options.remembered.get('modules', load, context.signal)
    return [...modules, ...custom.map(({ apiName, label }) => customModule(apiName, label))]
  }

  #fields(module: string, context: ReadContext): Promise<DeskFieldMeta[]> {
    const load = async (): Promise<DeskFieldMeta[]> => {
      const fields = readFields(await this.#asked('fields', { module }, context))
      return lacksValues(fields) ? this.#valued(module, fields, context) : fields
    }
    return this.#options.remembered.get(`fields ${module}`, load, context.signal)
  }

  /** The fields with the values that stand in layouts only (facts 13). */
  async #valued(module: string, fields: readonly DeskFieldMeta[], context: ReadContext): Promise<DeskFieldMeta[]> {
    const values = new Map<string, Set<string>>()
    for (const { id } of dataOf(await this.#asked('layouts', { module }, context))) {
      for (const [name, some] of readLayout(await this.#asked(`layouts/${String(id)}`, {}, context)))
        values.set(name, new Set([...(values.get(name) ?? []), ...some]))
    }
    return fields.map((field) =>
      field.values.length > 0 ? field : { ...field, values: [...(values.get(field.apiName) ?? [])] },
    )
  }

  /** What a token may not ask, or a portal has not, is nothing: what is built in stands without it. */
  async #asked(path: string, query: Readonly<Record<string, string>>, context: ReadContext): Promise<unknown> {
    const { id } = await this.org(context)
    try {
      return await this.#options.get(path, query, context, id)
    } catch (error) {
      if (!isZohoSqlError(error) || !['SCOPE_MISSING', 'PERMISSION_DENIED', 'REMOTE_REFUSED'].includes(error.code))
        throw error
      context.meter.notices.push(`Desk does not tell ${path}: custom fields, modules and picklists may be missing`)
      return undefined
    }
  }
}
