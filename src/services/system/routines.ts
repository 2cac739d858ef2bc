import { databaseName } from '../../base/names.ts'
import { bareTypeText, internalName } from '../../base/odbc-types.ts'
import type { Procedure } from '../../source/index.ts'
import { Oids } from './oids.ts'
import type { SystemRow } from './rows/row.ts'

/** The services' procedures as `information_schema.routines` and `.parameters` have them. */

const numbers = new Oids()

const specificOf = (schema: string, { name }: Procedure): SystemRow => ({
  specific_catalog: databaseName,
  specific_schema: schema,
  // Two procedures of a name may differ in their arguments: hence PostgreSQL's number.
  specific_name: `${name}_${numbers.of(`procedure ${schema}.${name}`)}`,
})

export const routineRows = (schema: string, procedure: Procedure): readonly SystemRow[] => [
  {
    ...specificOf(schema, procedure),
    routine_catalog: databaseName,
    routine_schema: schema,
    routine_name: procedure.name,
    routine_type: 'PROCEDURE',
    routine_body: 'EXTERNAL',
    external_language: 'INTERNAL',
    parameter_style: 'GENERAL',
    is_deterministic: 'NO',
    sql_data_access: procedure.reads ? 'READS' : 'MODIFIES',
    schema_level_routine: 'YES',
    max_dynamic_result_sets: 0,
    security_type: 'INVOKER',
    as_locator: 'NO',
    is_udt_dependent: 'NO',
  },
]

export const parameterRows = (schema: string, procedure: Procedure): readonly SystemRow[] =>
  procedure.parameters.map(({ name, type, required }, index) => ({
    ...specificOf(schema, procedure),
    ordinal_position: index + 1,
    parameter_mode: 'IN',
    is_result: 'NO',
    as_locator: 'NO',
    parameter_name: name,
    data_type: bareTypeText(type),
    udt_catalog: databaseName,
    udt_schema: 'pg_catalog',
    udt_name: internalName(type),
    dtd_identifier: String(index + 1),
    parameter_default: required ? null : 'NULL',
  }))
