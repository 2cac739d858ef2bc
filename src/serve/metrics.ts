import type { Server } from 'node:http'
import { createServer } from '../base/node-http.ts'
import type { Register } from './register.ts'

/** What figures are made of. */
type Counted = Pick<Register<unknown>, 'accepted' | 'refused' | 'clients' | 'spent'>

/** Figures of a door, in the text form that Prometheus reads. */
export class Metrics {
  readonly #register: Counted

  constructor(register: Counted) {
    this.#register = register
  }

  text(): string {
    const register = this.#register
    const now = register.clients()
    const { calls, credits } = register.spent()
    return [
      metric('sessions', 'gauge', 'Sessions that are open.', now.length),
      metric('statements_active', 'gauge', 'Statements that are running.', now.filter((c) => c.activity.active).length),
      metric('connections_total', 'counter', 'Connections that were accepted.', register.accepted),
      metric('connections_refused_total', 'counter', 'Connections that were refused.', register.refused),
      metric('zoho_calls_total', 'counter', 'HTTP exchanges with Zoho.', calls),
      metric('zoho_credits_total', 'counter', 'API credits spent.', credits),
      metric('resident_bytes', 'gauge', 'Memory of the process.', process.memoryUsage.rss()),
    ].join('')
  }
}

const metric = (name: string, type: string, help: string, value: number): string =>
  `# HELP zohosql_${name} ${help}\n# TYPE zohosql_${name} ${type}\nzohosql_${name} ${value}\n`

/** `/healthz` and `/metrics`, for a server on loopback. */
export function serveMetrics(metrics: Metrics, healthy: () => boolean): Server {
  return createServer((request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4')
      response.end(metrics.text())
    } else if (request.url === '/healthz') {
      response.statusCode = healthy() ? 200 : 503
      response.end(healthy() ? 'ok\n' : 'stopping\n')
    } else {
      response.statusCode = 404
      response.end()
    }
  })
}
