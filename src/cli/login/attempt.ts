import { type ErrorCode, isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import { Secret } from '../../base/secret.ts'
import type { Beginnings } from '../../config/index.ts'
import type { About, SignIn } from '../../driver/inner.ts'
import { unusable } from '../commands/ping.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'
import { codeByBrowser } from './browser.ts'
import type { Questions } from './questions.ts'
import { browserClientSteps, codeSteps, selfClientSteps } from './texts.ts'

/** What is said of the connection, and what a profile keeps of it. */
export interface ConnectionDraft {
  readonly properties: Readonly<Record<string, string>>
  readonly way: Beginnings
  /** The data centre was asked for, and may be asked for again. */
  readonly asked: boolean
}

export interface SignedIn {
  readonly properties: Readonly<Record<string, string>>
  readonly about: About
}

/** Errors that another answer may mend, and those that another try may. */
const aboutClient = /^invalid_client/
const ofNetwork: ReadonlySet<ErrorCode> = new Set(['CONNECTION_FAILED', 'CONNECTION_LOST', 'TIMEOUT'])
/** Nothing was wrong with what was said. */
export const isOfNetwork = (error: unknown): error is ZohoSqlError => isZohoSqlError(error) && ofNetwork.has(error.code)
const maySayAgain = (error: ZohoSqlError): boolean =>
  error.code === 'SCOPE_MISSING' || (error.code === 'AUTHENTICATION_FAILED' && error.zohoCode !== undefined)

/** One sign-in: what was said so far, and what is still to be asked. */
export class Attempt {
  readonly #draft: ConnectionDraft
  readonly #scopes: readonly string[]
  readonly #questions: Questions
  readonly #task: Task
  #clientId: string | undefined
  #clientSecret: Secret | undefined
  #refreshToken: Secret | undefined
  #code: string | undefined
  /** Data centre that the browser came back from, where that is another. */
  #moved: string | undefined
  #explained = false

  /** What was given before, offered when it is asked for again. */
  readonly #presetId: string | undefined

  /** @param before an attempt in another data centre, or in the same one, whose answers need not be given again */
  constructor(draft: ConnectionDraft, scopes: readonly string[], questions: Questions, task: Task, before?: Attempt) {
    this.#draft = draft
    this.#scopes = scopes
    this.#questions = questions
    this.#task = task
    const { clientId, clientSecret, refreshToken } = draft.way
    this.#clientId = clientId
    this.#clientSecret = clientSecret
    this.#refreshToken = refreshToken
    this.#code = environmentCode(task.io.env)
    this.#presetId = before === undefined ? undefined : before.#clientId
    this.#explained = before !== undefined
    if (before === undefined || before.#draft.way.dataCenter === draft.way.dataCenter) return
    // Zoho did not know the client there: all that was said may be right here.
    this.#clientId ??= before.#clientId
    this.#clientSecret ??= before.#clientSecret
    this.#code ??= before.#code
  }

  async run(way: SignIn): Promise<SignedIn> {
    const port = await portOf(this.#task)
    await this.#askClient(port)
    this.#refreshToken ??= await this.#exchange(way, port)
    const properties = this.#properties(this.#refreshToken)
    this.#questions.say('Trying it …')
    return { properties, about: await tried(properties, this.#task) }
  }

  async #exchange(way: SignIn, port: number): Promise<Secret> {
    const client = { clientId: this.#clientId!, clientSecret: this.#clientSecret! }
    const { signal } = this.#task
    const got = await way.exchange({ ...client, ...(await this.#grant(way, port)) }, signal)
    this.#moved = got.dataCenter
    this.#questions.say('', 'Zoho accepts it.')
    return got.refreshToken
  }

  /** What a profile keeps. An access token lives for an hour: it is none of it. */
  #properties(refreshToken: Secret): Record<string, string> {
    const { accessToken: _, authenticationType: __, ...own } = this.#draft.properties
    return {
      ...own,
      ...(this.#moved !== undefined && { dataCenter: this.#moved }),
      clientId: this.#clientId!,
      clientSecret: this.#clientSecret!.reveal(),
      refreshToken: refreshToken.reveal(),
    }
  }

  async #askClient(port: number): Promise<void> {
    if (this.#clientId !== undefined && this.#clientSecret !== undefined) return
    this.#explain(port)
    this.#clientId ??= await this.#questions.ask({
      text: 'Client id',
      elsewhere: '--client-id',
      check: oneWord,
      ...(this.#presetId !== undefined && { preset: this.#presetId }),
    })
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
    const { browser } = this.#task.options
    // Nothing was wrong with what was said. Whoever never came back from the browser is not waited for again.
    if (isOfNetwork(error)) return !browser
    if (!isZohoSqlError(error) || !maySayAgain(error)) return false
    if (browser && error.zohoCode === 'access_denied') return false
    if (mayLiveElsewhere(this.#draft, error)) return false
    this.#refreshToken = undefined
    if (error.zohoCode === 'invalid_client_secret') {
      // ASSUMPTION: a refused secret has used up no code; if it has, the code is refused next and asked for then.
      this.#clientSecret = undefined
      return true
    }
    this.#code = undefined
    if (!aboutClient.test(error.zohoCode ?? '')) return true
    this.#clientId = undefined
    this.#clientSecret = undefined
    return true
  }
}

/** A client that is not known here may be known in another data centre. */
export const mayLiveElsewhere = ({ asked }: ConnectionDraft, error: unknown): boolean =>
  asked && isZohoSqlError(error) && error.zohoCode === 'invalid_client'

const oneWord = (answer: string): string | undefined => (/\s/.test(answer) ? 'There is no blank in it.' : undefined)

const environmentCode = (env: Task['io']['env']): string | undefined =>
  Object.entries(env).find(([name]) => /^ZOHOSQL_?GRANT_?CODE$/i.test(name))?.[1] || undefined

async function portOf({ options: { port } }: Task): Promise<number> {
  const { redirectPort } = await import('../../driver/inner.ts')
  if (port === undefined) return redirectPort
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535) return Number(port)
  throw usageError(`--port is "${port}" and must be a whole number from 1 to 65535.`)
}

/** Asks Zoho with it, as every statement will. @throws ZohoSqlError 42501 where nothing could be read */
async function tried(properties: Readonly<Record<string, string>>, { signal, options }: Task): Promise<About> {
  const { connect } = await import('../../driver/inner.ts')
  const level = options['log-level']
  await using db = await connect({ ...properties, ...(level && { logLevel: level }) })
  const about = await db.about({ signal })
  if (!about.usable) throw unusable(about)
  return about
}
