import type { RawConnectionInput } from '../../driver/inner.ts'
import type { HttpDoor } from '../../http/index.ts'
import type { Log } from '../../serve/index.ts'
import { note, type Task } from '../task.ts'
import { tokenPath } from '../token-path.ts'
import { usageError } from '../usage.ts'
import { whole } from '../whole.ts'

/** The web door as the options want it; undefined: they do not. */
export async function openHttp(
  task: Task,
  served: RawConnectionInput,
  log: Log | undefined,
): Promise<HttpDoor | undefined> {
  const { options, io } = task
  const port = whole(options['http-port'], 'http-port', 65_535)
  if (port === undefined) {
    const alone = (['http-host', 'http-tokens'] as const).find((name) => options[name] !== undefined)
    if (alone) throw usageError(`--${alone} is for the web door: give --http-port.`)
    return undefined
  }
  const [{ startHttp }, { connect }, { readCertificate }] = await Promise.all([
    import('../../http/index.ts'),
    import('../../driver/inner.ts'),
    import('../../serve/index.ts'),
  ])
  const { 'tls-cert': cert, 'tls-key': key } = options
  const requests = whole(options['max-sessions'], 'max-sessions', 10_000)
  const door = await startHttp({
    host: options['http-host'],
    port,
    tokens: options['http-tokens'] ?? tokenPath(io.env),
    certificate: cert && key ? await readCertificate(cert, key) : undefined,
    // A token's profile is an account of its own; without one, the account that is served.
    open: (profile) => connect(profile === undefined ? served : { profile }),
    limits: {
      ...(requests && { connections: requests }),
      resultRows: whole(options['max-rows'], 'max-rows', 4e9) ?? 0,
    },
    ...(log && { log }),
  })
  for (const line of greeting(door)) note(task, line)
  return door
}

function* greeting({ url, needsToken, fingerprint }: HttpDoor): Generator<string> {
  yield `Web clients are served at ${url}${needsToken ? ', with a token' : ', on this machine alone'}, until Ctrl-C.`
  yield `Try: ${url}/api/tables (JSON), ${url}/openapi.json`
  if (fingerprint) yield `SHA-256 fingerprint of the certificate: ${fingerprint}`
}
