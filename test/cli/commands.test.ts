import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { errorKinds } from '../../src/base/errors.ts'
import { commandNames } from '../../src/cli/commands.ts'
import { type OptionName, options } from '../../src/cli/options.ts'
import { propertyNames } from '../../src/config/index.ts'
import { smallCompany } from './company.ts'
import { useSimulator, zohosql } from './support.ts'

const { connection } = useSimulator({ data: smallCompany })

const run = (...args: readonly string[]) => zohosql(['-c', connection(), ...args])

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-copy-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('tables', () => {
  it('lists the modules', async () => {
    const { stdout } = await run('tables')
    expect(stdout).toContain('crm,Deals,TABLE,')
    expect(stdout).toContain('information_schema,columns,SYSTEM TABLE,')
  })

  it('takes a pattern', async () => {
    expect((await run('tables', 'D%', '--no-header')).stdout).toBe('crm,Deals,TABLE,Deals\n')
  })
})

describe('describe', () => {
  it.each(['Deals', 'deals', 'crm.Deals', '"Deals"', 'public.Deals'])('%s', async (name) => {
    const { stdout } = await run('describe', name)
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('column,type,nullable,key,description')
    expect(lines[1]).toMatch(/^id,bigint,no,primary,/)
    expect(stdout).toMatch(/^Amount,"numeric\(\d+,2\)",yes,,/m)
    expect(stdout).toMatch(/^Account_Name_id,bigint,yes,→ Accounts\.id,/m)
  })

  it('refuses what there is not, with what there is', async () => {
    const { code, stderr } = await run('describe', 'Deal')
    expect(code).toBe(1)
    expect(stderr).toContain('"Deals"')
  })

  it('needs a name', async () => {
    expect((await run('describe')).code).toBe(2)
  })
})

describe('copy', () => {
  it.each([
    ['deals.csv', 'id,Amount\n501,12.50\n502,1000.00\n'],
    ['deals.json', '[\n {"id":"501","Amount":12.5},\n {"id":"502","Amount":1000}\n]\n'],
    ['deals.ndjson', '{"id":"501","Amount":12.5}\n{"id":"502","Amount":1000}\n'],
    ['deals.md', '| id | Amount |\n| ---: | ---: |\n| 501 | 12.50 |\n| 502 | 1000.00 |\n'],
  ])('%s', async (name, content) => {
    const path = join(folder, name)
    const ran = await run('copy', 'SELECT id, Amount FROM Deals WHERE Amount > 0 ORDER BY id', path)
    expect(ran).toEqual({ code: 0, stdout: '', stderr: `2 rows to ${path}\n` })
    expect(await readFile(path, 'utf8')).toBe(content)
  })

  it('needs a format, one statement and a file', async () => {
    expect((await run('copy', 'SELECT 1', join(folder, 'deals.docx'))).code).toBe(2)
    expect((await run('copy', 'SELECT 1; SELECT 2', join(folder, 'x.csv'))).code).toBe(2)
    expect((await run('copy', 'SELECT 1')).code).toBe(2)
  })

  it('shows where the statement is wrong', async () => {
    const { code, stderr } = await run('copy', 'SELECT x FROM Deals', join(folder, 'x.csv'))
    expect(code).toBe(1)
    expect(stderr).toContain('\n               ^\n')
  })
})

describe('ping', () => {
  it('says whose account it is', async () => {
    const { stdout } = await run('ping')
    expect(stdout).toContain('company_name,Northwind Trial\n')
    expect(stdout).toContain('edition,enterprise\n')
  })

  it('fails where the credentials do', async () => {
    const wrong = connection().replace('ClientId=1000', 'ClientId=1001')
    expect((await zohosql(['-c', wrong, 'ping'])).code).toBe(1)
  })
})

describe('help', () => {
  it('names every command and option', async () => {
    const { code, stdout } = await zohosql(['--help'])
    expect(code).toBe(0)
    for (const name of commandNames.filter((one) => one !== 'run')) expect(stdout).toContain(`zohosql ${name}`)
    for (const name of Object.keys(options) as OptionName[]) expect(stdout).toContain(`--${name}`)
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([])
    expect((await zohosql(['help'])).stdout).toBe(stdout)
    expect((await zohosql(['tables', '-h'])).stdout).toBe(stdout)
  })

  it('lists properties and errors from their tables', async () => {
    const ofProperties = (await zohosql(['help', 'properties'])).stdout
    for (const name of propertyNames) expect(ofProperties).toContain(` ${name} `)
    const ofErrors = (await zohosql(['help', 'errors', '-f', 'csv'])).stdout
    for (const [code, { sqlState }] of Object.entries(errorKinds)) expect(ofErrors).toContain(`${sqlState},${code},`)
    expect((await zohosql(['help', 'me'])).code).toBe(2)
  })

  it('knows the version', async () => {
    expect((await zohosql(['--version'])).stdout).toBe(`${version}\n`)
  })
})

describe('without SQL', () => {
  it('a hint, and exit code 2', async () => {
    const { code, stderr } = await run()
    expect(code).toBe(2)
    expect(stderr).toContain('zohosql --help')
    expect((await zohosql([], { input: ' ;\n -- nothing\n' })).code).toBe(2)
  })

  it('over the demo, the tour: pushed down, paged, finished here, printed', async () => {
    const { code, stdout } = await zohosql(['--demo'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ +select \S.* from Deals where .*Amount is not null.* order by id asc limit 2000$/m)
    expect(stdout).toContain('Stays here:')
    expect(stdout).toMatch(/Spent: \d+ calls, \d+ credits, [4-9]\d{3} rows fetched/)
    expect(stdout).toMatch(/^ Industry +\| deals \| amount +\| place$/m)
  })
})
