import type { FastifyInstance, FastifyReply } from 'fastify'
import { byName } from '../../base/by-name.ts'
import { isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import { mainSchema } from '../../base/schemas.ts'
import { redact } from '../../base/secret.ts'
import type { RequestSession } from '../asking.ts'
import { retryAfter, statusOf } from '../errors.ts'

/** Types of the export, and the modules they are. */
const modules: Readonly<Record<string, string>> = byName({
  contacts: 'Contacts',
  accounts: 'Accounts',
  deals: 'Deals',
  notes: 'Notes',
})

/** What Zoho's list gives at the most. */
const limitMax = 200
/** A list needs its fields named since version 3, and takes this many. */
const fieldsMax = 50

interface ExportQuery {
  readonly page?: string
  readonly limit?: string
}

export async function exportRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { type: string }; Querystring: ExportQuery }>(
    '/v1/e/zoho/export/:type',
    {
      schema: {
        operationId: 'exportRecords',
        summary: 'Records as Zoho’s list gives them',
        tags: ['export'],
        params: { type: 'object', properties: { type: { type: 'string', enum: Object.keys(modules) } } },
        querystring: {
          type: 'object',
          properties: { page: { type: 'string', default: '1' }, limit: { type: 'string', default: '10' } },
        },
      },
      // Wrong values have answers of the export's own.
      validatorCompiler: () => () => true,
    },
    async ({ params: { type }, query, asking }, reply) => {
      const module = Object.hasOwn(modules, type) ? modules[type] : undefined
      if (module === undefined)
        return reply.code(404).send({ success: false, errno: 400, message: 'Type is not Selected yet' })
      const page = numberOf(query.page, 1, Infinity)
      const limit = numberOf(query.limit, 10, limitMax)
      if (page === undefined || limit === undefined) {
        const message = `page is a number from 1 on, limit one from 1 to ${limitMax}`
        return reply.code(400).send({ success: false, errno: 400, message })
      }
      try {
        return await exported(module, page, limit, asking)
      } catch (error) {
        if (!isZohoSqlError(error)) throw error
        return refused(error, reply)
      }
    },
  )
}

/** Undefined for what is no number or out of range. */
function numberOf(text: string | undefined, otherwise: number, most: number): number | undefined {
  if (text === undefined || text === '') return otherwise
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= most ? number : undefined
}

interface ListAnswer {
  readonly data?: readonly unknown[]
  readonly info?: {
    readonly more_records?: boolean
    readonly count?: number
    readonly sort_by?: string
    readonly sort_order?: string
  }
}

async function exported(module: string, page: number, limit: number, asking: RequestSession) {
  asking.allow({ schema: mainSchema, name: module })
  return asking.use(async (db) => {
    const { columns } = await db.table([mainSchema, module], { signal: asking.signal })
    const fields = [...new Set(columns.map(({ field }) => field))].filter((field) => field !== 'id').slice(0, fieldsMax)
    const query = { fields: fields.join(','), page: String(page), per_page: String(limit) }
    const { apiVersion } = db
    const answer = await db.request<ListAnswer | undefined>('GET', `/${mainSchema}/${apiVersion}/${module}`, {
      query,
      signal: asking.signal,
    })
    asking.spent({ calls: 1, credits: 1 })
    const data = answer?.data ?? []
    const { info } = answer ?? {}
    return {
      success: true,
      message: 'Received Information',
      data,
      pagination: {
        page,
        per_page: limit,
        count: data.length,
        more_records: info?.more_records ?? false,
        ...(data.length > 0 && { sort_by: info?.sort_by ?? 'id', sort_order: info?.sort_order ?? 'desc' }),
      },
    }
  })
}

/** Zoho's refusals are passed on; a profile without a token has an answer of its own. */
function refused(error: ZohoSqlError, reply: FastifyReply) {
  if (error.code === 'TOKEN_INVALIDATED') {
    return reply.code(401).send({ success: false, errno: 401, message: 'TOKEN_INVALIDATED', token_invalidated: true })
  }
  if (error.code === 'MISSING_PROPERTY' || error.code === 'UNKNOWN_PROFILE') {
    return reply.code(404).send({ success: false, errno: 400, message: 'Access Token is not Found' })
  }
  const status = error.code === 'AUTHENTICATION_FAILED' ? 401 : (passedOn(error) ?? statusOf(error))
  const after = retryAfter(error)
  if (after !== undefined) reply.header('retry-after', String(after))
  return reply.code(status).send({ success: false, errno: status, message: redact(error.message) })
}

/** Statuses of Zoho's that a caller is told as they are. */
const passedOn = ({ status }: ZohoSqlError): number | undefined =>
  status !== undefined && [401, 403, 404, 429].includes(status) ? status : undefined
