import { ZohoSqlError } from '../../base/errors.ts'
import { isLoopback } from '../../base/loopback.ts'

/**
 * Whether a request may come from where it says. Without tokens a page of the web must not reach this server through
 * somebody's browser: neither under a name of its own that leads to loopback (DNS rebinding), nor as a foreign origin.
 *
 * @param host the header Host or :authority
 * @throws {ZohoSqlError} FOREIGN_HOST 421, FORBIDDEN 403
 */
export function checkOrigin(host: string | undefined, origin: string | undefined): void {
  const name = hostName(host)
  if (name === undefined || !isLoopback(name)) {
    throw new ZohoSqlError('FOREIGN_HOST', 'This server answers programs of its own machine, under localhost alone.')
  }
  if (origin === undefined) return
  const from = URL.parse(origin)
  if (!from || !isLoopback(from.hostname.replace(/^\[|\]$/g, ''))) {
    throw new ZohoSqlError('FORBIDDEN', 'Pages of other origins may not ask here.')
  }
}

/** `localhost:8080`, `[::1]:8080` without the port. */
const hostName = (host: string | undefined): string | undefined =>
  /^\[([^\]]+)\](?::\d+)?$/.exec(host ?? '')?.[1] ?? /^([^:]+)(?::\d+)?$/.exec(host ?? '')?.[1]
