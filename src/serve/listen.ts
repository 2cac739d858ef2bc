import { once } from 'node:events'
import type { Stats } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { createConnection, type Server } from 'node:net'
import { join } from 'node:path'
import { byName } from '../base/by-name.ts'
import { ZohoSqlError } from '../base/errors.ts'

/** Where a server listens. */
export interface ListenAddress {
  /** An address, a name, the path of a Unix socket, or the directory for one. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

export const isPath = (host: string): boolean => host.includes('/')

/** Port that is listened on; undefined for a Unix socket. */
export function portOf(server: Server): number | undefined {
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** @throws {ZohoSqlError} 58030 the port is taken, the address is none of this machine's, … */
export async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  const where = isPath(host) ? { path: await socketIn(host, port) } : { host, port }
  try {
    server.listen(where)
    await once(server, 'listening')
  } catch (cause) {
    throw cannotListen(where.path ?? `${host}:${port}`, cause)
  }
}

/** 58030, with what to do about it. */
export function cannotListen(place: string, cause: unknown): ZohoSqlError {
  const { code, message } = cause as NodeJS.ErrnoException
  return new ZohoSqlError('FILE', `Cannot listen at ${place}: ${code ?? message}.`, { hint: hints[code ?? ''], cause })
}

const hints: Readonly<Record<string, string>> = byName({
  EADDRINUSE: 'Another program listens there: end it, or choose another port.',
  EADDRNOTAVAIL: "The address is none of this machine's.",
  ENOTFOUND: 'No address has that name.',
  EACCES: 'Ports below 1024 and folders of others are not open to this user.',
})

/** A socket by its name or, as PostgreSQL's clients have it, by its directory; what a killed server left goes. */
async function socketIn(place: string, port: number): Promise<string> {
  const path = (await kindOf(place))?.isDirectory() ? join(place, `.s.PGSQL.${port}`) : place
  if ((await kindOf(path))?.isSocket() && !(await answers(path))) await rm(path)
  return path
}

const kindOf = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined)

async function answers(path: string): Promise<boolean> {
  const socket = createConnection(path)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED'
  } finally {
    socket.destroy()
  }
}
