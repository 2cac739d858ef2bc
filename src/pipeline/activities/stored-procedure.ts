import { ZohoSqlError } from '../../base/errors.ts'
import { type Database, quotedTable, readTableName } from '../../output/databases/index.ts'
import { readReference, resolveLinkedService } from '../factory/index.ts'
import type { ReadWork } from './activity.ts'
import { parameterOf } from './bound.ts'
import { needed, textIn, valueIn, wanted } from './values.ts'

/** Calls a procedure, or a function, of a PostgreSQL database, with arguments by name. */
export const readStoredProcedure: ReadWork = ({ properties, activity, reading }) => {
  const reference = readReference(reading.factory, activity.member('linkedServiceName'), reading.names)
  if (!['postgres', 'database'].includes(reference.service.role)) {
    throw activity
      .member('linkedServiceName')
      .refusal(`A linked service of type ${reference.service.type} has no procedures.`)
  }
  const procedure = needed(properties.member('storedProcedureName'), reading)
  const parameters = properties
    .member('storedProcedureParameters')
    .members()
    .map(([name, node]) => {
      const found = { name, value: wanted(node.member('value'), reading) }
      node.done(['type'])
      return found
    })
  properties.done()
  return {
    services: [reference.service],
    input: (scope) => ({
      storedProcedureName: textIn(procedure, scope),
      storedProcedureParameters: Object.fromEntries(parameters.map(({ name, value }) => [name, valueIn(value, scope)])),
    }),
    preview: async ({ scope }) => [`calls ${textIn(procedure, scope)}`],
    async run({ scope, environment, signal }) {
      const database = await environment.stores.database(reference.service, resolveLinkedService(reference, scope))
      const named = nameOf(textIn(procedure, scope))
      const word = await wordFor(named, database)
      // Names of arguments are folded as PostgreSQL folds what is not quoted.
      const args = parameters.map(({ name }, i) => `${argumentName(name)} => $${i + 1}`).join(', ')
      const values = parameters.map(({ value }) => parameterOf(valueIn(value, scope)))
      await database.run(`${word} ${named}(${args})`, values, signal)
      return {}
    },
  }
}

/** `[dbo].[usp_write]`, `dbo.usp_write`: unquoted names are PostgreSQL's in small letters. */
function nameOf(text: string): string {
  const table = readTableName(text.replaceAll('[', '"').replaceAll(']', '"'))
  if (!table) throw new ZohoSqlError('EXPRESSION_FAILED', `"${text}" is no name of a procedure.`)
  const isQuoted = /["[]/.test(text)
  const folded = (name: string): string => (isQuoted ? name : name.toLowerCase())
  return quotedTable({ ...(table.schema !== undefined && { schema: folded(table.schema) }), name: folded(table.name) })
}

function argumentName(name: string): string {
  const bare = name.replace(/^@/, '')
  return /^[A-Za-z_]\w*$/.test(bare) ? bare : `"${bare.replaceAll('"', '""')}"`
}

/** A function is called by SELECT. */
async function wordFor(named: string, database: Database): Promise<string> {
  if (database.kind !== 'postgres') {
    throw new ZohoSqlError('NOT_SUPPORTED', 'SQLite has no procedures.', { hint: 'A Script activity runs SQL there.' })
  }
  const { rows } = await database.run(`SELECT prokind = 'f' FROM pg_proc WHERE oid = to_regproc($1)`, [named])
  return rows[0]?.[0] === true ? 'SELECT' : 'CALL'
}
