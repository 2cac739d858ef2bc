import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { version } from '../../package.json'

/** `/openapi.json`: what there is, made of the routes' own schemas. */
export const openApi = fp(async (app: FastifyInstance): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'zohosql',
        version,
        description: 'Zoho’s tables as JSON: rows by pages, SQL, plans and prices.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'a token of zohosql token add' },
          basic: { type: 'http', scheme: 'basic', description: 'any user, the token as password' },
        },
      },
      security: [{ bearer: [] }, { basic: [] }, {}],
    },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
})
