import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json'
import { root } from '../support/command.ts'

/** The package as its users load it, by name: this repository resolves its own. */

function run(flags: readonly string[], program: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', program], { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
}

const doors = ['zohosql', 'zohosql/simulator']

describe.each(doors)('%s', (door) => {
  it('is the same by import and by require', () => {
    const imported = run(['--input-type=module'], `console.log(Object.keys(await import('${door}')).sort().join())`)
    const required = run(['--input-type=commonjs'], `console.log(Object.keys(require('${door}')).sort().join())`)
    expect(required).toBe(imported)
    expect(imported.split(',').length).toBeGreaterThan(3)
  })
})

it('what the package offers is chosen by name: each addition is for good', () => {
  const offered = run(['--input-type=module'], "console.log(Object.keys(await import('zohosql')).sort().join())")
  expect(offered.trim().split(',')).toEqual([
    'SQL_TXN_READ_COMMITTED',
    'SQL_TXN_READ_UNCOMMITTED',
    'SQL_TXN_REPEATABLE_READ',
    'SQL_TXN_SERIALIZABLE',
    'ZohoSqlError',
    'condition',
    'connect',
    'default',
    'errorKinds',
    'pool',
  ])
})

describe('an older Node', () => {
  const older = "Object.defineProperty(process.versions, 'node', { value: '20.9.0' });"

  it.each([
    ['import', "import('zohosql').catch(({ message }) => console.log(message))"],
    ['require', "try { require('zohosql') } catch ({ message }) { console.log(message) }"],
  ])('is told by %s which one is needed', (_, program) => {
    const said = run(['--input-type=commonjs'], `${older} ${program}`)
    expect(said).toBe('zohosql needs Node.js 22.18 or newer and this is v20.9.0. Install a newer one.\n')
  })
})

/** Names of the packages that a module imports, without paths inside them. */
const packagesIn = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export) .*?from ?["']([^."'][^"']*)["']|\bimport\(["']([^."'][^"']*)["']\)/gm)].map(
    ([, first, second]) => /^(@[^/]+\/[^/]+|[^/]+)/.exec((first ?? second)!)![0],
  )

describe('the package', () => {
  it('answers a CommonJS program', () => {
    const program = `const { connect } = require('zohosql'), { startSimulator } = require('zohosql/simulator')
      startSimulator({ data: 'odd', rows: 10 }).then(async (zoho) => {
        const db = await connect(zoho.connectionString + ';TokenStore=memory')
        console.log((await db.query('SELECT count(*) AS n FROM Deals'))[0].n)
        // In the worker, whose file is found next to the bundle: else there would be a notice.
        const computed = await db.query('SELECT count(*) AS n FROM generate_series(1, 10)')
        console.log(computed[0].n, computed.stats.notices.length)
        await db.close()
        await zoho.close()
      })`
    expect(run(['--input-type=commonjs'], program)).toBe('10\n10 0\n')
  })

  it('needs nothing to start that it does not depend on', () => {
    const dependencies = new Set(Object.keys(packageJson.dependencies))
    const bundled = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.js'))
    const named = bundled.flatMap((name) => packagesIn(readFileSync(join(root, 'dist', name), 'utf8')))
    expect(named).toContain('undici')
    expect(named.filter((name) => !isBuiltin(name) && !dependencies.has(name))).toEqual([])
  })
})
