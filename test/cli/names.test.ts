/** Names that JavaScript's objects inherit, given to the command: no crash, no member of an object, the usual refusals. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inheritedCompany, inheritedNames } from '../support/names.ts'
import { type Around, useSimulator, zohosql } from './support.ts'

const { connection } = useSimulator({ data: inheritedCompany })

const folder = mkdtempSync(join(tmpdir(), 'zohosql-names-'))
afterAll(() => rmSync(folder, { recursive: true }))
const env = { HOME: folder, ZOHOSQL_DSN_FILE: join(folder, 'odbc.ini'), XDG_CONFIG_HOME: folder }
writeFileSync(join(folder, 'odbc.ini'), '[known]\nRoad=coql\n')

const run = (args: readonly string[], around: Around = {}) =>
  zohosql(['-c', connection(), ...args], { ...around, env: { ...env, ...around.env } })
const script = (input: string, ...args: string[]) => run(args, { input })

/** Words of a fault of our own. */
const faults = /internal error|native code|is not a function|Cannot read prop|\[object|undefined/i

describe.each(inheritedNames)('%s', (name) => {
  it('is no option, command, format, profile, property or table', async () => {
    const refused = [
      run([`--${name}`, 'SELECT 1']),
      run([`--${name}=x`, 'SELECT 1']),
      run([name, 'SELECT 1']),
      run(['help', name]),
      run(['-f', name, 'SELECT 1']),
      zohosql(['-p', name, 'SELECT 1'], { env }),
      zohosql(['-c', `DSN=${name}`, 'SELECT 1'], { env }),
      zohosql(['-c', `${name}=1`, 'SELECT 1'], { env }),
      zohosql(['profiles', 'set', name, '--set', `${name}=1`], { env }),
      zohosql(['profiles', 'remove', name], { env }),
      zohosql(['login', '--dc', name], { env }),
      script(`\\${name}`),
      script(`\\pset ${name} on`),
      script(`\\d nowhere.${name}`),
    ]
    for (const { code, stdout, stderr } of await Promise.all(refused)) {
      expect(stdout + stderr).not.toMatch(faults)
      expect([stderr, code]).toEqual([expect.stringMatching(/./), expect.toSatisfy((n: number) => n > 0)])
    }
  })

  it('is a variable, a parameter and a column of files where it is given', async () => {
    const variables = await script(
      `\\set ${name} 5\nSELECT :${name} AS a;\nSELECT 7 AS "${name}" \\gset\n\\echo :${name}\n\\unset ${name}\n\\echo :{?${name}}`,
      '-q',
    )
    expect(variables).toMatchObject({ code: 0, stdout: 'a\n5\n7\nFALSE\n' })
    expect((await script(`\\echo :{?${name}}`)).stdout).toBe('FALSE\n')
    expect((await run(['--param', `${name}=x`, `SELECT :${name} AS a`])).stdout).toBe('a\nx\n')
    expect((await run(['-v', `${name}=3`], { input: `SELECT :${name} AS a;` })).stdout).toBe('a\n3\n')
    const json = await run(['-f', 'json', `SELECT 1 AS "${name}", 2 AS b`])
    expect(json.stdout).toBe(`[\n {"${name}":1,"b":2}\n]\n`)
  })

  it('is a column of a file that is loaded, and of its map', async () => {
    const file = join(folder, `${name}.csv`)
    writeFileSync(file, `${name},Name\na,one\n`)
    const plan = (...more: string[]) => run(['load', file, 'constructor', '--dry-run', ...more])
    const given = await plan()
    expect(given.stderr + given.stdout).not.toMatch(faults)
    expect(given.code).toBe(0)
    const mapped = await plan('--map', `${name}=Name`, '--map', 'Name=constructor')
    expect(mapped.stderr + mapped.stdout).not.toMatch(faults)
    const nothing = await plan('--map', `nothing=${name}`)
    expect(nothing.code).toBeGreaterThan(0)
    expect(nothing.stderr).not.toMatch(faults)
  })
})
