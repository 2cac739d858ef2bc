import type { ZohoSqlError } from '../../base/errors.ts'
import { redact } from '../../base/secret.ts'
import {
  type Beginnings,
  dataCenterNames,
  impliedProfile,
  isProfileName,
  knownProfiles,
  mayKeepProfiles,
  profileFile,
  propertyTexts,
  resolveBeginnings,
  saveProfile,
} from '../../config/index.ts'
import type { About } from '../../driver/inner.ts'
import { harmless } from '../../output/index.ts'
import { withAddress } from '../account.ts'
import { calledAs } from '../called.ts'
import { Attempt, type ConnectionDraft, isOfNetwork, mayLiveElsewhere, type SignedIn } from '../login/attempt.ts'
import { openQuestions, type Question, type Questions } from '../login/questions.ts'
import { dataCenterList, greeting } from '../login/texts.ts'
import { Reported, report } from '../report.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'
import { nameOf } from './profiles.ts'

/** Signs in, tries what was got, and only then keeps it as a profile. */
export async function login(task: Task): Promise<void> {
  if (task.options.demo) throw usageError('The demo needs no sign-in.')
  using questions = openQuestions(task)
  if (questions.guided) questions.say(...greeting)
  await mayKeepProfiles(task.io.env)
  const name = await nameFor(task, questions)
  const { properties, about } = await signedInSomewhere(questions, task)
  await saveProfile(task.io.env, {
    name,
    properties,
    ...(about.organisation?.name && { organisation: about.organisation.name }),
    ...(about.user && { user: withAddress(about.user.name, about.user.email) }),
  })
  questions.say(...farewell(name, about, task))
}

/** The name to keep it under; one that is taken is only replaced when that is wanted. */
async function nameFor(task: Task, questions: Questions): Promise<string> {
  const given = nameOf(task)
  const wrong = (name: string): string | undefined =>
    isProfileName(name) ? undefined : 'Letters, digits, . _ and -, with a letter or digit first; and not demo.'
  if (given !== undefined && wrong(given)) throw usageError(`"${given}" cannot be the name of a profile.`, wrong(given))
  const ask: Question = {
    text: 'Name of the profile',
    preset: 'default',
    elsewhere: 'zohosql login NAME',
    check: wrong,
  }
  for (let named = given; ; named = undefined) {
    const name = named ?? (await questions.ask(ask))
    if (await mayTake(name, task, questions)) return name
  }
}

async function mayTake(name: string, { io, options }: Task, questions: Questions): Promise<boolean> {
  const taken = knownProfiles(io.env).all.find((profile) => profile.name === name)
  if (!taken || options.replace) return true
  const whose = harmless([taken.user, taken.organisation].filter(Boolean).join(', '))
  if (!questions.guided) {
    throw usageError(
      `There is a profile "${name}" already${whose && ` (${whose})`}.`,
      'Give another name, or --replace.',
    )
  }
  questions.say(`There is a profile "${name}" already${whose && `: ${whose}`}.`)
  return /^y/i.test(await questions.ask({ text: 'Replace it? yes or no', preset: 'no', elsewhere: '--replace' }))
}

async function beginnings(
  { options, io: { env } }: Task,
  questions: Questions,
  preset = 'us',
): Promise<ConnectionDraft> {
  const own = propertyTexts(options.connection)
  const said = {
    ...own,
    ...(options.dc !== undefined && { dataCenter: options.dc }),
    ...(options['client-id'] !== undefined && { clientId: options['client-id'] }),
  }
  const level = options['log-level'] !== undefined && { logLevel: options['log-level'] }
  const way = resolveBeginnings({ ...said, ...level }, { env })
  const isPlaced = (['dataCenter', 'endpoint', 'accountsEndpoint'] as const).some((name) => way.given.has(name))
  if (isPlaced)
    return {
      properties: way.given.has('dataCenter') ? { ...said, dataCenter: way.dataCenter! } : said,
      way,
      asked: false,
    }
  if (questions.guided) questions.say(...dataCenterList)
  const dataCenter = await questions.ask({
    text: 'Data centre',
    preset,
    elsewhere: '--dc',
    check: (answer) => (isDataCenter(answer) ? undefined : `One of ${dataCenterNames.join(', ')}.`),
  })
  const properties = { ...said, dataCenter: dataCenter.toLowerCase() }
  return { properties, way: resolveBeginnings({ ...properties, ...level }, { env }), asked: questions.guided }
}

const isDataCenter = (text: string): boolean => dataCenterNames.some((name) => name === text.toLowerCase())

/** Those that are named, else what the services need for reading, and for writing where that is said. */
async function scopesFor({ options }: Task, way: Beginnings): Promise<readonly string[]> {
  const { wantedScopes } = await import('../../driver/inner.ts')
  const { scopes } = options
  const saidOf = way.given.has('readOnly') ? way.readOnly : undefined
  if (options['read-write'] && saidOf === true) throw usageError('--read-write contradicts readOnly=true.')
  const wanted = wantedScopes(way.services, options['read-write'] === true || saidOf === false)
  const given = scopes?.split(/[\s,]+/).filter(Boolean)
  const wrong = given?.find((scope) => !/^\w+(\.\w+)+$/.test(scope))
  if (wrong !== undefined) throw usageError(`"${wrong}" is no scope.`, `One is written as ${wanted[0]}.`)
  return given && given.length > 0 ? given : wanted
}

/** In the data centre that is said, and in another where the client is not known in that one. */
async function signedInSomewhere(questions: Questions, task: Task): Promise<SignedIn> {
  let before: Attempt | undefined
  for (let dataCenter: string | undefined; ; ) {
    const draft = await beginnings(task, questions, dataCenter)
    const attempt = new Attempt(draft, await scopesFor(task, draft.way), questions, task, before)
    try {
      return await signedIn(draft, attempt, questions, task)
    } catch (error) {
      if (!mayLiveElsewhere(draft, error)) throw error
      report(error as ZohoSqlError, undefined, task.io, false)
      before = attempt
      dataCenter = draft.way.dataCenter
    }
  }
}

/** Credentials of a client and what is needed with them; what Zoho refused is asked for again. */
async function signedIn(draft: ConnectionDraft, attempt: Attempt, questions: Questions, task: Task): Promise<SignedIn> {
  const { openSignIn } = await import('../../driver/inner.ts')
  await using way = openSignIn(draft.way)
  for (;;) {
    try {
      return await attempt.run(way)
    } catch (error) {
      if (!questions.guided || task.signal.aborted || !attempt.forget(error)) throw error
      report(error as ZohoSqlError, undefined, task.io, false)
      questions.say('')
      if (isOfNetwork(error)) await mayTryAgain(questions, error)
    }
  }
}

/** With what was said before. @throws Reported if not */
async function mayTryAgain(questions: Questions, error: ZohoSqlError): Promise<void> {
  const again = await questions.ask({ text: 'Try again? yes or no', preset: 'yes', elsewhere: 'another run' })
  if (!/^y/i.test(again)) throw new Reported(error)
}

function farewell(name: string, about: About, { io: { env } }: Task): string[] {
  const isDefault = knownProfiles(env).chosen === name
  const isImplied = isDefault && !env.ZOHOSQL_CONNECTION && impliedProfile(env) === name
  const command = isImplied ? calledAs(env) : `${calledAs(env)} -P ${name}`
  // Whoever signs in for reading knows that nothing can be written.
  const writes = about.features.some((feature) => feature.writes && feature.works)
  const missing = about.features.filter((feature) => feature.works === false && (writes || !feature.writes))
  return [
    `You are ${whose(about)}.`,
    ...missing.map(({ does, remark }) => `Not possible: ${does}. ${remark}.`),
    `Kept as the profile ${name}${isDefault && name !== 'default' ? ', the default one' : ''}, in ${profileFile(env)}`,
    ...(isDefault && !isImplied ? ['Where none is named, what the environment says (ZOHOSQL_…) wins over it.'] : []),
    '',
    'Next:',
    `  ${command} "SELECT count(*) FROM ${about.tables?.first ?? 'Org'}"`,
    `  ${command}`,
  ].map((line) => harmless(redact(line)))
}

function whose({ user, organisation: org, dataCenter, tables }: About): string {
  const who = user ? withAddress(user.name, user.email) : 'a user whose name may not be read'
  const kind = [org?.edition, org?.type].filter(Boolean).join(', ')
  const where = org?.name ? ` of ${org.name}${kind && ` (${kind})`}` : ''
  return `${who}${where}${dataCenter ? `, data centre ${dataCenter}` : ''}, with ${tables?.count ?? 'unknown'} tables`
}
