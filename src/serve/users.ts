import { readFile } from 'node:fs/promises'
import { ZohoSqlError } from '../base/errors.ts'
import { makeVerifier, readVerifier, type Verifier } from './verifier.ts'

/** Users by name; undefined: nobody is asked for a password. */
export type Users = ReadonlyMap<string, Verifier> | undefined

/** Users with their passwords as a server keeps them. */
export const usersOf = (passwords: ReadonlyMap<string, string>): NonNullable<Users> =>
  new Map([...passwords].map(([user, password]) => [user, makeVerifier(password)]))

/**
 * Users of a file with a line `name:password` for each, where the password may be a verifier as PostgreSQL keeps it in
 * pg_authid; `#` begins a comment line.
 *
 * @throws {ZohoSqlError} 58030
 */
export async function readUsers(path: string): Promise<NonNullable<Users>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ZohoSqlError('FILE', `The file of users ${path} could not be read.`, { cause })
  })
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(':')
      const secret = line.slice(at + 1)
      if (at < 1 || secret === '') throw new ZohoSqlError('FILE', `${path}: a line is not name:password.`)
      return [line.slice(0, at), readVerifier(secret) ?? makeVerifier(secret)] as const
    }),
  )
}
