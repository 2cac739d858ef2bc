import { isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import { redact, Secret } from '../../base/secret.ts'
import {
  type Beginnings,
  dataCenterNames,
  isProfileName,
  knownProfiles,
  profileFile,
  propertyTexts,
  resolveBeginnings,
  saveProfile,
} from '../../config/index.ts'
import type { About, SignIn } from '../../driver/index.ts'
import { withAddress } from '../account.ts'
import { codeByBrowser } from '../login/browser.ts'
import { openQuestions, type Question, type Questions } from '../login/questions.ts'
import { browserClientSteps, codeSteps, dataCenterList, greeting, selfClientSteps } from '../login/texts.ts'
import { report } from '../report.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'
import { unusable } from './ping.ts'
import { nameOf } from './profiles.ts'

/** Signs in, tries what was got, and only then keeps it as a profile. */
export async function login(task: Task): Promise<void> {
  using questions = openQuestions(task)
  if (questions.guided) questions.say(...greeting)
  const name = await nameFor(task, questions)
  const draft = await beginnings(task, questions)
  const scopes = await scopesFor(task)
  const { properties, about } = await signedIn(draft, scopes, questions, task)
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
  const whose = [taken.user, taken.organisation].filter(Boolean).join(', ')
  if (!questions.guided) {
    throw usageError(
      `There is a profile "${name}" already${whose && ` (${whose})`}.`,
      'Give another name, or --replace.',
    )
  }
  questions.say(`There is a profile "${name}" already${whose && `: ${whose}`}.`)
  return /^y/i.test(await questions.ask({ text: 'Replace it? yes or no', preset: 'no', elsewhere: '--replace' }))
}

/** What is said of the connection, and what a profile keeps of it. */
interface Draft {
  readonly properties: Readonly<Record<string, string>>
  readonly way: Beginnings
}

async function beginnings({ options, io: { env } }: Task, questions: Questions): Promise<Draft> {
  const own = propertyTexts(options.connection)
  const said = {
    ...own,
    ...(options.dc !== undefined && { dataCenter: options.dc }),
    ...(options['client-id'] !== undefined && { clientId: options['client-id'] }),
  }
  const way = resolveBeginnings(said, { env })
  const isPlaced = (['dataCenter', 'endpoint', 'accountsEndpoint'] as const).some((name) => way.given.has(name))
  if (isPlaced)
    return { properties: way.given.has('dataCenter') ? { ...said, dataCenter: way.dataCenter! } : said, way }
  if (questions.guided) questions.say(...dataCenterList)
  const dataCenter = await questions.ask({
    text: 'Data centre',
    preset: 'us',
    elsewhere: '--dc',
    check: (answer) => (isDataCenter(answer) ? undefined : `One of ${dataCenterNames.join(', ')}.`),
  })
  const properties = { ...said, dataCenter: dataCenter.toLowerCase() }
  return { properties, way: resolveBeginnings(properties, { env }) }
}

const isDataCenter = (text: string): boolean => dataCenterNames.some((name) => name === text.toLowerCase())

async function scopesFor({ options: { scopes } }: Task): Promise<readonly string[]> {
  const { wantedScopes } = await import('../../driver/index.ts')
  const given = scopes?.split(/[\s,]+/).filter(Boolean)
  const wrong = given?.find((scope) => !/^\w+(\.\w+)+$/.test(scope))
  if (wrong !== undefined) throw usageError(`"${wrong}" is no scope.`, `One is written as ${wantedScopes[0]}.`)
  return given && given.length > 0 ? given : wantedScopes
}

interface SignedIn {
  readonly properties: Readonly<Record<string, string>>
  readonly about: About
}

/** Credentials of a client and what is needed beside them; what Zoho refused is asked for again. */
async function signedIn(draft: Draft, scopes: readonly string[], questions: Questions, task: Task): Promise<SignedIn> {
  const { openSignIn } = await import('../../driver/index.ts')
  await using way = openSignIn(draft.way)
  const attempt = new Attempt(draft, scopes, questions, task)
  for (;;) {
    try {
      return await attempt.run(way)
    } catch (error) {
      if (!questions.guided || task.signal.aborted || !attempt.forget(error)) throw error
      report(error as ZohoSqlError, undefined, task.io, false)
      questions.say('')
    }
  }
}

/** Errors that another answer may mend. */
const aboutClient = /^invalid_client/
const maySayAgain = (error: ZohoSqlError): boolean =>
  error.code === 'SCOPE_MISSING' || (error.code === 'AUTHENTICATION_FAILED' && error.zohoCode !== undefined)

class Attempt {
  readonly #draft: Draft
  readonly #scopes: readonly string[]
  readonly #questions: Questions
  readonly #task: Task
  #clientId: string | undefined
  #clientSecret: Secret | undefined
  #refreshToken: Secret | undefined
  #code: string | undefined
  #explained = false

  constructor(draft: Draft, scopes: readonly string[], questions: Questions, task: Task) {
    this.#draft = draft
    this.#scopes = scopes
    this.#questions = questions
    this.#task = task
    const { clientId, clientSecret, refreshToken } = draft.way
    this.#clientId = clientId
    this.#clientSecret = clientSecret
    this.#refreshToken = refreshToken
    this.#code = environmentCode(task.io.env)
  }

  async run(way: SignIn): Promise<SignedIn> {
    const port = await portOf(this.#task)
    await this.#askClient(port)
    const client = { clientId: this.#clientId!, clientSecret: this.#clientSecret! }
    const got = this.#refreshToken
      ? { refreshToken: this.#refreshToken, dataCenter: undefined }
      : await way.exchange({ ...client, ...(await this.#grant(way, port)) }, this.#task.signal)
    const properties = this.#properties(got.refreshToken, got.dataCenter)
    this.#questions.say('', 'Zoho accepts it. Trying it …')
    return { properties, about: await tried(properties, this.#task) }
  }

  /** What a profile keeps. An access token lives for an hour: it is none of it. */
  #properties(refreshToken: Secret, moved: string | undefined): Record<string, string> {
    const { accessToken: _, authenticationType: __, ...own } = this.#draft.properties
    return {
      ...own,
      ...(moved !== undefined && { dataCenter: moved }),
      clientId: this.#clientId!,
      clientSecret: this.#clientSecret!.reveal(),
      refreshToken: refreshToken.reveal(),
    }
  }

  async #askClient(port: number): Promise<void> {
    if (this.#clientId !== undefined && this.#clientSecret !== undefined) return
    this.#explain(port)
    this.#clientId ??= await this.#questions.ask({ text: 'Client id', elsewhere: '--client-id', check: oneWord })
    this.#clientSecret ??= new Secret(
      await this.#questions.ask({
        text: 'Client secret (not shown while you type)',
        hidden: true,
        elsewhere: '$ZOHOSQL_CLIENT_SECRET',
        onStdin: true,
        check: oneWord,
      }),
    )
  }

  /** Once: whoever mistyped knows the way by then. */
  #explain(port: number): void {
    if (this.#explained || !this.#questions.guided) return
    this.#explained = true
    const dataCenter = this.#draft.way.dataCenter!
    const uri = `http://127.0.0.1:${port}/callback`
    const steps = this.#task.options.browser ? browserClientSteps(dataCenter, uri) : selfClientSteps(dataCenter)
    this.#questions.say(...steps, '')
  }

  async #grant(way: SignIn, port: number) {
    const { browser } = this.#task.options
    if (browser) {
      const wanted = { clientId: this.#clientId!, scopes: this.#scopes, port }
      return codeByBrowser(wanted, way, this.#questions, this.#task)
    }
    if (this.#code === undefined && this.#questions.guided) this.#questions.say(...codeSteps(this.#scopes), '')
    this.#code ??= await this.#questions.ask({
      text: 'Code',
      elsewhere: '$ZOHOSQL_GRANT_CODE',
      onStdin: true,
      check: oneWord,
    })
    return { code: new Secret(this.#code) }
  }

  /** Forgets what was wrong, so that it is asked for again; false where asking again cannot help. */
  forget(error: unknown): boolean {
    if (!isZohoSqlError(error) || !maySayAgain(error)) return false
    if (this.#task.options.browser && error.zohoCode === 'access_denied') return false
    this.#code = undefined
    this.#refreshToken = undefined
    if (!aboutClient.test(error.zohoCode ?? '')) return true
    this.#clientId = undefined
    this.#clientSecret = undefined
    return true
  }
}

const oneWord = (answer: string): string | undefined => (/\s/.test(answer) ? 'There is no blank in it.' : undefined)

const environmentCode = (env: Task['io']['env']): string | undefined =>
  Object.entries(env).find(([name]) => /^ZOHOSQL_?GRANT_?CODE$/i.test(name))?.[1] || undefined

async function portOf({ options: { port } }: Task): Promise<number> {
  const { redirectPort } = await import('../../driver/index.ts')
  if (port === undefined) return redirectPort
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535) return Number(port)
  throw usageError(`--port is "${port}" and must be a whole number from 1 to 65535.`)
}

/** Asks Zoho with it, as every statement will. @throws ZohoSqlError 42501 where nothing could be read */
async function tried(properties: Readonly<Record<string, string>>, { signal, options }: Task): Promise<About> {
  const { connect } = await import('../../driver/index.ts')
  const level = options['log-level']
  await using db = await connect({ ...properties, ...(level && { logLevel: level }) })
  const about = await db.about({ signal })
  if (!about.usable) throw unusable(about)
  return about
}

function farewell(name: string, about: About, { io: { env } }: Task): string[] {
  const isDefault = knownProfiles(env).chosen === name
  const command = isDefault ? 'zohosql' : `zohosql -P ${name}`
  const missing = about.features.filter(({ works }) => works === false)
  return [
    `You are ${whose(about)}.`,
    ...missing.map(({ does, remark }) => `Not possible: ${does}. ${remark}.`),
    `Kept as the profile ${name}${isDefault ? ', which is used where none is named' : ''}, in ${profileFile(env)}`,
    '',
    'Next:',
    `  ${command} "SELECT count(*) FROM ${about.tables?.first ?? 'Org'}"`,
    `  ${command}`,
  ].map(redact)
}

function whose({ user, organisation: org, dataCenter, tables }: About): string {
  const who = user ? withAddress(user.name, user.email) : 'a user whose name may not be read'
  const kind = [org?.edition, org?.type].filter(Boolean).join(', ')
  const where = org?.name ? ` of ${org.name}${kind && ` (${kind})`}` : ''
  return `${who}${where}${dataCenter ? `, data centre ${dataCenter}` : ''}, with ${tables?.count ?? 'unknown'} tables`
}
