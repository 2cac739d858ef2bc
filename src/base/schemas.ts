/** The schemas there may be, each with its one name everywhere: the property `services`, SQL, catalogues. */

/** In the order in which a table's name without a schema is looked for. */
export const serviceNames = ['crm', 'desk'] as const
export type ServiceName = (typeof serviceNames)[number]

/** The schema that sessions are in. */
export const mainSchema = 'crm' satisfies ServiceName

/** What clients of PostgreSQL call the schema that they are in. */
const publicSchema = 'public'

/** The names of the main schema. */
export type MainSchemaName = typeof mainSchema | typeof publicSchema

export const isMainSchema = (name: string): name is MainSchemaName => name === mainSchema || name === publicSchema

/** The schema that a name means besides one of that name: it is its second name. */
export const secondNameOf = (name: string): string | undefined =>
  name.toLowerCase() === publicSchema ? mainSchema : undefined

/**
 * What to do about a name in the schema of a service that the connection has not; undefined of any other name.
 *
 * @example closedSchemaHint(['desk', 'tickets'], ['crm']) // Desk is not open here: add services=crm,desk …
 */
export function closedSchemaHint(path: readonly string[], open: readonly string[]): string | undefined {
  const schema = path.at(-2)?.toLowerCase() ?? ''
  const named = serviceNames.find((name) => name === (secondNameOf(schema) ?? schema))
  if (named === undefined || open.includes(named)) return undefined
  const wanted = serviceNames.filter((name) => name === named || open.includes(name))
  return `The schema ${named} is not open here: add services=${wanted.join(',')} to the connection.`
}
