import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { ended, root, start } from '../support/command.ts'
import { type Block, blocksOf } from './blocks.ts'

/**
 * The examples of the README, run as they stand: shell blocks by bash with the built command, TypeScript by Node with
 * the built package, each over a simulator that grants the scopes the README tells to paste and no other.
 */

const all = blocksOf('README.md')
const further = ['docs/data-factory.md', 'docs/web.md']
const of = (language: string): Block[] => all.filter((block) => block.language === language)
const scopes = of('text')
  .find(({ text }) => text.startsWith('ZohoCRM.'))!
  .text.split(',')

let simulator: Simulator
let folder: string
/** Inside the repository, so that `zohosql` means this package. */
const programs = join(root, '.tmp', 'docs')

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', scopes })
  folder = mkdtempSync(join(tmpdir(), 'zohosql-docs-'))
  mkdirSync(programs, { recursive: true })
  symlinkSync(join(root, 'docs'), join(folder, 'docs'))
  writeFileSync(join(folder, 'zohosql'), `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/zohosql.js" "$@"\n`)
  chmodSync(join(folder, 'zohosql'), 0o755)
})
afterAll(async () => {
  await simulator.close()
  rmSync(folder, { recursive: true })
  rmSync(programs, { recursive: true })
})

const isShell = ({ language }: Block): boolean => language === 'sh'

const env = () => ({
  ZOHOSQL_CONNECTION: `${simulator.connectionString};TokenStore=memory`,
  PATH: [folder, dirname(process.execPath), process.env.PATH].join(delimiter),
})

/** The reader's own credentials are the simulator's here. */
const withoutCredentials = (script: string): string => script.replace(/^export ZOHOSQL_CONNECTION=.*$/m, '')

/** The reader's port may be taken here. */
async function withFreePort(script: string): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return script.replace(/\b808\d\b/g, String(port))
}

describe('shell examples', () => {
  it.each(of('sh'))('line $line', async ({ text, output }) => {
    const script = `set -e\n${withoutCredentials(text)}`
    const ran = await ended(start('bash', ['-c', script], { cwd: folder, env: env() }))
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stderr).not.toContain('error:')
    expect(ran.stdout).not.toBe('')
    if (output !== undefined) expect(ran.stdout.trimEnd()).toBe(output)
  })

  it.each(further.flatMap((path) => blocksOf(path).map((block) => ({ ...block, path }))).filter(isShell))(
    '$path, line $line',
    async ({ text }) => {
      const script = `set -e\n${await withFreePort(text)}`
      const ran = await ended(start('bash', ['-c', script], { cwd: folder, env: env() }))
      expect(ran).toMatchObject({ code: 0 })
      expect(ran.stderr).not.toContain('error:')
      expect(ran.stdout + ran.stderr).not.toBe('')
    },
  )

  it('are all there', () => {
    expect(of('sh').length).toBeGreaterThanOrEqual(4)
    expect(of('bash').map(({ text }) => text.split(/\s/)[0])).toEqual(['git', 'zohosql', 'zohosql'])
  })
})

const withConnection = (program: string): string =>
  program.replace(/'ClientId=1000\.…[^']*'/g, 'process.env.ZOHOSQL_CONNECTION!')

describe('programs', () => {
  const files = of('ts').map((block) => ({ ...block, path: join(programs, `readme-${block.line}.ts`) }))

  beforeAll(() => {
    for (const { text, path } of files) writeFileSync(path, withConnection(text))
  })

  it('have the right types', () => {
    const options = {
      extends: '../../tsconfig.json',
      compilerOptions: {
        noUncheckedIndexedAccess: false,
        paths: { zohosql: ['../../src/index.ts'], 'zohosql/simulator': ['../../src/simulator/index.ts'] },
      },
      include: ['*.ts', '../../src/grammar.d.ts'],
    }
    writeFileSync(join(programs, 'tsconfig.json'), JSON.stringify(options))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', programs], { encoding: 'utf8' })
    expect(stdout.split('\n').filter((line) => line.includes('readme-'))).toEqual([])
  })

  it.each(files)('line $line', async ({ path }) => {
    const ran = await ended(start(process.execPath, [path], { env: env() }))
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).not.toBe('')
  })

  it('are all there', () => {
    expect(files.length).toBeGreaterThanOrEqual(3)
  })
})
