import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Writes into package-lock.json the optional packages of other platforms that npm left out, because the registry it
 * asked does not have them. `npm ci` refuses a lock file without them, on every platform.
 */

interface Locked {
  version: string
  dev?: boolean
  optional?: boolean
  optionalDependencies?: Record<string, string>
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

interface LockFile {
  packages: Record<string, Locked>
}

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))

export const readLock = (): LockFile => JSON.parse(readFileSync(path, 'utf8'))

/** Optional dependencies that no entry of the lock file stands for. */
export const missing = ({ packages }: LockFile): { name: string; version: string; dev: boolean | undefined }[] =>
  Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => ({ name, version, dev })),
  )

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** `…-linux-arm64-musl` says what it is for. */
function platform(name: string): Pick<Locked, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/)
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`The name ${name} tells no platform`)
  return { os, cpu, ...(libc && { libc }) }
}

function complete(lock: LockFile): LockFile {
  const added = missing(lock).map(({ name, version, dev }) => {
    return [`node_modules/${name}`, { version, ...platform(name), ...(dev && { dev }), optional: true }] as const
  })
  const entries = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(entries) }
}

if (import.meta.filename === process.argv[1]) writeFileSync(path, `${JSON.stringify(complete(readLock()), null, 2)}\n`)
