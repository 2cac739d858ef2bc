import { createServer, type Server } from 'node:http'
import type { Connection } from './connection.ts'

/** Counters of a gateway, in the text form that Prometheus reads. */
export class Metrics {
  connections = 0
  refused = 0
  readonly #sessions: () => Iterable<Connection>
  /** Of sessions that are over. */
  #calls = 0
  #credits = 0

  constructor(sessions: () => Iterable<Connection>) {
    this.#sessions = sessions
  }

  /** Keeps what a session spent when it ends. */
  left({ session }: Connection): void {
    this.#calls += session?.spent.calls ?? 0
    this.#credits += session?.spent.credits ?? 0
  }

  text(): string {
    const now = [...this.#sessions()].flatMap(({ session }) => (session ? [session] : []))
    const sum = (of: (spent: { calls: number; credits: number }) => number): number =>
      now.reduce((total, { spent }) => total + of(spent), 0)
    return [
      metric('sessions', 'gauge', 'Sessions that are open.', now.length),
      metric('statements_active', 'gauge', 'Statements that are running.', now.filter((s) => s.activity.active).length),
      metric('connections_total', 'counter', 'Connections that were accepted.', this.connections),
      metric('connections_refused_total', 'counter', 'Connections that were refused.', this.refused),
      metric('zoho_calls_total', 'counter', 'HTTP exchanges with Zoho.', this.#calls + sum(({ calls }) => calls)),
      metric('zoho_credits_total', 'counter', 'API credits spent.', this.#credits + sum(({ credits }) => credits)),
      metric('resident_bytes', 'gauge', 'Memory of the process.', process.memoryUsage.rss()),
    ].join('')
  }
}

const metric = (name: string, type: string, help: string, value: number): string =>
  `# HELP zohosql_${name} ${help}\n# TYPE zohosql_${name} ${type}\nzohosql_${name} ${value}\n`

/** `/healthz` and `/metrics`, on loopback. */
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
