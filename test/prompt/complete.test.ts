import { describe, expect, it } from 'vitest'
import { bigint, text as textType } from '../../src/base/types.ts'
import { complete } from '../../src/cli/prompt/complete/index.ts'
import type { Knowledge } from '../../src/cli/prompt/complete/knowledge.ts'
import { type Column, functionSignatures, type Table } from '../../src/driver/inner.ts'

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: textType,
  nullable: true,
  description: '',
  field: name,
  part: 'value',
  fieldType: 'text',
  ...more,
})

const table = (name: string, columns: readonly Column[], lookups: Table['lookups'] = []): Table => ({
  schema: 'crm',
  name,
  kind: 'table',
  description: '',
  columns: [column('id', { type: bigint }), ...columns],
  primaryKey: ['id'],
  lookups,
})

const tables = [
  table(
    'Deals',
    [
      column('Deal_Name'),
      column('Stage', { picklist: ['New', "Can't", 'Closed'] }),
      column('Account_Name'),
      column('order'),
    ],
    [{ field: 'Account_Name', idColumn: 'Account_Name_id', target: { schema: 'crm', table: 'Accounts' } }],
  ),
  {
    ...table('Accounts', [column('Industry', { description: 'Branch', picklist: ['Banking', 'Basics'] })]),
    description: 'Client Companies',
  },
]

let read: string[] = []
let described = ''
const knowledge: Knowledge = {
  tables: async () => tables,
  table: async (path) => {
    read.push(path.at(-1)!)
    return tables.find(({ name }) => name.toLowerCase() === path.at(-1)!.toLowerCase())
  },
  known: async () => [tables[1]!],
  columnsOf: async (sql) => {
    described = sql
    return [
      { name: 'total', sqlType: bigint },
      { name: 'Stage', sqlType: textType },
    ]
  },
  functions: async () => functionSignatures(),
  profiles: () => [{ name: 'work', organisation: 'Northwind' }, { name: 'home' }],
}

/** What is offered at `|`. */
async function offered(marked: string): Promise<string[]> {
  read = []
  const at = marked.indexOf('|')
  const { candidates } = await complete(marked.replace('|', ''), at, { variables: new Map([['who', 'x']]) }, knowledge)
  return candidates.map(({ text }) => text)
}

describe('completion', () => {
  it.each([
    ['sel|', ['select ']],
    ['SELECT * FROM D|', ['Deals']],
    ['SELECT * FROM Deals, a|', ['Accounts']],
    ['SELECT * FROM crm.a|', ['Accounts']],
    ['SELECT * FROM Deals d JOIN Ac|', ['Accounts']],
    ['SELECT Dea| FROM Deals', ['Deal_Name', 'Deals']],
    ['SELECT d.| FROM Deals d', ['id', 'Deal_Name', 'Stage', 'Account_Name', '"order"']],
    ['SELECT Account_Name.In| FROM Deals', ['Industry']],
    ['SELECT d.Account_Name.In| FROM Deals d', ['Industry']],
    ["SELECT * FROM Deals WHERE Stage = 'C|", ["'Can''t'", "'Closed'"]],
    ["SELECT * FROM Deals WHERE Stage IN ('New', '|", ["'New'", "'Can''t'", "'Closed'"]],
    ["SELECT * FROM Deals d WHERE d.Account_Name.Industry <> 'Ban|", ["'Banking'"]],
    ["SELECT * FROM Deals WHERE Deal_Name = 'C|", []],
    ['SELECT * FROM Deals GROUP |', ['BY ']],
    ['SELECT regexp_rep|', ['regexp_replace(']],
    ['SELECT Ind|', ['Industry']],
    ['SELECT Sta|, 1 FROM Deals d WHERE d.id > 1', ['Stage', 'starts_with(', 'statement_timestamp(']],
    ['WITH big AS (SELECT 1) SELECT * FROM bi|', ['big']],
    ['WITH big AS (SELECT 1) SELECT tot| FROM big', ['total']],
    ['WITH big AS (SELECT 1) SELECT b.| FROM big b', ['total', 'Stage']],
    ['WITH big (n, s) AS (SELECT 1, 2) SELECT b.| FROM big b', ['n', 's']],
    ['SELECT x.| FROM (SELECT count(*) AS total, Stage FROM Deals GROUP BY 2) x', ['total', 'Stage']],
    ['SELECT Ind| FROM (SELECT Industry FROM Accounts) x', []],
    ['SELECT * FROM Deals WHERE id IN (SELECT Ind| FROM Accounts)', ['Industry']],
    ['SELECT * FROM Deals WHERE EXISTS (SELECT 1 FROM Accounts WHERE Stag|)', ['Stage']],
    ['SELECT extract(year FROM Deal_| FROM Deals', ['Deal_Name']],
    ["SELECT date_trunc('qu|", ["'quarter'"]],
    ['\\explain SELECT Stag| FROM Deals', ['Stage']],
    ['\\copy (SELECT Stag| FROM Deals) to x.csv', ['Stage']],
    ['\\chart l|', ['line']],
    ['\\copy Deals |', ['to']],
    ['\\copy Deals to x pa|', ['parquet']],
    ['\\copy (SELECT Stage FROM Deals) to x pa|', ['parquet']],
    ['\\copy (SELECT Stage FROM Deals) to test/prompt/com|', ['test/prompt/complete.test.ts']],
    ['\\road se|', ['search']],
    ['SELECT :|', ['who']],
    ['SELECT 1::num|', ['numeric']],
    ['SELECT 1 -- sel|', []],
    ['SELECT :w|', ['who']],
    ['\\co|', ['conninfo', 'copy']],
    ['\\d D|', ['Deals']],
    ['\\pset border|', ['border']],
    ['\\x a|', ['auto']],
    ['\\c |', ['work', 'home', 'demo']],
    ['SELECT * FROM Client|', ['Accounts']],
    ['SELECT * FROM "Client com|', ['Accounts']],
    ['\\d client|', ['Accounts']],
    ['SELECT branch| FROM Accounts', ['Industry']],
    ['SELECT 1; SELECT * FROM Acc|', ['Accounts']],
  ])('%s', async (marked, expected) => {
    expect(await offered(marked)).toEqual(expected)
  })

  it('offers values of a picklist before a quote is typed, and describes a query with what stands before it', async () => {
    expect((await offered('SELECT * FROM Deals WHERE Stage = |')).slice(0, 3)).toEqual([
      "'New'",
      "'Can''t'",
      "'Closed'",
    ])
    await offered('WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT | FROM b')
    expect(described).toBe('WITH RECURSIVE a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM "b"')
  })

  it('asks for no table besides those of the statement', async () => {
    await offered('SELECT * FROM Accounts; SELECT S| FROM Deals; SELECT * FROM Accounts')
    expect(read).toEqual(['Deals'])
  })
})
