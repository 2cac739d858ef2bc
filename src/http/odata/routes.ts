import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZohoSqlError } from '../../base/errors.ts'
import { answerBatch } from './batch/index.ts'
import { headerOf } from './negotiate.ts'
import { type ODataAnswer, type ODataRequest, ODataService } from './service.ts'

/** `/odata/`: entity sets, metadata and batches. */
export async function odataRoutes(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    scope.addContentTypeParser('multipart/mixed', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const url of ['/odata', '/odata/*']) {
      scope.route({
        method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url,
        schema: { hide: true },
        handler: async (request, reply) => send(reply, await answer(request)),
      })
    }
  })
}

async function answer(request: FastifyRequest): Promise<ODataAnswer> {
  const asked = asRequest(request)
  if (request.method === 'POST' && /^(\$|%24)batch\/?$/i.test(asked.path))
    return answerBatch(asked, request.body, new ODataService(request.asking))
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ZohoSqlError('METHOD_NOT_ALLOWED', `${request.method} is not for /odata/, which is read with GET.`, {
      hint: 'Only POST /odata/$batch takes a body.',
    })
  return new ODataService(request.asking).answer(asked)
}

function asRequest(request: FastifyRequest): ODataRequest {
  const [path = '', ...query] = request.url.split('?')
  return {
    path: path.replace(/^\/odata\/?/, ''),
    query: query.join('?'),
    headers: request.headers,
    base: baseOf(request),
  }
}

/** The address under which the client knows the service; a proxy before it tells how it was reached. */
function baseOf(request: FastifyRequest): string {
  const proto = headerOf(request.headers, 'x-forwarded-proto')?.split(',')[0]?.trim()
  const forwarded = headerOf(request.headers, 'x-forwarded-host')?.split(',')[0]?.trim()
  const host = forwarded && /^[\w.:[\]-]+$/.test(forwarded) ? forwarded : request.host
  return `${proto === 'https' || proto === 'http' ? proto : request.protocol}://${host}/odata/`
}

function send(reply: FastifyReply, { status, headers, body }: ODataAnswer): FastifyReply {
  void reply.code(status).headers(headers)
  if (body === undefined || typeof body === 'string') return reply.send(body)
  return reply.send(Readable.from(body, { objectMode: false, highWaterMark: 65_536 }))
}
