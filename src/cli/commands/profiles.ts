import { ZohoSqlError } from '../../base/errors.ts'
import { redact, Secret } from '../../base/secret.ts'
import { text } from '../../base/types.ts'
import {
  chooseProfile,
  findProperty,
  knownProfiles,
  type Profile,
  profileFile,
  propertyTexts,
  removeProfile,
  resolveBeginnings,
  saveProfile,
} from '../../config/index.ts'
import { printRows } from '../print.ts'
import { note, type Task } from '../task.ts'
import { usageError } from '../usage.ts'

/** Profiles: which there are, which is used where none is named, and taking one away. */

export async function profiles(task: Task): Promise<void> {
  const [name] = task.words
  const { env } = task.io
  if (task.options.set !== undefined) return setProperties(task, task.options.set)
  if (name !== undefined) {
    await chooseProfile(env, name)
    return note(task, `${name} is used where no profile is named.`)
  }
  const { chosen, all } = knownProfiles(env)
  const columns = ['name', 'default', 'organisation', 'user', 'data_center'].map((one) => ({
    name: one,
    sqlType: text,
  }))
  await printRows(
    columns,
    all.map((profile) => [profile.name, profile.name === chosen ? 'yes' : null, ...profileCells(profile)]),
    task,
  )
  if (all.length === 0) note(task, 'There is no profile yet: zohosql login makes one.')
}

/** `--set TimeZone=Europe/Berlin`: the rest of the profile stays. @throws ZohoSqlError USAGE, 01S00, HY024, IM002 */
async function setProperties(task: Task, given: readonly string[]): Promise<void> {
  const { env } = task.io
  const { chosen, all } = knownProfiles(env)
  const name = nameOf(task) ?? chosen
  if (name === undefined) throw usageError('No profile is named, and there is no default one.')
  const profile = all.find((one) => one.name === name)
  if (!profile) throw unknownProfile(name, all)
  const properties: Partial<Record<string, string>> = { ...profile.properties }
  for (const text of given) {
    const at = text.indexOf('=')
    if (at < 1) throw usageError(`--set takes PROPERTY=VALUE, not "${redact(text)}".`)
    const property = findProperty(text.slice(0, at))
    const value = text.slice(at + 1)
    // Also refuses what is no property, and what is no value of it.
    Object.assign(properties, propertyTexts({ [text.slice(0, at)]: value }))
    if (value.trim() === '' && property) delete properties[property]
  }
  await saveProfile(env, { ...profile, properties: properties as Profile['properties'] })
  note(task, `The profile ${name} has ${Object.keys(properties).length} properties.`)
}

const unknownProfile = (name: string, all: readonly Profile[]): ZohoSqlError =>
  new ZohoSqlError('UNKNOWN_PROFILE', `There is no profile "${name}".`, {
    hint: all.length === 0 ? 'zohosql login makes one.' : `There are ${all.map((one) => one.name).join(', ')}.`,
  })

/** Whose it is, and where. */
export const profileCells = ({
  organisation,
  user,
  properties,
}: Profile): [string | null, string | null, string | null] => [
  organisation ?? null,
  user?.replace(/(\S) <.*/s, '$1') ?? null,
  properties.endpoint ?? properties.dataCenter ?? null,
]

/** The one named after the command or by `--profile`. @throws ZohoSqlError USAGE for two */
export function nameOf({ words: [word], options: { profile } }: Task): string | undefined {
  if (word !== undefined && profile !== undefined && word !== profile)
    throw usageError(`Two profiles are named: "${word}" and "${profile}".`)
  return word ?? profile
}

/** Ends the life of the profile's token at Zoho, then forgets it. */
export async function logout(task: Task): Promise<void> {
  const { env } = task.io
  const { chosen, all } = knownProfiles(env)
  const name = nameOf(task) ?? chosen
  if (name === undefined)
    throw usageError('No profile is named, and there is no default one.', 'zohosql profiles lists them.')
  const profile = all.find((one) => one.name === name)
  const said = profile && !task.options.local ? await revoke(profile, all, task) : 'its token stays valid at Zoho'
  await removeProfile(env, name)
  note(task, `The profile ${name} is gone; ${said}.`)
  const left = knownProfiles(env)
  if (left.chosen === undefined && left.all.length > 0)
    note(task, 'None is used where no profile is named now: zohosql profiles NAME chooses one.')
}

async function revoke(profile: Profile, all: readonly Profile[], task: Task): Promise<string> {
  const token = profile.properties.refreshToken
  if (token === undefined) return 'it had no token to revoke'
  const sharing = all.filter((one) => one.name !== profile.name && one.properties.refreshToken === token)
  if (sharing.length > 0) return `its token stays valid, since ${sharing.map(({ name }) => name).join(', ')} has it too`
  const { openSignIn } = await import('../../driver/inner.ts')
  const beginnings = resolveBeginnings(profile.properties, { env: {} })
  await using way = openSignIn(beginnings)
  try {
    const known = await way.revoke(new Secret(token), task.signal)
    return known ? 'its token was revoked' : 'Zoho did not know its token any more'
  } catch (cause) {
    throw new ZohoSqlError(
      'CONNECTION_FAILED',
      `The token of ${profile.name} could not be revoked: ${(cause as Error).message}`,
      {
        hint: `Try again; or zohosql logout ${profile.name} --local removes it from ${profileFile(task.io.env)} alone.`,
        cause,
      },
    )
  }
}
