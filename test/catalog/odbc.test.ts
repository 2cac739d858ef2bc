import { describe, expect, it } from 'vitest'
import { odbcType, resultColumn } from '../../src/base/odbc-types.ts'
import {
  boolean,
  date,
  double,
  numeric,
  text,
  timestamptz,
  typeNames,
  varchar,
  wideBigint,
} from '../../src/base/types.ts'
import { Catalog, OdbcCatalog } from '../../src/catalog/index.ts'
import { SystemService } from '../../src/services/system/index.ts'
import { crmService, type Harness, harness } from './answers.ts'

function opened(): Harness & { odbc: OdbcCatalog } {
  const parts = harness()
  const crm = crmService(parts.catalog)
  return { ...parts, odbc: new OdbcCatalog(new Catalog([crm, new SystemService([crm])])) }
}

const names = (rows: readonly Readonly<Record<string, unknown>>[], key: string): unknown[] =>
  rows.map((row) => row[key])

describe('tables()', () => {
  it('gives rows as npm odbc does', async () => {
    const { odbc, context, calls } = opened()
    const { rows, columns } = await odbc.tables(null, 'crm', null, null, context)
    expect(rows[0]).toEqual({
      TABLE_CAT: 'zoho',
      TABLE_SCHEM: 'crm',
      TABLE_NAME: 'Accounts',
      TABLE_TYPE: 'TABLE',
      REMARKS: 'Firmen',
    })
    expect(columns.map((column) => column.name)).toEqual(Object.keys(rows[0]!))
    expect(calls).toEqual(['settings/modules'])
  })

  it.each([
    [
      ['%', '%', 'Deal%', null],
      ['Deal_Items', 'Deals'],
    ],
    [[null, null, 'Deal_Items', null], ['Deal_Items']],
    [[null, null, 'Deal_____', null], []],
    [[null, null, 'Deal______', null], ['Deal_Items']],
    [[null, null, 'deals', null], ['Deals']],
    [[null, null, 'Deal\\_Items', null], ['Deal_Items']],
    [[null, null, 'Deals\\%', null], []],
    [[null, null, 'D.als', null], []],
    [['nosuch', null, null, null], []],
    [
      [null, 'information_schema', 'table%', null],
      ['table_constraints', 'table_privileges', 'tables'],
    ],
    [
      [null, null, '%s', "'TABLE','VIEW'"],
      ['Accounts', 'Deal_Items', 'Deals', 'Users'],
    ],
    [[null, null, 'tables', 'SYSTEM TABLE'], ['tables']],
  ] as const)('%j → %j', async ([catalog, schema, table, type], expected) => {
    const { odbc, context } = opened()
    const { rows } = await odbc.tables(catalog, schema, table, type, context)
    expect(names(rows, 'TABLE_NAME')).toEqual(expected)
  })
})

describe('columns()', () => {
  it('reads the fields of the tables meant and no others', async () => {
    const { odbc, context, calls } = opened()
    const { rows } = await odbc.columns(null, null, 'Deals', 'Amount', context)
    expect(calls).toEqual(['settings/modules', 'settings/fields?module=Deals'])
    expect(rows).toEqual([
      {
        TABLE_CAT: 'zoho',
        TABLE_SCHEM: 'crm',
        TABLE_NAME: 'Deals',
        COLUMN_NAME: 'Amount',
        DATA_TYPE: 2,
        TYPE_NAME: 'numeric',
        COLUMN_SIZE: 16,
        BUFFER_LENGTH: 18,
        DECIMAL_DIGITS: 2,
        NUM_PREC_RADIX: 10,
        NULLABLE: 1,
        REMARKS: 'Amount',
        COLUMN_DEF: null,
        SQL_DATA_TYPE: 2,
        SQL_DATETIME_SUB: null,
        CHAR_OCTET_LENGTH: null,
        ORDINAL_POSITION: 8,
        IS_NULLABLE: 'YES',
      },
    ])
  })
})

it('primaryKeys() gives id, and takes the table’s name as it is', async () => {
  const { odbc, context } = opened()
  const { rows } = await odbc.primaryKeys(null, null, 'deals', context)
  expect(rows).toEqual([
    {
      TABLE_CAT: 'zoho',
      TABLE_SCHEM: 'crm',
      TABLE_NAME: 'Deals',
      COLUMN_NAME: 'id',
      KEY_SEQ: 1,
      PK_NAME: 'Deals_pkey',
    },
  ])
  expect((await odbc.primaryKeys(null, null, 'Deal%', context)).rows).toEqual([])
})

describe('foreignKeys()', () => {
  it('of a table', async () => {
    const { odbc, context } = opened()
    const { rows } = await odbc.foreignKeys({ fkTable: 'Deals' }, context)
    expect(rows.map((row) => [row.FKCOLUMN_NAME, row.PKTABLE_NAME, row.PKCOLUMN_NAME, row.FK_NAME])).toEqual([
      ['Owner_id', 'Users', 'id', 'Deals_Owner_id_fkey'],
      ['Account_Name_id', 'Accounts', 'id', 'Deals_Account_Name_id_fkey'],
    ])
  })

  it('to a table', async () => {
    const { odbc, context } = opened()
    const { rows } = await odbc.foreignKeys({ pkTable: 'Accounts' }, context)
    expect(rows.map((row) => `${row.FKTABLE_NAME}.${row.FKCOLUMN_NAME}`)).toEqual(['Deals.Account_Name_id'])
  })
})

it('typeInfo() has every type that columns have', () => {
  const { rows } = opened().odbc.typeInfo()
  expect(names(rows, 'TYPE_NAME')).toContain('timestamp with time zone')
  expect(rows.find((row) => row.TYPE_NAME === 'character varying')).toMatchObject({
    DATA_TYPE: -9,
    LITERAL_PREFIX: "'",
    CREATE_PARAMS: 'max length',
    CASE_SENSITIVE: 1,
  })
})

it.each([
  [wideBigint, ['SQL_BIGINT', -5, 19, 0]],
  [varchar(120), ['SQL_WVARCHAR', -9, 120, 0]],
  [text, ['SQL_WLONGVARCHAR', -10, 65_535, 0]],
  [numeric(16, 2), ['SQL_NUMERIC', 2, 16, 2]],
  [double, ['SQL_DOUBLE', 8, 15, 0]],
  [boolean, ['SQL_BIT', -7, 1, 0]],
  [date, ['SQL_TYPE_DATE', 91, 10, 0]],
  [timestamptz, ['SQL_TYPE_TIMESTAMP', 93, 26, 6]],
] as const)('a result column of %j', (type, expected) => {
  const { dataTypeName, dataType, columnSize, decimalDigits } = resultColumn('x', type, true)
  expect([dataTypeName, dataType, columnSize, decimalDigits]).toEqual(expected)
})

it('every type has a description', () => {
  for (const name of typeNames) expect(odbcType({ name }).columnSize).toBeGreaterThan(0)
})
