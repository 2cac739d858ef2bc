import { PGlite } from '@electric-sql/pglite'
import { type SqlType, typeText } from '../../src/base/types.ts'
import { demoTables } from '../support/tables.ts'

/** PostgreSQL over the same empty tables, their names folded: says what a statement's columns are, or refuses it. */
export async function startPostgres() {
  const db = await PGlite.create()
  await db.exec('create schema crm; set search_path to crm')
  for (const table of demoTables) await db.exec(definition(table.name, table.columns))
  return {
    async describe(sql: string): Promise<Described> {
      try {
        const { queryParams, resultFields } = await db.describeQuery(sql)
        return {
          columns: resultFields.map(({ name, dataTypeID }) => ({
            name,
            type: names.get(dataTypeID) ?? String(dataTypeID),
          })),
          parameters: queryParams.map(({ dataTypeID }) => names.get(dataTypeID) ?? String(dataTypeID)),
        }
      } catch (error) {
        const { code, position, message } = error as { code: string; position?: string; message: string }
        return { sqlState: code, position: position === undefined ? undefined : Number(position) - 1, message }
      }
    },
    close: () => db.close(),
  }
}

export interface Description {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly parameters: readonly string[]
}
export interface Refusal {
  readonly sqlState: string
  readonly position: number | undefined
  readonly message: string
}
export type Described = Description | Refusal

function definition(name: string, columns: readonly { readonly name: string; readonly type: SqlType }[]): string {
  const seen = new Set<string>()
  const list = columns.map((column) => {
    const folded = column.name.toLowerCase()
    const own = seen.has(folded) ? `${folded}_` : folded
    seen.add(folded)
    return `"${own}" ${typeText(column.type)}${own === 'id' ? ' primary key' : ''}`
  })
  return `create table crm.${name} (${list.join(', ')})`
}

const names = new Map(
  Object.entries({
    boolean: [16, 1000],
    smallint: [21, 1005],
    integer: [23, 1007],
    bigint: [20, 1016],
    numeric: [1700, 1231],
    real: [700, 1021],
    'double precision': [701, 1022],
    text: [25, 1009],
    varchar: [1043, 1015],
    char: [1042, 1014],
    date: [1082, 1182],
    time: [1083, 1183],
    timestamp: [1114, 1115],
    timestamptz: [1184, 1185],
    interval: [1186, 1187],
    json: [114, 199],
  }).flatMap(([name, [scalar, array]]): [number, string][] => [
    [scalar!, name],
    [array!, `${name}[]`],
  ]),
)

/** A type of ours by the same names. */
export const shortType = (type: SqlType): string => (type.name === 'array' ? `${type.element?.name}[]` : type.name)
