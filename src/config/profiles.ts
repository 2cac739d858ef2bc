/**
 * Profiles: connections that were signed in once and have a name, in one JSON file of the user's own. A profile may
 * hold any connection property.
 *
 * ```json
 * { "version": 1, "default": "work",
 *   "profiles": { "work": { "properties": { "dataCenter": "eu", "clientId": "…", … }, "organisation": "…", "user": "…" } } }
 * ```
 */
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lock } from 'proper-lockfile'
import { ZohoSqlError } from '../base/errors.ts'
import { userFolders } from '../base/home.ts'
import { nearest } from '../base/names.ts'
import { writePrivateJson } from '../base/private-file.ts'
import type { Pairs } from './connection-string.ts'
import type { ProcessEnvironment } from './dsn.ts'

export interface Profile {
  readonly name: string
  /** Texts by the names of the table of properties. */
  readonly properties: Readonly<Record<string, string>>
  /** Whose account it was when it was made: for lists. */
  readonly organisation?: string
  readonly user?: string
}

interface ProfileFileContents {
  readonly version: 1
  readonly default?: string
  readonly profiles: Readonly<Record<string, Omit<Profile, 'name'>>>
}

/** `$ZOHOSQL_PROFILE_FILE`, else in the user's folder of configurations. */
export const profileFile = (env: ProcessEnvironment): string =>
  env.ZOHOSQL_PROFILE_FILE || join(userFolders().config, 'profiles.json')

/** The simulated company has its name already. */
export const isProfileName = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name) && name.toLowerCase() !== 'demo'

/** All profiles in the order of their names, and which of them is used where none is named. */
export function knownProfiles(env: ProcessEnvironment): {
  readonly chosen: string | undefined
  readonly all: Profile[]
} {
  const { default: chosen, profiles } = contentsOf(profileFile(env))
  const all = Object.entries(profiles).map(([name, profile]) => ({ ...profile, name }))
  return { chosen, all: all.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

export const defaultProfile = (env: ProcessEnvironment): string | undefined => contentsOf(profileFile(env)).default

/** The properties of a profile. @throws ZohoSqlError IM002 */
export function readProfile(name: string, env: ProcessEnvironment): Pairs {
  const { profiles } = contentsOf(profileFile(env))
  return Object.entries(known(profiles, name).properties)
}

/** Adds a profile, or replaces the one of its name; the first one is the default. */
export const saveProfile = (env: ProcessEnvironment, { name, ...profile }: Profile): Promise<void> =>
  change(profileFile(env), (contents) => ({
    ...contents,
    default: contents.default ?? name,
    profiles: { ...contents.profiles, [name]: profile },
  }))

/** Finds out before a sign-in whether there is a place for what it gives. @throws ZohoSqlError FILE */
export async function mayKeepProfiles(env: ProcessEnvironment): Promise<void> {
  const release = await held(profileFile(env))
  await release().catch(() => undefined)
}

/** Makes it the one that is used where none is named. @throws ZohoSqlError IM002 */
export const chooseProfile = (env: ProcessEnvironment, name: string): Promise<void> =>
  change(profileFile(env), (contents) => {
    known(contents.profiles, name)
    return { ...contents, default: name }
  })

/** Takes it away; one that is left alone is the default. @throws ZohoSqlError IM002 */
export const removeProfile = (env: ProcessEnvironment, name: string): Promise<void> =>
  change(profileFile(env), (contents) => {
    known(contents.profiles, name)
    const { [name]: _, ...profiles } = contents.profiles
    const names = Object.keys(profiles)
    const chosen = contents.default === name ? (names.length === 1 ? names[0] : undefined) : contents.default
    return { version: 1, ...(chosen !== undefined && { default: chosen }), profiles }
  })

function known(profiles: ProfileFileContents['profiles'], name: string): Omit<Profile, 'name'> {
  if (Object.hasOwn(profiles, name)) return profiles[name]!
  const near = nearest(name, Object.keys(profiles))
  throw new ZohoSqlError('UNKNOWN_PROFILE', `There is no profile "${name}".`, {
    ...(near.length > 0 && { hint: `Perhaps ${near.join(' or ')} is meant.` }),
  })
}

const none: ProfileFileContents = { version: 1, profiles: {} }

function contentsOf(path: string): ProfileFileContents {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return none
    throw new ZohoSqlError('FILE', `The profiles in ${path} cannot be read.`, { cause })
  }
  keepToOwner(path)
  return parsed(text, path)
}

/** Whoever wrote the file by hand may have left it open to others. */
function keepToOwner(path: string): void {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch {
    // Of another owner: who may read it is not ours to say.
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string, path: string): ProfileFileContents {
  let contents: unknown
  try {
    contents = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text, which holds secrets.
  }
  if (!isRecord(contents) || contents.version !== 1 || !isRecord(contents.profiles)) throw damaged(path)
  for (const profile of Object.values(contents.profiles))
    if (!isRecord(profile) || !isRecord(profile.properties)) throw damaged(path)
  return contents as unknown as ProfileFileContents
}

const damaged = (path: string): ZohoSqlError =>
  new ZohoSqlError('FILE', `${path} is no file of profiles.`, {
    hint: 'Mend it, or remove it and sign in again with zohosql login.',
  })

/** One process after the other. */
async function change(path: string, changed: (contents: ProfileFileContents) => ProfileFileContents): Promise<void> {
  const release = await held(path)
  try {
    await writePrivateJson(path, changed(contentsOf(path)), 2)
  } catch (cause) {
    throw cause instanceof ZohoSqlError ? cause : unwritable(path, cause)
  } finally {
    await release().catch(() => undefined)
  }
}

async function held(path: string): Promise<() => Promise<void>> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return await lock(path, { realpath: false, retries: { retries: 40, minTimeout: 25, maxTimeout: 250 } })
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

const unwritable = (path: string, cause: unknown): ZohoSqlError =>
  new ZohoSqlError('FILE', `${path} cannot be written: ${(cause as Error).message}.`, { cause })
