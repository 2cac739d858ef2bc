/**
 * A private PostgreSQL for the length of a test run: a new cluster in a temporary directory, reached by a Unix socket
 * only. Its text compares by bytes and knows the letters of all languages, as ours does. PostgreSQL refuses to run as
 * root, so for root its own user runs it.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { lock } from 'proper-lockfile'

const run = promisify(execFile)

export interface Cluster extends AsyncDisposable {
  /** Directory of the socket, for clients. */
  readonly host: string
  readonly user: string
}

const debian = '/usr/lib/postgresql'

async function findBinaries(): Promise<string | undefined> {
  const versions = existsSync(debian) ? await readdir(debian) : []
  const places = [
    ...versions
      .sort()
      .reverse()
      .map((version) => join(debian, version, 'bin')),
    '/usr/local/bin',
  ]
  return places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')))
}

const isRoot = process.getuid?.() === 0

/** Debian's package, where one may install. */
async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Somebody else's apt may be at work.
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=120']
  const apt = (...words: string[]) => run('apt-get', [...options, ...words], { env, timeout: 300_000 })
  await apt('install', '-y', 'postgresql').catch(async () => {
    await apt('update')
    await apt('install', '-y', 'postgresql')
  })
}

/** Test files run side by side: one of them installs, the others wait for it. */
async function binaries(): Promise<string | undefined> {
  const found = await findBinaries()
  if (found || !isRoot) return found
  const release = await lock(join(tmpdir(), 'zohosql-install-postgresql'), {
    realpath: false,
    stale: 30_000,
    retries: { retries: 600, minTimeout: 1000, maxTimeout: 1000 },
  })
  try {
    if (!(await findBinaries())) await install()
  } catch {
    // No Debian, or no network: the caller says so.
  } finally {
    await release()
  }
  return findBinaries()
}

interface Identity {
  readonly uid?: number
  readonly gid?: number
}

/** Who PostgreSQL runs as. */
async function identity(): Promise<Identity> {
  if (!isRoot) return {}
  const of = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  return { uid: await of('-u'), gid: await of('-g') }
}

const settings = [
  'listen_addresses=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'jit=off',
  'max_parallel_workers_per_gather=0',
  'shared_buffers=32MB',
  'max_stack_depth=2MB',
]

/** What the server writes into its lock file when it takes connections. */
const isReady = async (data: string): Promise<boolean> =>
  /\nready\s*$/.test(await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''))

/** Runs the server until its own input ends, so that none outlives a test process, however that one dies. */
const guard = '"$@" & server=$!; read -r _; kill -INT $server; wait $server; rm -rf "$0"'

const serverFlags = (directory: string, data: string): string[] => [
  '-D',
  data,
  '-k',
  directory,
  ...settings.flatMap((setting) => ['-c', setting]),
]

async function start(bin: string): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'zohosql-pg-'))
  const who = await identity()
  if (who.uid !== undefined) await chown(directory, who.uid, who.gid!)
  await chmod(directory, 0o700)
  const data = join(directory, 'data')
  const flags = [
    '-D',
    data,
    '-U',
    'tester',
    '-A',
    'trust',
    '--no-sync',
    '--locale=C',
    '--lc-ctype=C.UTF-8',
    '-E',
    'UTF8',
  ]
  await run(join(bin, 'initdb'), flags, { ...who, cwd: directory })
  const server = spawn('/bin/sh', ['-c', guard, directory, join(bin, 'postgres'), ...serverFlags(directory, data)], {
    ...who,
    cwd: directory,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  while (!(await isReady(data)) && server.exitCode === null) await sleep(20)
  if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`)
  return {
    host: directory,
    user: 'tester',
    async [Symbol.asyncDispose]() {
      server.stdin.end()
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A running cluster; undefined, and a loud line, where PostgreSQL can't be had. In CI that is an error. */
export async function startCluster(): Promise<Cluster | undefined> {
  const bin = await binaries()
  if (bin) return start(bin)
  const complaint = 'PostgreSQL is not installed and cannot be: NOTHING IS COMPARED WITH IT'
  if (process.env.CI === 'true') throw new Error(complaint)
  console.error(`\n*** ${complaint} ***\n*** install it: apt-get install postgresql ***\n`)
  return undefined
}
