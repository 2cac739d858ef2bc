import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { propertyTexts, saveProfile } from '../../src/config/index.ts'
import { smallCompany } from './company.ts'
import { useSimulator, zohosql } from './support.ts'

const { connection, simulator } = useSimulator({ data: smallCompany })

let folder: string
/** With a default profile, which is not to be asked by mistake. */
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-habits-'))
  env = { ZOHOSQL_PROFILE_FILE: join(folder, 'profiles.json') }
  vi.stubEnv('ZOHOSQL_PROFILE_FILE', env.ZOHOSQL_PROFILE_FILE)
  await saveProfile(env, { name: 'main', properties: propertyTexts(connection()) })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** Wrong usage, and nothing was asked of anybody. */
async function refused(args: readonly string[], more: Record<string, string> = {}) {
  const before = simulator().stats().calls
  const ran = await zohosql(args, { env: { ...env, ...more } })
  expect({ ...ran, stderr: '', calls: simulator().stats().calls - before }).toEqual({
    code: 2,
    stdout: '',
    stderr: '',
    calls: 0,
  })
  return ran.stderr
}

describe('an empty text where an account should be named', () => {
  const sql = 'SELECT count(*) AS n FROM Deals'

  it('without one, the default profile is asked', async () => {
    expect((await zohosql([sql], { env })).stdout).toBe('n\n3\n')
  })

  it.each(['-c', '--connection', '-P', '--profile'])('%s', async (option) => {
    expect(await refused([option, '', sql])).toContain('is empty.')
    expect(await refused([option, ' ', 'tables'])).toContain('is empty.')
  })

  it.each(['CONNECTION', 'PROFILE', 'DSN', 'REFRESH_TOKEN', 'ACCESS_TOKEN', 'CLIENT_SECRET'])(
    'ZOHOSQL_%s',
    async (name) => {
      const stderr = await refused([sql], { [`ZOHOSQL_${name}`]: '' })
      expect(stderr).toContain(`The environment variable ZOHOSQL_${name} is set and empty.`)
      await refused(['tables'], { [`ZOHOSQL_${name}`]: ' ' })
      const named = { env: { ...env, [`ZOHOSQL_${name}`]: '' } }
      expect((await zohosql(['-c', connection(), sql], named)).code).toBe(0)
      expect((await zohosql(['-P', 'main', sql], named)).code).toBe(0)
    },
  )

  it('a credential that is empty beside others that are not', async () => {
    const { code, stderr } = await zohosql([sql], { env: { ...env, ZOHOSQL_ACCESS_TOKEN: '', ZOHOSQL_CLIENT_ID: 'x' } })
    expect(code).toBe(2)
    expect(stderr).not.toContain('set and empty')
  })

  it.each(['-o', '-f'])('%s with nothing', async (option) => {
    expect(await refused([option, '', sql])).toContain('is empty.')
  })
})
