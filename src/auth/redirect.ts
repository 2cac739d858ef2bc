import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { cancelled } from '../base/cancel.ts'
import { ZohoSqlError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'

/** What the browser brings back from Zoho. */
export interface RedirectAnswer {
  readonly code: Secret
  /** Data centre of the user, as Zoho names it. */
  readonly location: string | undefined
  readonly accountsServer: string | undefined
}

interface RedirectListener extends AsyncDisposable {
  /** To be registered for the client, letter by letter. */
  readonly redirectUri: string
  /**
   * The one answer with the right `state`; others are shown a page and ignored.
   *
   * @throws ZohoSqlError 28000 the user said no · HYT00 nobody came · 57014 the signal
   */
  readonly answer: Promise<RedirectAnswer>
}

interface RedirectOptions {
  readonly port: number
  /** A secret of this sign-in, which only its own answer knows. */
  readonly state: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A port has to be registered with Zoho, so there is one for all. */
export const redirectPort = 8754

const path = '/callback'
const host = '127.0.0.1'

/** Listens on this machine for the browser that comes back. @throws ZohoSqlError FILE if the port is taken */
export async function awaitRedirect({ port, state, timeoutMs, signal }: RedirectOptions): Promise<RedirectListener> {
  const { promise, resolve, reject } = Promise.withResolvers<RedirectAnswer>()
  // Whoever waits hears of it; nobody may be waiting yet.
  promise.catch(() => undefined)
  const server = createServer((request, response) => {
    const outcome = outcomeOf(request, state)
    respond(response, outcome.page)
    if ('answer' in outcome) resolve(outcome.answer)
    else if ('error' in outcome) reject(outcome.error)
  })
  await listening(server, port)
  const timer = setTimeout(() => reject(nobodyCame(timeoutMs)), timeoutMs)
  const abort = (): void => reject(cancelled(signal))
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return {
    redirectUri: `http://${host}:${(server.address() as { port: number }).port}${path}`,
    answer: promise,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      const closed = once(server, 'close')
      server.close()
      // The page was sent; a browser that keeps its connection open does not keep us.
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 200).unref()
      await closed
    },
  }
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new ZohoSqlError(
      'FILE',
      `The browser cannot be waited for at ${host}:${port}: ${(cause as Error).message}.`,
      {
        hint: 'Another program may be there: choose another --port, and register its redirect address too.',
        cause,
      },
    )
  }
}

type RedirectOutcome =
  | { readonly page: HtmlPage; readonly answer: RedirectAnswer }
  | { readonly page: HtmlPage; readonly error: ZohoSqlError }
  | { readonly page: HtmlPage }

function outcomeOf({ method, url = '/' }: IncomingMessage, state: string): RedirectOutcome {
  const { pathname, searchParams } = new URL(url, `http://${host}`)
  if (method !== 'GET' || pathname !== path) return { page: pages.elsewhere }
  if (!sameText(searchParams.get('state') ?? '', state)) return { page: pages.foreign }
  const code = searchParams.get('code')
  if (code !== null && /^\S+$/.test(code)) {
    const location = searchParams.get('location') ?? undefined
    const accountsServer = searchParams.get('accounts-server') ?? undefined
    return { page: pages.done, answer: { code: new Secret(code), location, accountsServer } }
  }
  return { page: pages.refused, error: refusedBy(searchParams.get('error')) }
}

function refusedBy(error: string | null): ZohoSqlError {
  // ASSUMPTION: Zoho's word for a user who says no is the standard's.
  if (error === 'access_denied')
    return new ZohoSqlError('AUTHENTICATION_FAILED', 'Access was refused in the browser.', {
      zohoCode: error,
      hint: 'Begin again, and accept.',
    })
  const word = error === null ? 'no code and no error' : error.replace(/[^\w .-]/g, '').slice(0, 60)
  return new ZohoSqlError('AUTHENTICATION_FAILED', `Zoho sent the browser back without a code (${word}).`, {
    hint: 'Check client id, scopes and the registered redirect address.',
  })
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const nobodyCame = (ms: number): ZohoSqlError =>
  new ZohoSqlError('TIMEOUT', `Nobody came back from the browser within ${Math.round(ms / 1000)} s.`, {
    hint: 'If Zoho showed an error, its text says why: a wrong client id, data centre or redirect address. Then begin again.',
  })

interface HtmlPage {
  readonly status: number
  readonly title: string
  readonly text: string
}

const pages = {
  done: { status: 200, title: 'Signed in', text: 'zohosql goes on in its terminal. This page can be closed.' },
  refused: { status: 200, title: 'Not signed in', text: 'The terminal says why. This page can be closed.' },
  foreign: {
    status: 400,
    title: 'Not of this sign-in',
    text: 'This answer belongs to another sign-in, or to none. Begin again in the terminal.',
  },
  elsewhere: { status: 404, title: 'Nothing here', text: 'zohosql waits here for an answer of Zoho.' },
} as const satisfies Record<string, HtmlPage>

function respond(response: ServerResponse, { status, title, text }: HtmlPage): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    // The address holds the code.
    'referrer-policy': 'no-referrer',
    connection: 'close',
  })
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title} · zohosql</title>` +
      '<style>body{font:18px/1.5 system-ui,sans-serif;margin:18vh auto;max-width:32em;padding:0 1em}</style>' +
      `<h1>${title}</h1><p>${text}</p></html>\n`,
  )
}
