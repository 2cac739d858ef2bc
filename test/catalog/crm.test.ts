import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { typeText } from '../../src/base/types.ts'
import { factsOf, moduleOf } from '../../src/services/crm/catalog/columns.ts'
import { listRows } from '../../src/services/crm/catalog/lists.ts'
import { field, harness, newContext, to } from './answers.ts'

const directories: string[] = []
async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'zohosql-'))
  directories.push(directory)
  return join(directory, 'metadata')
}
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true })
})

describe('tables', () => {
  it('are the modules that the user can read by API, users and the organisation', async () => {
    const { catalog, context, calls } = harness()
    const names = (await catalog.tables(context)).map((table) => table.name)
    expect(names).toEqual(['Deals', 'Accounts', 'Deal_Items', 'Users', 'Org'])
    expect(calls).toEqual(['settings/modules'])
  })

  it('have their columns in Zoho’s order after id, lookups as pairs, the owner as a triple', async () => {
    const { catalog, context } = harness()
    const deals = await catalog.table('Deals', context)
    expect(deals?.columns.map((c) => [c.name, typeText(c.type), c.part])).toEqual([
      ['id', 'bigint', 'value'],
      ['Deal_Name', 'character varying(120)', 'value'],
      ['Owner', 'text', 'name'],
      ['Owner_id', 'bigint', 'id'],
      ['Owner_email', 'text', 'email'],
      ['Account_Name', 'text', 'name'],
      ['Account_Name_id', 'bigint', 'id'],
      ['Amount', 'numeric(16,2)', 'value'],
      ['Stage', 'character varying(120)', 'value'],
    ])
    expect(deals?.columns.filter((c) => !c.nullable).map((c) => c.name)).toEqual(['id'])
    expect(deals?.columns.find((c) => c.name === 'Stage')?.picklist).toEqual(['Won', 'Lost'])
    expect(deals?.columns.find((c) => c.name === 'Owner_id')?.description).toBe('Deal Owner (id)')
    expect(deals?.lookups).toMatchObject([
      { field: 'Owner', idColumn: 'Owner_id', target: { schema: 'crm', table: 'Users' } },
      { field: 'Account_Name', idColumn: 'Account_Name_id', target: { schema: 'crm', table: 'Accounts' } },
    ])
    expect(moduleOf(deals!)).toMatchObject({ module: 'Deals' })
    expect(deals!.nameColumn).toBe('Deal_Name')
  })

  it('of subforms lead to their parent even if metadata lists no Parent_Id', async () => {
    const { catalog, context } = harness()
    const items = await catalog.table('Deal_Items', context)
    expect(items?.columns.map((c) => c.name)).toEqual(['id', 'Parent_Id', 'Parent_Id_id', 'Quantity'])
    expect(items?.columns[2]?.references).toEqual({ schema: 'crm', table: 'Deals', column: 'id' })
  })

  it('have an e-mail for every user, whatever the field is called', async () => {
    const { catalog, context, answers } = harness()
    answers['settings/fields?module=Accounts'] = {
      fields: [field('Created_By', 'ownerlookup'), field('Coach', 'userlookup'), field('Coach_email', 'email')],
    }
    const accounts = await catalog.table('Accounts', context)
    expect(accounts?.columns.filter((c) => c.field !== 'id').map((c) => c.name)).toEqual([
      ...['Created_By', 'Created_By_id', 'Created_By_email'],
      ...['Coach', 'Coach_id', 'Coach_email_', 'Coach_email'],
    ])
    expect(accounts?.columns.filter((c) => c.part === 'email').map((c) => c.field)).toEqual(['Created_By', 'Coach'])
  })

  it('give a generated name a trailing _ where a field has it already', async () => {
    const { catalog, context, answers } = harness()
    answers['settings/fields?module=Accounts'] = {
      fields: [field('Parent', 'lookup', to('Accounts')), field('Parent_id', 'text'), field('Parent_id_', 'text')],
    }
    const accounts = await catalog.table('Accounts', context)
    expect(accounts?.columns.map((c) => c.name)).toEqual(['id', 'Parent', 'Parent_id__', 'Parent_id', 'Parent_id_'])
  })

  it('have no foreign key to what is no table', async () => {
    const { catalog, context, answers } = harness()
    answers['settings/fields?module=Accounts'] = { fields: [field('Home', 'lookup', to('Home'))] }
    const accounts = await catalog.table('Accounts', context)
    expect(accounts?.columns.some((c) => c.references)).toBe(false)
    expect(accounts?.lookups).toEqual([{ field: 'Home', idColumn: 'Home_id', target: undefined }])
  })

  it('leave out a field that every profile hides', async () => {
    const { catalog, context, answers } = harness()
    const hidden = { permission_type: 'hidden' }
    answers['settings/fields?module=Accounts'] = {
      fields: [
        field('A', 'text', { profiles: [hidden, hidden] }),
        field('B', 'text', { profiles: [hidden, { permission_type: 'read_write' }] }),
      ],
    }
    expect((await catalog.table('Accounts', context))?.columns.map((c) => c.name)).toEqual(['id', 'B'])
  })

  it('of a module that took the name Org do not hide the organisation', async () => {
    const { catalog, context, answers } = harness()
    answers['settings/modules'] = { modules: [{ api_name: 'Org' }] }
    answers['settings/fields?module=Org'] = { fields: [field('Name', 'text')] }
    expect((await catalog.tables(context)).map((t) => t.name)).toEqual(['Org', 'Users', 'Org_'])
    expect((await catalog.table('Org', context))?.columns.map((c) => c.name)).toEqual(['id', 'Name'])
    expect((await catalog.table('Org_', context))?.columns.map((c) => c.name)).toContain('time_zone')
  })
})

describe('metadata calls', () => {
  it('are three for a query on one module when cold and none when warm', async () => {
    const { catalog, context, calls } = harness()
    const ask = async (): Promise<void> => {
      await catalog.tables(context)
      await catalog.table('Deals', context)
      await catalog.org(context)
    }
    await ask()
    expect(calls).toEqual(['settings/modules', 'settings/fields?module=Deals', 'org'])
    await ask()
    expect(calls).toHaveLength(3)
  })

  it('are made once however many ask at the same time', async () => {
    const { catalog, context, calls } = harness()
    const tables = await Promise.all(Array.from({ length: 20 }, () => catalog.table('Deals', context)))
    expect(calls).toHaveLength(2)
    expect(new Set(tables).size).toBe(1)
  })

  it('are made again when metadataTtl has passed, not before', async () => {
    const { catalog, context, calls, pass } = harness({ ttlMs: 10_000 })
    await catalog.table('Deals', context)
    pass(9999)
    await catalog.table('Deals', context)
    expect(calls).toHaveLength(2)
    pass(1)
    await catalog.table('Deals', context)
    expect(calls).toHaveLength(4)
  })

  it('are spared the next process by files that only the user can read', async () => {
    const directory = await temporary()
    const first = harness({ directory })
    const before = await first.catalog.table('Deals', first.context)
    const second = harness({ directory })
    const after = await second.catalog.table('Deals', second.context)
    expect(second.calls).toEqual([])
    expect(after).toEqual(before)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    const files = await readdir(directory)
    expect(files).toHaveLength(2)
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600)
  })

  it('are made again where a file is broken', async () => {
    const directory = await temporary()
    const first = harness({ directory })
    await first.catalog.tables(first.context)
    const [file] = await readdir(directory)
    const { writeFile } = await import('node:fs/promises')
    await writeFile(join(directory, file!), '{"key":')
    const second = harness({ directory })
    await second.catalog.tables(second.context)
    expect(second.calls).toEqual(['settings/modules'])
    expect(JSON.parse(await readFile(join(directory, file!), 'utf8'))).toMatchObject({ key: 'modules' })
  })

  it('are not failed for others by one who gives up', async () => {
    const { catalog, context, calls } = harness()
    const abort = new AbortController()
    const quitter = catalog.tables(newContext(abort.signal))
    const patient = catalog.tables(context)
    abort.abort(new ZohoSqlError('CANCELLED', 'cancelled'))
    await expect(quitter).rejects.toThrow('cancelled')
    expect(await patient).toHaveLength(5)
    expect(calls.length).toBeGreaterThan(0)
  })

  it('are not remembered when they fail', async () => {
    const { catalog, context, answers, calls } = harness()
    const good = answers['settings/modules']
    answers['settings/modules'] = new ZohoSqlError('CONNECTION_LOST', 'lost')
    await expect(catalog.tables(context)).rejects.toThrow('lost')
    answers['settings/modules'] = good
    expect(await catalog.tables(context)).toHaveLength(5)
    expect(calls).toHaveLength(2)
  })
})

describe('freshness', () => {
  it('takes back what is older than a minute, once', async () => {
    const { catalog, context, calls, pass, answers } = harness()
    await catalog.table('Deals', context)
    expect(catalog.forget('Deals')).toBe(false)
    pass(60_000)
    answers['settings/fields?module=Deals'] = { fields: [field('New', 'text')] }
    expect(catalog.forget('Deals')).toBe(true)
    expect(catalog.forget('Deals')).toBe(false)
    expect((await catalog.table('Deals', context))?.columns.map((c) => c.name)).toEqual(['id', 'New'])
    expect(catalog.forget('Deals')).toBe(false)
    expect(calls).toHaveLength(3)
  })

  it('does not believe a file older than what was taken back', async () => {
    const directory = await temporary()
    const { catalog, context, calls, pass } = harness({ directory })
    await catalog.tables(context)
    pass(60_000)
    expect(catalog.forget()).toBe(true)
    await catalog.tables(context)
    expect(calls).toEqual(['settings/modules', 'settings/modules'])
  })

  it('asks once where the list came from a file, however young', async () => {
    const directory = await temporary()
    const first = harness({ directory })
    await first.catalog.tables(first.context)
    const second = harness({ directory })
    await second.catalog.tables(second.context)
    expect(second.catalog.forget()).toBe(true)
    await second.catalog.tables(second.context)
    expect(second.catalog.forget()).toBe(false)
    expect(second.calls).toEqual(['settings/modules'])
  })

  it('finds that a module was deleted since the list was read', async () => {
    const { catalog, context, pass, answers } = harness()
    await catalog.tables(context)
    pass(60_000)
    answers['settings/modules'] = { modules: [{ api_name: 'Deals' }] }
    delete answers['settings/fields?module=Accounts']
    expect(await catalog.table('Accounts', context)).toBeUndefined()
  })
})

describe('users and organisation', () => {
  it('are read page by page, with full names made where they are missing', async () => {
    const { catalog, context } = harness()
    const users = await catalog.table('Users', context)
    const columns = ['id', 'full_name', 'email'].map((name) => users!.columns.find((c) => c.name === name)!)
    expect(listRows(await catalog.userRows(context), columns)).toEqual([
      ['1', 'Ada Moss', 'ada@example.test'],
      ['2', 'Roe', null],
    ])
  })

  it('names deleted users, whose list is asked for only when one is met', async () => {
    const { catalog, context, calls } = harness()
    expect((await catalog.userDirectory(context, ['1', '2'])).get('3')).toBeUndefined()
    expect(calls).toHaveLength(2)
    expect((await catalog.userDirectory(context, ['1', '3'])).get('3')?.name).toBe('Gone Girl')
    await catalog.userDirectory(context, ['4'])
    expect(calls).toHaveLength(3)
  })

  it('names users who came since the list was read, asking at most once a minute', async () => {
    const { catalog, context, calls, answers, pass } = harness()
    await catalog.userDirectory(context, ['4'])
    answers['users?type=AllUsers&page=2&per_page=200'] = { users: [{ id: '4', last_name: 'New' }] }
    expect((await catalog.userDirectory(context, ['4'])).get('4')).toBeUndefined()
    expect(calls).toHaveLength(3)
    pass(60_000)
    expect((await catalog.userDirectory(context, ['4'])).get('4')?.name).toBe('New')
    expect(calls).toHaveLength(5)
  })

  it('may be refused to the token: one call, one notice, and names as the rows have them', async () => {
    const { catalog, context, calls, answers } = harness()
    answers['users?type=AllUsers&page=1&per_page=200'] = new ZohoSqlError('SCOPE_MISSING', 'no')
    answers.org = new ZohoSqlError('PERMISSION_DENIED', 'no')
    for (const _ of [1, 2]) {
      expect((await catalog.userDirectory(context, ['1'])).size).toBe(0)
      expect(await catalog.org(context)).toMatchObject({ timeZone: 'UTC', edition: { concurrency: 5 } })
    }
    expect(calls).toHaveLength(2)
    expect(context.meter.notices).toHaveLength(2)
    await expect(catalog.userRows(context)).rejects.toThrow('no')
  })

  it('tell time zone and edition', async () => {
    const { catalog, context } = harness()
    expect(await catalog.org(context)).toMatchObject({
      timeZone: 'Europe/Berlin',
      edition: { concurrency: 20 },
    })
  })
})

it('every column says which roads carry it and what COQL may do with it', async () => {
  const { catalog, context } = harness()
  const deals = await catalog.table('Deals', context)
  const powers = (name: string) => factsOf(deals!.columns.find((c) => c.name === name)!).coql
  expect(powers('id').where.has('>')).toBe(true)
  expect(powers('Deal_Name').where.has('>')).toBe(false)
  expect(powers('Deal_Name').orderBy).toBe(false)
  expect(powers('Amount').orderBy).toBe(true)
  expect(powers('Account_Name').where.size).toBe(0)
  expect(powers('Account_Name_id').where.has('in')).toBe(true)
})
