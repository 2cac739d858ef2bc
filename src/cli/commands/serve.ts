import { once } from 'node:events'
import { isMainSchema, mainSchema } from '../../base/schemas.ts'
import type { Gateway, GatewayOptions } from '../../gateway/index.ts'
import { chosenAccount } from '../connect.ts'
import { startDemo } from '../demo.ts'
import { note, type Task } from '../task.ts'
import { usageError } from '../usage.ts'
import { whole } from '../whole.ts'
import { openHttp } from './serve-http.ts'

/** Serves an account as a PostgreSQL server until it is interrupted; logs a JSON line per event to stderr. */
export async function serve(task: Task): Promise<void> {
  const { options, io, signal } = task
  const { jsonLog } = await import('../../serve/index.ts')
  const log = jsonLog(io.stderr)
  const wanted = await gatewayOptions(task)
  await using account = await accountOf(task)
  const logged = options.quiet ? undefined : log
  await using gateway =
    options.port === 'none'
      ? undefined
      : await openGateway({ ...wanted, log: logged, connection: account.connection }, task)
  await using web = await openHttp(task, account.connection, logged)
  if (!gateway && !web) throw usageError('With --port none nothing is served but for --http-port.')
  if (!signal.aborted) await once(signal, 'abort')
  log('stopping')
  await Promise.all([gateway?.close(), web?.close()])
}

async function openGateway(wanted: GatewayOptions, task: Task): Promise<Gateway> {
  const { startGateway } = await import('../../gateway/index.ts')
  const gateway = await startGateway(wanted)
  for (const line of greeting(gateway, task.options.host)) note(task, line)
  return gateway
}

interface ServedAccount extends AsyncDisposable {
  readonly connection: GatewayOptions['connection']
}

async function accountOf(task: Task): Promise<ServedAccount> {
  const { options } = task
  const { input } = await chosenAccount(task)
  if (!options.demo) {
    const level = options['log-level']
    return { connection: { ...input, ...(level && { logLevel: level }) }, [Symbol.asyncDispose]: async () => undefined }
  }
  const demo = await startDemo({
    data: options.data,
    asOf: options['as-of'],
    rows: whole(options.rows, 'rows', 1e9),
    latency: whole(options.latency, 'latency', 3_600_000),
    // All tables are described before the first client comes: a second service takes a third more time and 15 MB.
    services: [mainSchema],
  })
  return { connection: demo.connectionString, [Symbol.asyncDispose]: () => demo.close() }
}

async function gatewayOptions({ options, io }: Task): Promise<GatewayOptions> {
  const { readCertificate } = await import('../../serve/index.ts')
  const { 'tls-cert': cert, 'tls-key': key } = options
  if ((cert === undefined) !== (key === undefined)) throw usageError('--tls-cert and --tls-key belong together.')
  const connections = whole(options['max-sessions'], 'max-sessions', 10_000)
  const idle = whole(options['idle-timeout'], 'idle-timeout', 2_000_000)
  return {
    host: options.host,
    port: options.port === 'none' ? undefined : whole(options.port, 'port', 65_535),
    users: await usersFrom(options.users, io.env.ZOHOSQL_SERVE_PASSWORD),
    certificate: cert && key ? await readCertificate(cert, key) : undefined,
    schema: schemaOf(options.schema),
    metricsPort: whole(options['metrics-port'], 'metrics-port', 65_535),
    readWrite: options['read-write'],
    limits: {
      ...(connections && { connections }),
      ...(idle && { idleMs: idle * 1000 }),
      resultRows: whole(options['max-rows'], 'max-rows', 4e9) ?? 0,
      resultBytes: (whole(options['max-megabytes'], 'max-megabytes', 1e6) ?? 0) * 1e6,
    },
  }
}

function schemaOf(name: string | undefined): GatewayOptions['schema'] {
  if (name === undefined || isMainSchema(name)) return name
  throw usageError(`--schema is "${name}" and must be crm or public.`)
}

async function usersFrom(file: string | undefined, password: string | undefined): Promise<GatewayOptions['users']> {
  const { readUsers, usersOf } = await import('../../serve/index.ts')
  if (file !== undefined) return readUsers(file)
  return password ? usersOf(new Map([['zoho', password]])) : undefined
}

function* greeting({ port, metricsPort, fingerprint }: Gateway, host = '127.0.0.1'): Generator<string> {
  const address = port === undefined ? host : `${host}:${port}`
  yield `PostgreSQL clients are served at ${address}, database zoho, until Ctrl-C.`
  if (port !== undefined) yield `Try: psql "host=${host} port=${port} dbname=zoho user=zoho"`
  if (fingerprint) yield `SHA-256 fingerprint of the certificate: ${fingerprint}`
  if (metricsPort) yield `Health and figures: http://127.0.0.1:${metricsPort}/healthz and /metrics`
}
