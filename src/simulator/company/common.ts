/** Columns that nearly every module has. */
import { always, computed, createdTimes, maybe, modifiedTimes, oneOf } from './cells.ts'
import { type ColumnSpec, type Company, column, readOnly } from './spec.ts'

const tagPool = [
  [],
  [],
  [],
  [{ name: 'vip', id: '5725767000000900001', color_code: '#1db9b4' }],
  [
    { name: 'vip', id: '5725767000000900001', color_code: '#1db9b4' },
    { name: "O'Tag; two", id: '5725767000000900002', color_code: null },
  ],
]

export const idColumn: ColumnSpec = {
  field: { api_name: 'id', data_type: 'bigint', field_label: 'Record Id', read_only: true, visible: false, length: 18 },
}

/** `Created_Time` and what follows from it, for a module of `rows` rows. */
export const timeColumns = (rows: number): readonly ColumnSpec[] => [
  column('Created_Time', 'datetime', createdTimes(rows), readOnly),
  column('Modified_Time', 'datetime', modifiedTimes, readOnly),
]

/** Owner, who made and changed it, times, layout, tags. */
export const systemColumns = (company: Company, module: string): readonly ColumnSpec[] => [
  column('Owner', 'ownerlookup', company.user, { field_label: `${module.replace(/s$/, '')} Owner` }),
  column('Created_By', 'ownerlookup', company.user, { ...readOnly, ui_type: 20 }),
  column('Modified_By', 'ownerlookup', company.user, { ...readOnly, ui_type: 20 }),
  ...timeColumns(company.count(module)),
  column(
    'Last_Activity_Time',
    'datetime',
    maybe(
      0.3,
      computed((row) => row.Modified_Time),
    ),
    readOnly,
  ),
  column('Layout', 'layout', company.layout(module)),
  column('Tag', 'text', oneOf(tagPool), { json_type: 'jsonarray', length: 2000, virtual_field: true, sortable: false }),
  column('Record_Image', 'profileimage', always(null)),
]
