import { randomBytes } from 'node:crypto'
import type { SignIn, SignInCode } from '../../driver/inner.ts'
import type { Task } from '../task.ts'
import type { Questions } from './questions.ts'
import { browserOpened } from './texts.ts'

/** Long enough to sign in to Zoho, with a second factor looked for. */
const patienceMs = 10 * 60_000

export interface SignInRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly port: number
}

/**
 * Sends the browser to Zoho's page of consent, and waits for it to come back to this machine.
 *
 * @throws ZohoSqlError 28000 the user said no · HYT00 nobody came · FILE the port is taken · 57014
 */
export async function codeByBrowser(
  { clientId, scopes, port }: SignInRequest,
  way: SignIn,
  questions: Questions,
  { signal, io: { env } }: Task,
): Promise<Pick<SignInCode, 'code' | 'redirectUri' | 'answer'>> {
  const { awaitRedirect } = await import('../../driver/inner.ts')
  const state = randomBytes(24).toString('base64url')
  await using listener = await awaitRedirect({ port, state, timeoutMs: patienceMs, signal })
  const { redirectUri } = listener
  const url = way.authorizationUrl({ clientId, scopes, redirectUri, state })
  questions.say(...browserOpened(url, env.SSH_CONNECTION !== undefined, port))
  if (env.BROWSER !== 'none') await openBrowser(url)
  const answer = await listener.answer
  return { code: answer.code, redirectUri, answer }
}

/** As far as there is one: the address stands on the screen in any case. */
async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open')
  try {
    const child = await open(url)
    child.on('error', () => undefined)
  } catch {
    // As above.
  }
}
