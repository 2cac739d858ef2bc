import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { strFromU8, unzipSync } from 'fflate'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { errorKinds } from '../../src/base/errors.ts'
import { integer, numeric } from '../../src/base/types.ts'
import { commandNames } from '../../src/cli/commands.ts'
import { type OptionName, options } from '../../src/cli/options.ts'
import { propertyNames } from '../../src/config/index.ts'
import { wantedScopes } from '../../src/driver/inner.ts'
import { parquetWriter } from '../../src/output/files/parquet.ts'
import { writeSheets } from '../../src/output/files/xlsx.ts'
import { type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
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

  const typed = `SELECT id, Amount, Closing_Date AS d, Deal_Name AS n, 12345678901234567890.5 AS big, 1.5::double precision AS x,
    '' AS empty, Amount > 100 AS b, TIMESTAMPTZ '2025-03-01T10:00:00Z' AS t, 'y' AS D FROM Deals ORDER BY id`

  it('to Parquet: decimals, dates and instants are that, names stand once', async () => {
    const path = join(folder, 'deals.parquet')
    expect(await run('copy', typed, path)).toMatchObject({ code: 0, stderr: `3 rows to ${path}\n` })
    const file = await asyncBufferFromFile(path)
    const { schema } = await parquetMetadataAsync(file)
    const types = schema.map(({ name, type, logical_type: logical }) => `${name} ${logical?.type ?? type}`)
    expect(types.slice(1)).toEqual(
      [
        'id INT64',
        'Amount DECIMAL',
        'd DATE',
        'n STRING',
        'big DECIMAL',
        'x DOUBLE',
        'empty STRING',
        'b BOOLEAN',
      ].concat(['t TIMESTAMP', 'D STRING']),
    )
    const rows = await parquetReadObjects({ file })
    expect(rows[0]).toMatchObject({ id: 501n, Amount: 12.5, d: new Date('2025-03-01'), x: 1.5, empty: '', b: false })
    expect(rows[0]!.t).toEqual(new Date('2025-03-01T10:00:00Z'))
    expect(rows[2]).toMatchObject({ Amount: null, n: 'Gamma\x1b[31m', b: null })
  })

  it('to SQLite: decimals are numbers, as a double holds them', async () => {
    const path = join(folder, 'deals.sqlite')
    await run('copy', typed, path)
    using db = Object.assign(new Database(path, { readonly: true }), { [Symbol.dispose]: () => void db.close() })
    const [first, , last] = db.prepare('SELECT * FROM answer').safeIntegers().all() as Record<string, unknown>[]
    expect(first).toMatchObject({
      id: 501n,
      Amount: 12.5,
      d: '2025-03-01',
      big: Number('12345678901234567890.5'),
      empty: '',
    })
    expect(first).toMatchObject({ b: 0n, t: '2025-03-01T10:00:00.000Z', D_2: 'y' })
    expect(last).toMatchObject({ Amount: null, n: 'Gamma\x1b[31m' })
  })

  it('to Excel: numbers as it holds them, long whole ones as texts, days with their format, NULL no cell', async () => {
    const path = join(folder, 'deals.xlsx')
    await run('copy', `SELECT 'a_x0041_' AS u, q.*, 5725767040000140000 AS z FROM (${typed}) q`, path)
    const sheet = strFromU8(unzipSync(readFileSync(path))['xl/worksheets/sheet1.xml']!)
    const cells = Object.fromEntries(
      Array.from(sheet.matchAll(/<c r="([A-Z]+[234])"[^>]*?(?:\/>|>(.*?)<\/c>)/g), ([, cell, inside]) => [
        cell,
        inside?.replace(/<[^>]*>/g, ''),
      ]),
    )
    expect(cells).toMatchObject({
      A2: 'a_x005F_x0041_',
      B2: '501',
      C2: '12.5',
      D2: '45717',
      F2: '12345678901234567000',
    })
    expect(cells).toMatchObject({ G2: '1.5', H2: '', I2: '0', J2: '45717.4166666667', E4: 'Gamma_x001B_[31m' })
    expect(cells.L2).toBe('5725767040000140000')
    expect(sheet).toMatch(/<c r="L2" t="inlineStr">/)
    expect('C4' in cells).toBe(false)
    expect(sheet).toMatch(/<c r="F2"><v>/)
  })

  it('refuses what Excel cannot hold, and goes on to another sheet', async () => {
    const path = join(folder, 'large.xlsx')
    const wide = await run('copy', `SELECT repeat('x', 32768) AS long`, path)
    expect(wide).toMatchObject({ code: 1 })
    expect(wide.stderr).toContain('32,768 characters in column "long" of row 1; a cell has 32,767.')
    expect(readdirSync(folder).filter((name) => name.includes('large'))).toEqual([])
    const remarks: string[] = []
    const columns = [{ name: 'n', sqlType: integer }]
    async function* batches() {
      yield [[1], [2], [3]]
    }
    writeFileSync(path, '')
    await writeSheets({ path, columns, batches: batches(), remark: (text) => remarks.push(text) }, 3)
    expect(Object.keys(unzipSync(readFileSync(path))).filter((name) => name.includes('worksheets'))).toHaveLength(2)
    expect(remarks).toEqual(['a sheet has 3 rows: the answer is on 2 sheets'])
  })

  it('refuses a decimal that later rows would need more places for', async () => {
    const path = join(folder, 'late.parquet')
    const columns = [{ name: 'n', sqlType: numeric(10, 2) }]
    async function* batches() {
      yield Array.from({ length: 100_000 }, () => ['1.25'])
      yield [['1.005']]
    }
    writeFileSync(path, '')
    await expect(parquetWriter('SNAPPY')({ path, columns, batches: batches(), remark: () => {} })).rejects.toThrow(
      '1.005 in column "n" has no place',
    )
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

  const pingOf = async (options: SimulatorOptions, ...args: readonly string[]) => {
    await using simulator = await startSimulator({ data: smallCompany, ...options })
    return await zohosql(['-c', `${simulator.connectionString};TokenStore=memory`, 'ping', ...args])
  }

  it('says who, for how long, and what the token may do', async () => {
    const { code, stdout } = await pingOf({})
    expect(code).toBe(0)
    expect(stdout).toMatch(/^user,Ada Moss <\S+>$/m)
    expect(stdout).toMatch(/^token,"59 min left, then renewed by itself"$/m)
    expect(stdout.match(/^"?can: .*,yes$/gm)).toHaveLength(9)
    expect(stdout).toContain('calls,5 (5 credits)\n')
    expect(stdout).toContain('credits_left,not told')
  })

  it('works with few scopes, and says what each of the others would be for', async () => {
    const scopes = ['ZohoCRM.modules.deals.READ', 'ZohoCRM.settings.ALL']
    const { code, stdout } = await pingOf({ scopes })
    expect(code).toBe(0)
    expect(stdout).toContain('can: read rows,yes: only of deals\n')
    expect(stdout).toContain('user,ZohoCRM.users.READ is not granted\n')
    expect(stdout).toContain('company_name,ZohoCRM.org.READ is not granted\n')
    expect(stdout).toContain('can: list the tables,yes\n')
    expect(stdout).toContain('(COQL),"no: ZohoCRM.coql.READ is not granted: tables are read whole, 200 rows a call"\n')
    expect(stdout).toContain('can: large tables by bulk jobs,no: ZohoCRM.bulk.READ is not granted: large tables cost')
  })

  it('says what reading and writing lack, service by service', async () => {
    const scopes = [...wantedScopes(['crm'], false), 'ZohoCRM.modules.leads.WRITE', ...wantedScopes(['desk'], false)]
    await using simulator = await startSimulator({ data: smallCompany, scopes })
    const at = `${simulator.connectionString};TokenStore=memory;services=crm,desk`
    const { code, stdout } = await zohosql(['-c', at, 'ping'])
    expect(code).toBe(0)
    expect(stdout).toContain('reading lacks,nothing\n')
    expect(stdout).toContain('desk: reading lacks,nothing\n')
    expect(stdout).toContain('can: insert rows,yes: only of leads\n')
    expect(stdout).toMatch(/^desk: writing lacks,"Desk.tickets.CREATE, .*Desk.custommodule.DELETE"$/m)
    const lacks = 'ZohoCRM.modules.DELETE, ZohoCRM.modules.attachments.CREATE, ZohoCRM.bulk.CREATE, ZohoFiles.files.ALL'
    expect(stdout).toContain(`writing lacks,"${lacks}"\n`)
  })

  it('fails where not even rows can be read', async () => {
    const { code, stderr } = await pingOf({ scopes: ['ZohoCRM.org.READ', 'ZohoCRM.users.READ'] })
    expect(code).toBe(1)
    expect(stderr).toContain('nothing can be asked of it: ZohoCRM.settings.modules.READ is not granted')
  })

  it('tells the credits that Zoho tells, as JSON too, and what is not known where no scope is told', async () => {
    const { stdout } = await pingOf({ credits: 8, variants: { tokenScope: 'absent' } }, '-f', 'json')
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({ creditsLeft: 3, organisation: { edition: 'enterprise' }, token: { scopes: null } })
    const states = told.features.map(({ name, works }: { name: string; works?: boolean }) => [name, works])
    expect(Object.fromEntries(states)).toMatchObject({ rows: true, coql: true, users: true, bulk: undefined })
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

describe('the demo company', () => {
  it('has a support desk with customers of its own', async () => {
    const { code, stdout } = await zohosql([
      '--demo',
      `SELECT count(t.id) > 20 AS many FROM crm.Accounts a JOIN desk.accounts d ON d.accountName = a.Account_Name
       JOIN desk.tickets t ON t.accountId = d.id WHERE t.status <> 'Closed'`,
    ])
    expect([code, stdout]).toEqual([0, 'many\ntrue\n'])
  })
})

describe('without SQL', () => {
  it('a hint, and exit code 2', async () => {
    const { code, stderr } = await run()
    expect(code).toBe(2)
    expect(stderr).toContain('zohosql --help')
    expect((await zohosql([], { input: ' ;\n -- nothing\n' })).code).toBe(2)
  })

  it('over the demo, the tour: pushed down, finished here, priced, drawn', async () => {
    const { code, stdout } = await zohosql(['--demo', '--as-of', '2026-11-30'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^ +select \S.* from Deals where Stage = 'Negotiation\/Review' and Amount > 20000 .* limit 5$/m,
    )
    expect(stdout).toContain('Price: 1 call, 1 credit')
    expect(stdout).toContain('Stays here:')
    expect(stdout).toMatch(/^ country +\| won \| amount +\| place$/m)
    expect(stdout.match(/^ \d{4}-\d\d .*█/gm)).toHaveLength(12)
  })
})
