import type { FastifyInstance } from 'fastify'
import { ZohoSqlError } from '../../base/errors.ts'
import type { Parameters } from '../../driver/inner.ts'
import { begin, formats, streamOf } from './answers.ts'
import { errorAnswers, parametersSchema } from './schemas.ts'

interface SqlRequestBody {
  readonly sql: string
  readonly params?: Parameters
  readonly maxCredits?: number
  readonly format?: string
}

const body = {
  type: 'object',
  required: ['sql'],
  additionalProperties: false,
  properties: {
    sql: { type: 'string', minLength: 1, description: 'one statement, in PostgreSQL’s SQL' },
    params: parametersSchema,
    maxCredits: {
      type: 'integer',
      minimum: 0,
      description: 'a statement that costs more is refused before its first call',
    },
    format: { type: 'string', enum: Object.keys(formats), default: 'json' },
  },
}

/** `POST /api/sql`: one statement and its rows, streamed. */
export async function sqlRoutes(app: FastifyInstance): Promise<void> {
  app.post<{ Body: SqlRequestBody }>(
    '/api/sql',
    {
      schema: {
        operationId: 'runSql',
        summary: 'Run one statement',
        description:
          'JSON: { columns, rows, complete, stats }. NDJSON: a row a line, then { "$end": … } or { "$error": … }. An error after rows breaks a JSON or CSV answer off.',
        tags: ['sql'],
        body,
        response: {
          200: {
            description: 'the rows',
            content: Object.fromEntries(
              Object.values(formats).map(({ type }) => [type.split(';')[0]!, { schema: {} }]),
            ),
          },
          ...errorAnswers,
        },
      },
    },
    async ({ body: { sql, params, maxCredits, format = 'json' }, asking }, reply) => {
      const form = formats[format]
      if (!form) throw new ZohoSqlError('BAD_REQUEST', `There is no format "${format}".`)
      const begun = await asking.use(async (db) => {
        const answer = await asking.open(db, sql, params ?? [], { forms: form.forms, maxCredits })
        return begin(answer, asking.rowsMax)
      })
      return reply.type(form.type).send(streamOf(form, begun, asking))
    },
  )
}
