import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

  it('a credential that is empty among others that are not', async () => {
    const { code, stderr } = await zohosql([sql], { env: { ...env, ZOHOSQL_ACCESS_TOKEN: '', ZOHOSQL_CLIENT_ID: 'x' } })
    expect(code).toBe(2)
    expect(stderr).not.toContain('set and empty')
  })

  it.each(['-o', '-f'])('%s with nothing', async (option) => {
    expect(await refused([option, '', sql])).toContain('is empty.')
  })
})

describe("psql's habits", () => {
  const account = () => ['-c', connection()]
  const sql = 'SELECT id, Deal_Name FROM Deals WHERE id < 503 ORDER BY id'
  const csv = 'id,Deal_Name\n501,Alpha\n502,"Beta, ""b"""\n'
  const file = (name: string) => join(folder, name)
  const inPrompt = (command: string) => zohosql([...account(), command])

  it('-f FILE and -c SQL are told what is meant here', async () => {
    expect(await refused(['-f', 'report.sql'])).toContain('hint: A file needs no option: zohosql report.sql')
    expect(await refused(['-f', './report'])).toContain('looks like a file')
    for (const text of ['SELECT 1', ' with a as (select 1) select * from a', '\\dt'])
      expect(await refused(['-c', text])).toContain('hint: SQL needs no option')
  })

  it('an empty statement runs nothing, the tour neither', async () => {
    for (const args of [['--demo', ''], ['demo', ''], ['--demo', ' ; '], ['']])
      expect(await refused(args)).toContain('There is no SQL to run.')
  })

  it('copy takes a table by its name, and - for stdout', async () => {
    expect((await zohosql([...account(), 'copy', sql, '-'])).stdout).toBe(csv)
    expect((await zohosql([...account(), 'copy', sql, '-', '-f', 'ndjson'])).stdout).toContain('{"id":"501"')
    for (const name of ['Accounts', 'crm.Accounts', '"Accounts"', ' accounts ']) {
      expect(await zohosql([...account(), 'copy', name, file('a.csv')])).toMatchObject({ code: 0 })
      expect(await readFile(file('a.csv'), 'utf8')).toContain(',Zylker\n')
    }
    expect((await zohosql([...account(), 'copy', 'Acounts', file('b.csv')])).stderr).toContain('"Accounts"')
  })

  it.each(['x.xlsx', 'x.parquet', 'x.sqlite'])('-o %s writes such a file', async (name) => {
    const ran = await zohosql([...account(), '-o', file(name), sql])
    expect(ran).toEqual({ code: 0, stdout: '', stderr: `2 rows to ${file(name)}\n` })
    const typed = await zohosql([...account(), '-f', 'xlsx', '-o', file('plain'), sql])
    expect(typed).toMatchObject({ code: 0, stdout: '' })
    expect((await readFile(file('plain'))).subarray(0, 2).toString()).toBe('PK')
    const wrong = await zohosql([...account(), '-o', file(`no-${name}`), 'SELECT nonsense'])
    expect(wrong.code).toBe(1)
    expect(await readdir(folder)).not.toContain(`no-${name}`)
  })

  it.each([
    [`\\copy (${sql}) TO 'FILE' WITH (FORMAT csv, HEADER)`, csv],
    [`\\copy (${sql}) TO 'FILE' WITH CSV HEADER`, csv],
    [`\\copy (${sql}) to 'FILE' csv`, csv],
    [`\\copy (${sql}) to 'FILE' (header false);`, csv.slice(csv.indexOf('\n') + 1)],
    [
      `\\copy (${sql}) to 'FILE' with (format csv, delimiter ';', header true, encoding 'utf8')`,
      'id;Deal_Name\n501;Alpha\n502;"Beta, ""b"""\n',
    ],
    [`\\copy Accounts (id, Account_Name) to FILE`, 'id,Account_Name\n100,Zylker\n'],
    [`\\copy "Accounts" (id) to FILE json`, '[\n {"id":"100"}\n]\n'],
  ])('%s', async (command, content) => {
    const { code, stderr } = await inPrompt(command.replace('FILE', file('c.csv')))
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(await readFile(file('c.csv'), 'utf8')).toBe(content)
  })

  it.each(['stdout', 'STDOUT WITH (FORMAT csv, HEADER)', 'pstdout csv header'])('\\copy … to %s', async (target) => {
    expect((await inPrompt(`\\copy (${sql}) to ${target}`)).stdout).toBe(csv)
  })

  it.each([
    ['stdout (format binary)', '0A000'],
    ["x.csv (null 'none')", '0A000'],
    ["program 'gzip > x'", '0A000'],
    ['x.csv (nonsense 1)', 'HY000'],
    ["x.json (delimiter ';', format json)", 'HY000'],
  ])('\\copy … to %s is refused', async (target, sqlState) => {
    expect((await inPrompt(`\\copy (${sql}) to ${target}`)).stderr).toContain(`SQLSTATE: ${sqlState}`)
  })

  it('lists are not cut where nobody looks at them, and help fits the screen', async () => {
    const pset = (await inPrompt('\\pset')).stdout
    expect(pset.replace(/\s+/g, ' ')).toContain('markdown, vertical, html, insert, unaligned)')
    expect(pset).not.toContain('characters)')
    const lines = [...pset.split('\n'), ...(await inPrompt('\\?')).stdout.split('\n')]
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('profiles --set', () => {
  const kept = async () => JSON.parse(await readFile(env.ZOHOSQL_PROFILE_FILE!, 'utf8')).profiles.main.properties
  const set = (...args: readonly string[]) => zohosql(['profiles', ...args], { env })

  it('adds, changes and takes away properties, and leaves the others', async () => {
    const before = await kept()
    expect((await set('main', '--set', 'Time Zone=Asia/Tokyo', '--set', 'timeout=7')).code).toBe(0)
    expect(await kept()).toEqual({ ...before, timeZone: 'Asia/Tokyo', timeout: '7' })
    expect((await zohosql(['-P', 'main', 'SHOW timezone', '--no-header'], { env })).stdout).toBe('Asia/Tokyo\n')
    // Without a name it is the default one.
    expect((await set('--set', 'TimeZone=', '--set', 'Timeout=')).code).toBe(0)
    expect(await kept()).toEqual(before)
  })

  it.each([
    [['main', '--set', 'nonsense=1'], '01S00'],
    [['main', '--set', 'timeout=soon'], 'HY024'],
    [['main', '--set', 'timeout'], 'HY000'],
    [['mian', '--set', 'timeout=7'], 'IM002'],
    [['main', '--set', 'RefreshToken'], 'HY000'],
  ])('%j is refused, and nothing changes', async (args, sqlState) => {
    const before = await kept()
    const { code, stderr } = await set(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(`SQLSTATE: ${sqlState}`)
    expect(await kept()).toEqual(before)
  })
})

it('the tour ends with a command that is found', async () => {
  const ends = async (more: Record<string, string>) =>
    (await zohosql(['demo'], { env: more })).stdout.split('\n').at(-2)
  expect(await ends({})).toMatch(/^Your turn: zohosql --demo "SELECT …", zohosql --demo tables/)
  expect(await ends({ npm_command: 'exec' })).toMatch(/^Your turn: npx zohosql --demo/)
})

describe('data that no company can be made of', () => {
  it('is a fault of the call, with the file and the place, for the demo and for simulate', async () => {
    const data = join(folder, 'data')
    await mkdir(data)
    const cases: [string, string, RegExp][] = [
      [join(folder, 'nowhere'), '', /nowhere" is no folder that can be read \(ENOENT\)/],
      [join(data, 'Cars.json'), '{', /Cars\.json" is no folder that can be read \(ENOTDIR\)/],
      [data, '{"fields": [', /Cars\.json is no JSON: /],
      [
        data,
        '{"fields": [{"api_name": "N", "data_type": "integer"}], "rows": [{"id": "1", "N": "7"}]}',
        /Cars\.json, row 1, column N: "7" is not a whole number/,
      ],
    ]
    for (const [path, text, said] of cases) {
      if (text !== '') await writeFile(join(data, 'Cars.json'), text)
      expect(await refused(['--demo', '--data', path, 'SELECT 1 AS n FROM Cars'])).toMatch(said)
      expect(await refused(['simulate', '--data', path])).toMatch(said)
    }
  })
})
