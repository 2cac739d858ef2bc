import { describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { text, type Value } from '../../src/base/types.ts'
import { SystemService } from '../../src/services/system/index.ts'
import type { Conjunct, Offer, Predicate } from '../../src/source/index.ts'
import { crmService, field, type Harness, harness } from './answers.ts'

interface Opened extends Harness {
  ask(
    view: string,
    columns: string,
    where?: Readonly<Record<string, string | string[]>>,
    pushdown?: boolean,
  ): Promise<Asked>
}
interface Asked {
  readonly offer: Offer
  readonly rows: readonly (readonly Value[])[]
}

function opened(): Opened {
  const parts = harness()
  const system = new SystemService([crmService(parts.catalog)])
  const ask: Opened['ask'] = async (view, columns, where = {}, pushdown = true) => {
    const table = (await system.table(view))!
    const ref = (name: string) => ({ path: [], column: table.columns.find((column) => column.name === name)! })
    const conjunct = ([name, wanted]: [string, string | string[]]): Conjunct => ({
      sql: name,
      predicate: predicateOf(ref(name), wanted),
    })
    const want = { table, columns: columns.split(' ').map(ref), where: Object.entries(where).map(conjunct) }
    const offer = system.offer(want, { road: 'auto', pushdown, textComparison: 'exact', prefer: 'balanced' })
    const rows = []
    for await (const page of system.read(offer.scan, parts.context)) rows.push(...page.rows)
    return { offer, rows }
  }
  return { ...parts, ask }
}

function predicateOf(column: Extract<Predicate, { kind: 'in' }>['column'], wanted: string | string[]): Predicate {
  if (typeof wanted === 'string') return { kind: 'compare', op: '=', column, constant: { value: wanted, type: text } }
  return { kind: 'in', negated: false, column, constants: wanted.map((value) => ({ value, type: text })) }
}

describe('information_schema', () => {
  it('lists tables without reading their fields', async () => {
    const { ask, calls } = opened()
    const { rows, offer } = await ask('tables', 'table_schema table_name table_type')
    expect(rows.slice(0, 6)).toEqual([
      ['crm', 'Deals', 'BASE TABLE'],
      ['crm', 'Accounts', 'BASE TABLE'],
      ['crm', 'Deal_Items', 'BASE TABLE'],
      ['crm', 'Users', 'BASE TABLE'],
      ['crm', 'Org', 'BASE TABLE'],
      ['information_schema', 'tables', 'VIEW'],
    ])
    expect(offer).toMatchObject({ exact: true, ordered: false, limited: false, price: { calls: 0 } })
    expect(calls).toEqual(['settings/modules'])
  })

  it('reads only the table asked for', async () => {
    const { ask, calls } = opened()
    const { rows, offer } = await ask(
      'columns',
      'column_name ordinal_position is_nullable data_type character_maximum_length numeric_precision numeric_scale udt_name',
      { table_name: 'Deals' },
    )
    expect(rows[0]).toEqual(['id', 1, 'NO', 'bigint', null, 64, 0, 'int8'])
    expect(rows[1]).toEqual(['Deal_Name', 2, 'YES', 'character varying', 120, null, null, 'varchar'])
    expect(rows[7]).toEqual(['Amount', 8, 'YES', 'numeric', null, 16, 2, 'numeric'])
    expect(offer.verdicts).toMatchObject([{ outcome: 'superset' }])
    expect(offer.exact).toBe(false)
    expect(offer.scan.text).toEqual(['columns where table in (Deals)'])
    expect(calls).toEqual(['settings/modules', 'settings/fields?module=Deals'])
  })

  it('reads all tables where nothing says which, or where pushdown is off', async () => {
    const all = opened()
    await all.ask('columns', 'column_name')
    const off = opened()
    const { offer } = await off.ask('columns', 'column_name', { table_name: 'Deals' }, false)
    expect(offer.verdicts).toMatchObject([{ outcome: 'local' }])
    for (const { calls } of [all, off]) expect(calls).toHaveLength(4)
  })

  it('describes itself without a call', async () => {
    const { ask, calls } = opened()
    const { rows } = await ask('columns', 'column_name data_type', {
      table_schema: 'information_schema',
      table_name: ['tables', 'schemata'],
    })
    expect(rows).toContainEqual(['table_name', 'text'])
    expect(rows).toContainEqual(['schema_name', 'text'])
    expect(calls).toEqual([])
  })

  it('names keys as PostgreSQL would, and joins them to the keys they refer to', async () => {
    const { ask, answers } = opened()
    answers['settings/fields?module=Accounts'] = {
      fields: [field('Code', 'text', { unique: { casesensitive: false } })],
    }
    const constraints = await ask('table_constraints', 'constraint_name constraint_type', {
      table_name: ['Deals', 'Accounts'],
    })
    expect(constraints.rows).toEqual([
      ['Deals_pkey', 'PRIMARY KEY'],
      ['Deals_Owner_id_fkey', 'FOREIGN KEY'],
      ['Deals_Account_Name_id_fkey', 'FOREIGN KEY'],
      ['Accounts_pkey', 'PRIMARY KEY'],
      ['Accounts_Code_key', 'UNIQUE'],
    ])
    const usage = await ask('key_column_usage', 'constraint_name column_name position_in_unique_constraint', {
      table_name: 'Deals',
    })
    expect(usage.rows[2]).toEqual(['Deals_Account_Name_id_fkey', 'Account_Name_id', 1])
    const references = await ask('referential_constraints', 'constraint_name unique_constraint_name match_option')
    expect(references.rows).toContainEqual(['Deals_Account_Name_id_fkey', 'Accounts_pkey', 'NONE'])
    const targets = await ask('constraint_column_usage', 'constraint_name table_name column_name', {
      table_name: 'Accounts',
    })
    expect(targets.rows).toContainEqual(['Deals_Account_Name_id_fkey', 'Accounts', 'id'])
  })

  it('lists schemas', async () => {
    const { ask, calls } = opened()
    expect((await ask('schemata', 'catalog_name schema_name')).rows).toEqual([
      ['zoho', 'crm'],
      ['zoho', 'information_schema'],
    ])
    expect(calls).toEqual([])
  })

  it('leaves out a table whose fields are refused, and says so; asked for alone it is an error', async () => {
    const { ask, answers, context } = opened()
    answers['settings/fields?module=Accounts'] = new ZohoSqlError('PERMISSION_DENIED', 'no')
    const { rows } = await ask('columns', 'table_name', { table_schema: 'crm' })
    expect(new Set(rows.flat())).toEqual(new Set(['Deals', 'Deal_Items', 'Users', 'Org']))
    expect(context.meter.notices).toEqual(['crm.Accounts is left out: no'])
    await expect(ask('columns', 'table_name', { table_name: 'Accounts' })).rejects.toThrow('no')
  })
})
