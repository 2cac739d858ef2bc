import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { FastifyInstance } from 'fastify'
import { ZohoSqlError } from '../../base/errors.ts'
import { mcpServer } from './server.ts'

/** `POST /mcp`: MCP over Streamable HTTP. Each request stands for itself: there are no sessions to keep or to lose. */
export async function mcpRoutes(app: FastifyInstance): Promise<void> {
  app.post('/mcp', { schema: { hide: true } }, async ({ raw, body, asking }, reply) => {
    const server = mcpServer(asking)
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
    reply.hijack()
    reply.raw.once('close', () => {
      void transport.close()
      void server.close()
    })
    // The transport's own type is stricter than its base about what may be undefined.
    await server.connect(transport as Parameters<typeof server.connect>[0])
    await transport.handleRequest(raw, reply.raw, body)
  })
  app.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    schema: { hide: true },
    handler: async (_request, reply) => {
      reply.header('allow', 'POST')
      throw new ZohoSqlError('METHOD_NOT_ALLOWED', 'Messages of MCP come by POST; there are no sessions here.')
    },
  })
}
