import { ZohoSqlError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'
import { type DataCenterName, dataCenterOfAccountsHost, dataCenters, type ServerSurroundings } from '../config/index.ts'
import { openExchange } from './client.ts'
import { exchange, type GrantCode, type OAuthServer, revoke } from './oauth.ts'
import type { RedirectAnswer } from './redirect.ts'

/** A grant code, and what the redirect said of the place where the account lives. */
export interface SignInCode extends GrantCode {
  readonly answer?: Partial<Pick<RedirectAnswer, 'location' | 'accountsServer'>>
}

/** Getting a refresh token, and giving it back. */
export interface SignIn extends AsyncDisposable {
  /** Where a browser goes to ask its user for consent. */
  authorizationUrl(wanted: {
    readonly clientId: string
    readonly scopes: readonly string[]
    readonly redirectUri: string
    readonly state: string
  }): string
  /**
   * A refresh token for the code, from the accounts server of the account.
   *
   * @returns with the data centre, where the redirect named another than we started at
   * @throws ZohoSqlError 28000 refused, or a server named that is none of Zoho's · 53400 · those of the network
   */
  exchange(
    code: SignInCode,
    signal?: AbortSignal,
  ): Promise<{ readonly refreshToken: Secret; readonly dataCenter: DataCenterName | undefined }>
  /** False where Zoho does not know the token (any more). @throws ZohoSqlError those of the network */
  revoke(token: Secret, signal?: AbortSignal): Promise<boolean>
}

/** Opens the way to the accounts server. No exchange happens yet. */
export function openSignIn(
  config: ServerSurroundings,
  log: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): SignIn {
  const { exchange: send, end } = openExchange(config, log)
  const server = (accounts: string): OAuthServer => ({ accounts, send, now: Date.now })
  const { accounts } = config.endpoints
  return {
    authorizationUrl: ({ clientId, scopes, redirectUri, state }) =>
      `${accounts}/oauth/v2/auth?${new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        scope: scopes.join(','),
        redirect_uri: redirectUri,
        // Without these two there is no refresh token, or none for whoever granted before.
        access_type: 'offline',
        prompt: 'consent',
        state,
      })}`,
    async exchange({ answer = {}, ...code }, signal) {
      const home = homeOf(answer, accounts)
      return { refreshToken: await exchange(server(home.accounts), code, signal), dataCenter: home.dataCenter }
    },
    revoke: (token, signal) => revoke(server(accounts), token, signal),
    [Symbol.asyncDispose]: end,
  }
}

interface Home {
  readonly accounts: string
  readonly dataCenter: DataCenterName | undefined
}

/** The accounts server that the redirect names. It will be told the client's secret: it must be one of Zoho's. */
function homeOf({ accountsServer, location }: NonNullable<SignInCode['answer']>, started: string): Home {
  const stays: Home = { accounts: started, dataCenter: undefined }
  if (accountsServer === undefined) return isDataCenter(location) ? homeAt(location, stays) : stays
  const named = URL.parse(accountsServer)
  if (named?.origin === new URL(started).origin) return stays
  const found = named?.protocol === 'https:' && named.port === '' ? dataCenterOfAccountsHost(named.hostname) : undefined
  if (found !== undefined) return homeAt(found, stays)
  throw new ZohoSqlError(
    'AUTHENTICATION_FAILED',
    'The answer of the browser names an accounts server that is not Zoho’s.',
    {
      hint: 'Nothing was sent to it. Begin again, and look at the address in the browser before you accept.',
    },
  )
}

const isDataCenter = (name: string | undefined): name is DataCenterName =>
  name !== undefined && Object.hasOwn(dataCenters, name)

/** A server of our own choice (a stand-in, a proxy) is not left for a data centre that is only implied. */
function homeAt(dataCenter: DataCenterName, stays: Home): Home {
  if (dataCenterOfAccountsHost(new URL(stays.accounts).hostname) === undefined) return stays
  const accounts = `https://${dataCenters[dataCenter].accounts}`
  return accounts === stays.accounts ? stays : { accounts, dataCenter }
}
