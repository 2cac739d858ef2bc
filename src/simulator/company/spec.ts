/** What the description of one module of the company consists of, and the words it is written in. */
import { type FieldInput, type ModuleInput, moduleId } from '../fields.ts'
import type { CellMaker } from './cells.ts'
import type { Pools } from './pools.ts'

/** A field with the source of its values; without one it is virtual or always empty. */
export interface ColumnSpec {
  readonly field: FieldInput
  readonly cell?: CellMaker
}

export interface CompanyModuleSpec {
  readonly meta: ModuleInput
  /** Rows when the largest module has {@link unscaledRows}; `fixed`: whatever the scale. */
  readonly rows: number
  readonly fixed?: true
  /** Field that names a record, shown where others look it up. */
  readonly nameField: string
  /** Module whose rows own this one's, and the field that says so. */
  readonly parent?: { readonly module: string; readonly field: string; readonly pattern: readonly number[] }
  readonly columns: (company: Company) => readonly ColumnSpec[]
}

/** What a description may draw on. */
export interface Company {
  readonly pools: Pools
  /** Rows of a module. */
  count(module: string): number
  /** Lookup to any row of a module. */
  link(module: string): CellMaker
  /** Lookup to a row of the same module with a smaller number, so that parents form no circle. */
  linkBefore(module: string): CellMaker
  /** Lookup to the row that owns this one, by the pattern of the module described. */
  linkParent(module: string): CellMaker
  /** A multi-module lookup: any row of any of the modules. */
  linkAny(modules: readonly string[]): CellMaker
  /** Any user, the first ones more often. */
  readonly user: CellMaker
  readonly layout: (module: string) => CellMaker
}

/** Rows of the largest module (Deals) of the company as it comes. */
export const unscaledRows = 2500

export const column = (
  api_name: string,
  data_type: string,
  cell?: CellMaker,
  more: Partial<FieldInput> = {},
): ColumnSpec => ({ field: { ...more, api_name, data_type }, ...(cell ? { cell } : {}) })

/** The same, of a field that an administrator of the company made. */
export const custom = (
  api_name: string,
  data_type: string,
  cell?: CellMaker,
  more: Partial<FieldInput> = {},
): ColumnSpec => column(api_name, data_type, cell, { custom_field: true, ...more })

export const readOnly: Partial<FieldInput> = { read_only: true }
export const mandatory: Partial<FieldInput> = { system_mandatory: true }

/** A picklist that may be empty begins with `-None-`, which no record holds. */
export const optionalValues = (values: readonly string[]): Partial<FieldInput> => ({
  pick_list_values: ['-None-', ...values],
})
export const values = (pick: readonly string[]): Partial<FieldInput> => ({ pick_list_values: pick })

const reference = (api_name: string): { api_name: string; id: string } => ({ api_name, id: moduleId(api_name) })

/** Lookup to a module, which shows the records that point to it under `relatedList`. */
export const to = (module: string, relatedList: string): Partial<FieldInput> => ({
  lookup: { module: reference(module), display_label: relatedList.replaceAll('_', ' '), api_name: relatedList },
})

/** Lookup to any of several modules. */
export const toAny = (modules: readonly string[], relatedList: string): Partial<FieldInput> => ({
  multi_module_lookup: { api_name: relatedList, modules: modules.map(reference) },
})

/** Rows of another module, shown within the parent. */
export const rowsIn = (module: string): Partial<FieldInput> => ({
  subform: { module, id: moduleId(module) },
  associated_module: { module, id: moduleId(module) },
})
