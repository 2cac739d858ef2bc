import { once } from 'node:events'
import type { Server } from 'node:net'
import type { ZohoSqlError } from '../base/errors.ts'

/** A client of a server that ends. */
interface Drained {
  /** Ends with the statement that runs; at once where none does. */
  stop(reason: ZohoSqlError): void
  /** Ends now, statement and all. */
  end(reason: ZohoSqlError): void
}

/**
 * Ends a server in good order: nobody else comes in, who rests is told at once, who works when that is done or the time
 * is up. Resolves when the last is gone.
 *
 * @param clients asked again when the time is up
 * @param graceMs milliseconds for statements that run
 */
export async function drain(
  server: Server,
  clients: () => Iterable<Drained>,
  reason: ZohoSqlError,
  graceMs: number,
): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const client of clients()) client.stop(reason)
  const late = setTimeout(() => {
    for (const client of clients()) client.end(reason)
  }, graceMs)
  await closed
  clearTimeout(late)
}
