import type { FastifyInstance } from 'fastify'
import type { JsValue } from '../../driver/inner.ts'
import { exactForms, type JsRow, type RequestSession } from '../asking.ts'
import { questionOf, readToken, writeToken } from './page-token.ts'
import { checkFilter, columnOf, pageStatement, type SortColumn, sortKeys } from './pages.ts'
import { errorAnswers, tableParameter } from './schemas.ts'
import { pathOf } from './tables.ts'

const limitMax = 2000

const query = {
  type: 'object',
  additionalProperties: false,
  properties: {
    page: { type: 'integer', minimum: 1, default: 1 },
    limit: { type: 'integer', minimum: 1, maximum: limitMax, default: 100 },
    fields: { type: 'string', description: 'columns, separated by commas; all where absent' },
    sort: { type: 'string', description: 'columns, separated by commas, - before those that descend: -Amount,id' },
    filter: { type: 'string', description: "a condition of SQL: Amount > 1000 AND Stage = 'Closed Won'" },
    page_token: { type: 'string', description: 'goes on where the page that gave it ended, without a gap or a double' },
  },
} as const

interface RowsQuery {
  readonly page: number
  readonly limit: number
  readonly fields?: string
  readonly sort?: string
  readonly filter?: string
  readonly page_token?: string
}

/** `GET /api/tables/{table}/rows`: a table page by page. */
export async function rowsRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { table: string }; Querystring: RowsQuery }>(
    '/api/tables/:table/rows',
    {
      schema: {
        operationId: 'listRows',
        summary: 'Rows of a table, page by page',
        tags: ['tables'],
        params: tableParameter,
        querystring: query,
        response: {
          200: {
            description: 'a page',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { data: { type: 'array', items: { type: 'object' } }, pagination: { type: 'object' } },
                },
              },
            },
          },
          ...errorAnswers,
        },
      },
      serializerCompiler: () => JSON.stringify,
    },
    ({ params, query: wanted, asking }) => page(params.table, wanted, asking),
  )
}

async function page(name: string, wanted: RowsQuery, asking: RequestSession) {
  return asking.use(async (db) => {
    const table = await db.table(pathOf(name), { signal: asking.signal })
    asking.allow(table)
    const sort = sortKeys(table, wanted.sort)
    const names = (wanted.fields ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const columns = names.length === 0 ? table.columns : names.map((each) => columnOf(table, each))
    const filter = wanted.filter === undefined ? undefined : checkFilter(wanted.filter)
    const of = questionOf(
      table.schema,
      table.name,
      columns.map((column) => column.name),
      wanted.sort,
      filter,
    )
    const after = wanted.page_token === undefined ? undefined : readToken(wanted.page_token, of, sort.length)
    const limit = Math.min(wanted.limit, asking.rowsMax ?? limitMax)
    const statement = pageStatement({ table, columns, sort, filter, limit, offset: (wanted.page - 1) * limit, after })
    // The values of the token keep every digit.
    const answer = await asking.open(db, statement.sql, statement.parameters, { forms: exactForms })
    const rows: JsRow[] = []
    try {
      for await (const batch of answer) rows.push(...batch)
    } finally {
      asking.ended(answer)
      await answer.close()
    }
    const shown = rows.slice(0, limit)
    const more = rows.length > limit
    const toObject = objectOf(columns)
    return {
      data: shown.map(toObject),
      pagination: {
        page: wanted.page,
        per_page: limit,
        count: shown.length,
        more_records: more,
        ...sortedBy(sort),
        next_page_token:
          more && sort.length > 0 ? writeToken({ of, values: placeOf(shown.at(-1)!, columns.length) }) : null,
      },
    }
  })
}

const placeOf = (row: JsRow, columns: number) => row.slice(columns) as (null | boolean | number | string)[]

const sortedBy = ([first]: readonly SortColumn[]) =>
  first ? { sort_by: first.column.name, sort_order: first.descending ? 'desc' : 'asc' } : {}

type RowColumns = readonly { readonly name: string; readonly type: { readonly name: string } }[]

const numbers = new Set(['numeric', 'double precision', 'real'])

/** Numbers came as texts, for the token's sake: here they are numbers. */
function objectOf(columns: RowColumns): (row: JsRow) => Record<string, JsValue> {
  return (row) =>
    Object.fromEntries(
      columns.map(({ name, type }, i) => {
        const value = row[i]!
        return [
          name,
          numbers.has(type.name) && typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value,
        ]
      }),
    )
}
