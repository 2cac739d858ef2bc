import type { SqlType } from '../../base/types.ts'

/** What OData calls the types, and what is told of them besides. */
export interface EdmType {
  readonly name: string
  readonly collection?: true
  readonly precision?: number
  readonly scale?: number | 'variable'
  readonly length?: number
}

const names: Partial<Readonly<Record<SqlType['name'], string>>> = {
  boolean: 'Edm.Boolean',
  smallint: 'Edm.Int16',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  numeric: 'Edm.Decimal',
  real: 'Edm.Single',
  'double precision': 'Edm.Double',
  date: 'Edm.Date',
  time: 'Edm.TimeOfDay',
  timestamp: 'Edm.DateTimeOffset',
  timestamptz: 'Edm.DateTimeOffset',
  interval: 'Edm.Duration',
}

/** Texts, and what has no type in OData (JSON), are strings. */
export function edmOf(type: SqlType): EdmType {
  if (type.name === 'array' && type.element) return { ...edmOf(type.element), collection: true }
  const name = names[type.name] ?? 'Edm.String'
  if (name === 'Edm.Decimal') {
    return {
      name,
      ...(type.precision !== undefined && { precision: type.precision }),
      scale: type.scale ?? 'variable',
    }
  }
  if (name === 'Edm.DateTimeOffset') return { name, precision: 6 }
  return { name, ...(type.length !== undefined && { length: type.length }) }
}

export const edmName = (type: SqlType): string => {
  const { name, collection } = edmOf(type)
  return collection ? `Collection(${name})` : name
}
