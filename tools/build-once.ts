import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Builds `dist` unless it is newer than everything it is made of. For the demo, for tests of the built command, and with
 * `whole` (types too) before packing: npx prepares a clone anew each time it is called there.
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const madeOf = ['src', 'grammar', 'tools', 'package.json', 'tsup.config.ts', 'tsconfig.json']

const newest = (path: string): number => {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function isFresh(file: string): boolean {
  const built = statSync(join(root, 'dist', file), { throwIfNoEntry: false })
  return built !== undefined && built.mtimeMs > Math.max(...madeOf.map((name) => newest(join(root, name))))
}

export default function buildOnce(_project?: unknown, whole = false): void {
  if (isFresh(whole ? 'simulator.d.ts' : 'cli.js')) return
  if (whole) process.stderr.write('zohosql: building the command, once; it takes half a minute …\n')
  const tsup = join(root, 'node_modules', '.bin', 'tsup')
  const { status } = spawnSync(tsup, whole ? ['--silent'] : ['--silent', '--no-dts'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error('dist could not be built')
}

if (import.meta.filename === process.argv[1]) buildOnce(undefined, process.argv[2] === 'whole')
