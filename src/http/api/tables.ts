import type { FastifyInstance } from 'fastify'
import type { Table } from '../../driver/inner.ts'
import { errorAnswers, tableParameter } from './schemas.ts'

const json = (schema: object) => ({ 'application/json': { schema } })

const listed = {
  type: 'object',
  properties: {
    schema: { type: 'string' },
    name: { type: 'string' },
    kind: { type: 'string' },
    description: { type: 'string' },
  },
}

/** `GET /api/tables` and `/api/tables/{table}`: what there is. */
export async function tablesRoutes(app: FastifyInstance): Promise<void> {
  app.get(
    '/api/tables',
    {
      schema: {
        operationId: 'listTables',
        summary: 'All tables',
        tags: ['tables'],
        response: {
          200: {
            description: 'the tables',
            content: json({ type: 'object', properties: { data: { type: 'array', items: listed } } }),
          },
          ...errorAnswers,
        },
      },
    },
    async ({ asking }) =>
      asking.use(async (db) => {
        const found = await db.tables(null, null, null, null, { signal: asking.signal })
        const data = found.map(({ TABLE_SCHEM, TABLE_NAME, TABLE_TYPE, REMARKS }) => ({
          schema: String(TABLE_SCHEM),
          name: String(TABLE_NAME),
          kind: String(TABLE_TYPE).toLowerCase(),
          description: String(REMARKS ?? ''),
        }))
        return { data: data.filter((table) => asking.mayRead(table)) }
      }),
  )
  app.get<{ Params: { table: string } }>(
    '/api/tables/:table',
    {
      schema: {
        operationId: 'describeTable',
        summary: 'One table with its columns and keys',
        tags: ['tables'],
        params: tableParameter,
        response: { 200: { description: 'the table', content: json(listed) }, ...errorAnswers },
      },
      // The answer has more than its schema tells.
      serializerCompiler: () => JSON.stringify,
    },
    async ({ params, asking }) =>
      asking.use(async (db) => {
        const table = await db.table(pathOf(params.table), { signal: asking.signal })
        asking.allow(table)
        return described(table)
      }),
  )
}

/** `desk.tickets`: schema and name. */
export const pathOf = (table: string): readonly string[] => table.split('.')

function described({ schema, name, kind, description, columns, primaryKey }: Table) {
  return {
    schema,
    name,
    kind,
    description,
    columns: columns.map((column) => ({
      name: column.name,
      type: typeText(column.type),
      nullable: column.nullable,
      description: column.description,
      picklist: column.picklist ?? null,
      references: column.references ?? null,
    })),
    primaryKey,
    foreignKeys: columns.flatMap((column) =>
      column.references ? [{ column: column.name, references: column.references }] : [],
    ),
  }
}

/** `numeric(16,2)`, `bigint[]`. */
export function typeText({ name, precision, scale, length, element }: Table['columns'][number]['type']): string {
  if (name === 'array' && element) return `${typeText(element)}[]`
  if (precision !== undefined) return `${name}(${[precision, scale].filter((part) => part !== undefined).join(',')})`
  return length === undefined ? name : `${name}(${length})`
}
