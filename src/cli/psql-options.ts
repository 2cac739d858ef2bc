import type { OptionValues } from './options.ts'
import { usageError } from './usage.ts'

/** Two of psql's options have other meanings here: whoever types them out of habit is told, and nothing is run. */

const startsAsSql =
  /^\s*(\\|--|\(|(select|with|values|table|show|explain|set|begin|insert|update|delete|call|describe)\s)/i
const isConnection = /^\s*[\w ]+=/

/** @throws ZohoSqlError USAGE */
export function refuseHabits({ connection, format }: OptionValues): void {
  if (connection !== undefined && startsAsSql.test(connection) && !isConnection.test(connection)) {
    throw usageError('-c takes a connection, and this looks like SQL.', 'SQL needs no option: zohosql "SELECT …"')
  }
  if (format !== undefined && /[./\\]/.test(format)) {
    throw usageError(
      `-f takes a format, and "${format}" looks like a file.`,
      `A file needs no option: zohosql ${format}`,
    )
  }
}
