import type { FastifyInstance } from 'fastify'
import type { Parameters } from '../../driver/inner.ts'
import { errorAnswers, parametersSchema } from './schemas.ts'

interface ExplainRequestBody {
  readonly sql: string
  readonly params?: Parameters
}

/** `POST /api/explain`: what a statement would ask of Zoho, and its price; nothing is read but metadata. */
export async function explainRoutes(app: FastifyInstance): Promise<void> {
  app.post<{ Body: ExplainRequestBody }>(
    '/api/explain',
    {
      schema: {
        operationId: 'explainSql',
        summary: 'The plan and price of a statement',
        tags: ['sql'],
        body: {
          type: 'object',
          required: ['sql'],
          additionalProperties: false,
          properties: { sql: { type: 'string', minLength: 1 }, params: parametersSchema },
        },
        response: {
          200: { description: 'the plan', content: { 'application/json': { schema: {} } } },
          ...errorAnswers,
        },
      },
    },
    async ({ body: { sql, params }, asking }) =>
      asking.use(async (db) => {
        // Opened, not read: whether the tables are allowed is found out before anything is told.
        await (await asking.open(db, sql, params ?? [])).close()
        const plan = await db.explain(sql, params ?? [], { signal: asking.signal })
        const perPage = plan.scans.flatMap(({ price }) => price.perPage ?? [])
        return {
          plan: { mode: plan.mode, scans: plan.scans, residual: plan.residual, notices: plan.notices },
          text: String(plan),
          price: { calls: plan.calls, credits: plan.credits, perPage },
        }
      }),
  )
}
