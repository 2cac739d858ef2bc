import { fileURLToPath } from 'node:url'
import { ZohoSqlError } from '../../base/errors.ts'
import { Secret } from '../../base/secret.ts'

/** What `--target NAME=URL` and `--secret NAME=VALUE` say. */
export interface Mapping {
  /** By the linked service's name in small letters. */
  readonly targets: ReadonlyMap<string, string>
  readonly secret: (name: string) => string | undefined
}

const pairOf = (option: string, text: string): readonly [string, string] => {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new ZohoSqlError('USAGE', `--${option} takes NAME=…; there is no = in what was given.`)
}

/** @throws {ZohoSqlError} USAGE */
export function readMapping(
  targets: readonly string[],
  secrets: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Mapping {
  const given = new Map(
    secrets.map((text) => {
      const [name, value] = pairOf('secret', text)
      new Secret(value)
      return [normal(name), value] as const
    }),
  )
  return {
    targets: new Map(targets.map((text) => pairOf('target', text)).map(([name, url]) => [name.toLowerCase(), url])),
    secret(name) {
      const value = given.get(normal(name)) ?? environment[`ZOHOSQL_SECRET_${normal(name)}`]
      if (value !== undefined) new Secret(value)
      return value
    },
  }
}

/** Names of variables have letters, digits and `_` only: `zoho-token` is given by `ZOHOSQL_SECRET_ZOHO_TOKEN`. */
const normal = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '_')

export const variableOf = (name: string): string => `$ZOHOSQL_SECRET_${normal(name)}`

/** `file:///srv/data`, `file://data`, `data`: a folder. */
export function folderOf(target: string): string {
  if (!/^file:/i.test(target)) return target
  return target.startsWith('file:///') ? fileURLToPath(target) : target.replace(/^file:(\/\/)?/i, '')
}
