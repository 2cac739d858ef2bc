import { Secret } from '../../base/secret.ts'

/** For messages; what is taken for a password is kept from logs too. */
export function withoutPassword(url: string): string {
  const password = /^[a-z]+:\/\/[^:@/]*:([^@]*)@/i.exec(url)?.[1]
  if (password === undefined) return url
  new Secret(password)
  return url.replace(`:${password}@`, ':***@')
}
