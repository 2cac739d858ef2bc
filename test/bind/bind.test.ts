import { describe, expect, it } from 'vitest'
import { type ErrorCode, isZohoSqlError } from '../../src/base/errors.ts'
import { typeText } from '../../src/base/types.ts'
import type { Expr, From, Query, Select, TableRelation } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { allRelations, walkQuery } from '../../src/engine/walk.ts'
import { bind, NeedTables, tablesOf } from '../../src/plan/bind/index.ts'
import { parse } from '../../src/sql/index.ts'
import { demoSource } from '../support/tables.ts'

const session = makeSession({ now: 0, timeZone: 'Europe/Berlin' })
const bound = (sql: string, values?: readonly unknown[]) =>
  bind(parse(sql), demoSource(), { session, ...(values ? { values } : {}) })
const query = (sql: string): Query => bound(sql).query
const select = (sql: string): Select => query(sql).body as Select
const where = (sql: string): Expr => select(`SELECT id FROM Deals d WHERE ${sql}`).where!
const tables = (q: Query) => allRelations(q).filter((r): r is TableRelation => r.kind === 'table')
const used = (sql: string, n = 0) => tables(query(sql))[n]!.columns.map((column) => column.name)
const names = (sql: string) => query(sql).columns.map((column) => column.name)

function refusal(sql: string) {
  try {
    bound(sql)
  } catch (error) {
    if (isZohoSqlError(error)) return error
    throw error
  }
  throw new Error(`not refused: ${sql}`)
}
const refused = (sql: string): [ErrorCode, string | undefined] => {
  const { code, position } = refusal(sql)
  return [code, position === undefined ? undefined : sql.slice(position).split(/[\s,);]/)[0]]
}

describe('identifiers', () => {
  it('find their like exactly, else ignoring case, quoted or not', () => {
    expect(used('SELECT LAST_NAME, "first_name", Email FROM "CONTACTS"')).toEqual(['Last_Name', 'First_Name', 'Email'])
    expect(used('SELECT "select", "with blank" FROM Odd')).toEqual(['select', 'With Blank'])
  })

  it('need the exact spelling where two differ only in case', () => {
    expect(used('SELECT Code FROM Odd')).toEqual(['Code'])
    expect(used('SELECT code FROM Odd')).toEqual(['code'])
    expect(refused('SELECT CODE FROM Odd')).toEqual(['AMBIGUOUS_COLUMN', 'CODE'])
    expect(refused('SELECT email FROM Users, Contacts')).toEqual(['AMBIGUOUS_COLUMN', 'email'])
  })

  it('give result columns the name as written, else as Zoho has it', () => {
    expect(names('SELECT last_name, LAST_NAME AS Surname, c.email FROM Contacts c')).toEqual([
      'last_name',
      'Surname',
      'email',
    ])
    expect(names('SELECT * FROM users')).toEqual(['id', 'full_name', 'email', 'confirm'])
    expect(names('SELECT * FROM users JOIN (SELECT id FROM Deals) d USING (ID)')).toEqual([
      'id',
      'full_name',
      'email',
      'confirm',
    ])
    expect(names('SELECT COUNT(*), Max(id), 1, Max(id)::TEXT, 5::INT FROM Users')).toEqual([
      'count',
      'max',
      '?column?',
      'max',
      'int4',
    ])
  })

  it('carry schema and database', () => {
    expect(names('SELECT crm.Deals.Stage, Deals.id FROM crm.Deals')).toEqual(['Stage', 'id'])
    expect(names('SELECT public.deals.id FROM public.deals')).toEqual(['id'])
    expect(names('SELECT zoho.crm.deals.id FROM zoho.crm.deals')).toEqual(['id'])
    expect(refused('SELECT crm.Deals.id FROM crm.Deals d')[0]).toBe('UNDEFINED_TABLE')
  })

  it('that are not found name the nearest, with their table and position', () => {
    expect(refusal('SELECT Amont FROM Deals')).toMatchObject({ position: 7, hint: 'Perhaps you meant "Deals.Amount".' })
    expect(refusal('SELECT d.Amont FROM Deals d')).toMatchObject({ hint: 'Perhaps you meant "d.Amount".' })
    expect(refusal('SELECT 1 FROM Deal')).toMatchObject({ position: 14, hint: 'Perhaps you meant "Deals".' })
    expect(refusal('SELECT x FROM Deals').message).toBe('column "x" does not exist in Deals')
    expect(refusal('SELECT Deals.id FROM Deals d').hint).toBe('Perhaps you meant to reference the table alias "d".')
  })

  it('of lookups that are compared with ids are told where their id is', () => {
    const sql = 'SELECT 1 FROM Deals d JOIN Accounts a ON a.id = d.Account_Name'
    expect(refusal(sql)).toMatchObject({
      sqlState: '42883',
      position: sql.indexOf('='),
      hint: 'Account_Name is the name of the record it leads to; the id is Account_Name_id.',
    })
  })
})

describe('columns of tables', () => {
  it('are listed once each, in the order of first use', () => {
    expect(used('SELECT Stage, Amount FROM Deals WHERE Stage = $1 AND id > 3 ORDER BY Closing_Date')).toEqual([
      'Stage',
      'Amount',
      'id',
      'Closing_Date',
    ])
    expect(used('SELECT count(*) FROM Deals')).toEqual([])
  })

  it('are told with their origin', () => {
    const [stage, upper] = query('SELECT x.s, s || s FROM (SELECT Stage s FROM Deals) x').columns
    expect(stage!.origin).toMatchObject({ table: { name: 'Deals' }, column: 'Stage' })
    expect(upper!.origin).toBeUndefined()
  })
})

describe('lookup paths', () => {
  const refs = (sql: string) => tables(query(sql))[0]!.columns.map(({ name, ref }) => [name, ref!.path])

  it('become columns of the table they start from, to any depth', () => {
    expect(
      refs('SELECT account_name.industry, d.Contact_Name.Account_Name.Parent_Account.Industry FROM Deals d'),
    ).toEqual([
      ['Account_Name.Industry', ['Account_Name']],
      ['Contact_Name.Account_Name.Parent_Account.Industry', ['Contact_Name', 'Account_Name', 'Parent_Account']],
    ])
    expect(query('SELECT Owner.confirm FROM Deals').columns[0]!.type).toMatchObject({ name: 'boolean' })
  })

  it('that end in an id are what the lookup holds', () => {
    expect(refs('SELECT Account_Name.id, Contact_Name.Account_Name.ID FROM Deals')).toEqual([
      ['Account_Name_id', []],
      ['Contact_Name.Account_Name_id', ['Contact_Name']],
    ])
  })

  it('give way to an alias of the same name', () => {
    const q = query(
      'SELECT Account_Name.Industry FROM Deals JOIN Accounts Account_Name ON Account_Name.id = Account_Name_id',
    )
    expect(tables(q).map(({ columns }) => columns.map((column) => column.name))).toEqual([
      ['Account_Name_id'],
      ['id', 'Industry'],
    ])
  })

  it('are refused where they lead nowhere, or to several modules', () => {
    expect(refused('SELECT Account_Name.Indutry FROM Deals')).toEqual(['UNDEFINED_COLUMN', 'Indutry'])
    expect(refused('SELECT Account_Name.Nothing.x FROM Deals')).toEqual(['UNDEFINED_COLUMN', 'Nothing.x'])
    expect(refused('SELECT What_Id.Subject FROM Tasks')).toEqual(['NOT_SUPPORTED', 'What_Id.Subject'])
    expect(refused('SELECT Owner.email FROM Deals, Contacts')).toEqual(['AMBIGUOUS_COLUMN', 'Owner.email'])
  })
})

describe('tables', () => {
  const refs = (sql: string) => tablesOf(parse(sql).statement).map((path) => path.map((name) => name.text).join('.'))

  it('of a statement are told without those of its own WITH', () => {
    expect(
      refs(
        'WITH a AS (SELECT * FROM x), b AS (SELECT * FROM a, crm.y) SELECT * FROM b WHERE EXISTS (SELECT 1 FROM z, X)',
      ),
    ).toEqual(['x', 'crm.y', 'z', 'X'])
    expect(refs('WITH a AS (SELECT * FROM a) SELECT * FROM a')).toEqual(['a'])
    expect(refs('WITH RECURSIVE a AS (SELECT 1 UNION SELECT * FROM a) SELECT * FROM a')).toEqual([])
  })

  const needed = (sql: string, ...unread: string[]) => {
    try {
      bind(parse(sql), demoSource(new Set(unread)), { session })
    } catch (error) {
      if (error instanceof NeedTables) return error.paths
      throw error
    }
    return undefined
  }

  it('that were not read are asked for together, lookup targets when they are met', () => {
    const sql = 'SELECT Account_Name.Industry FROM Deals, Users'
    expect(needed(sql, 'deals', 'users', 'accounts')).toEqual([['Deals'], ['Users']])
    expect(needed(sql, 'accounts')).toEqual([['crm', 'Accounts']])
    expect(needed('SELECT Account_Name.id FROM Deals', 'accounts')).toBeUndefined()
  })

  it('read are told, lookup targets included', () => {
    expect(bound('SELECT Account_Name.Industry FROM Deals').tables.map((table) => table.name)).toEqual([
      'Deals',
      'Accounts',
    ])
  })

  it('get aliases that are unique in the statement', () => {
    const q = query('SELECT * FROM Deals WHERE id IN (SELECT id FROM deals UNION SELECT id FROM Deals x)')
    expect(allRelations(q).map((relation) => relation.alias)).toEqual(['Deals', 'deals_1', 'x'])
  })
})

describe('constants', () => {
  const constantIn = (sql: string) => {
    const found = where(sql)
    return found.kind === 'compare' && found.right.kind === 'literal'
      ? [found.right.value, typeText(found.right.type)]
      : found
  }

  it('take the type of the other side and are read at once', () => {
    expect(constantIn("id = '123456789012345678'")).toEqual(['123456789012345678', 'bigint'])
    expect(constantIn('id = 5')).toEqual([5, 'bigint'])
    expect(constantIn("Amount >= '1.50'")).toEqual(['1.50', 'numeric'])
    expect(constantIn('Amount < 1000.25')).toEqual([1000.25, 'numeric'])
    expect(constantIn('Score > 1')).toEqual([1, 'double precision'])
    expect(constantIn("Closing_Date = 'March 9, 2026'")).toEqual(['2026-03-09', 'date'])
    expect(constantIn("Stage = 'Won'")).toEqual(['Won', 'text'])
  })

  it('without an offset are in the zone of the session', () => {
    expect(constantIn("Created_Time > '2026-07-01'")).toEqual([Date.UTC(2026, 5, 30, 22), 'timestamp with time zone'])
    expect(constantIn("Created_Time > '2026-07-01T00:00Z'")).toEqual([Date.UTC(2026, 6, 1), 'timestamp with time zone'])
  })

  it('that are no values of the type are refused where they stand', () => {
    expect(refused("SELECT 1 FROM Deals WHERE id = 'x'")).toEqual(['INVALID_TEXT', "'x'"])
    expect(refused("SELECT 1 FROM Deals WHERE Closing_Date IN ('2026-01-01', '2026-02-30')")).toEqual([
      'DATETIME_OVERFLOW',
      "'2026-02-30'",
    ])
    expect(refused("SELECT 1 FROM Contacts WHERE Email_Opt_Out = 'maybe'")).toEqual(['INVALID_TEXT', "'maybe'"])
  })

  it('with fields count the last of them', () => {
    const [oneDay] = select("SELECT INTERVAL '1' DAY").items
    expect(oneDay).toMatchObject({ value: '1 day', type: { name: 'interval' } })
  })
})

describe('parameters', () => {
  const types = (sql: string, values?: readonly unknown[]) => bound(sql, values).parameters.types.map(typeText)

  it('take their type from the place they stand in', () => {
    expect(types('SELECT 1 FROM Deals WHERE id = ? AND Amount > ? AND Closing_Date = ? LIMIT ?')).toEqual([
      'bigint',
      'numeric',
      'date',
      'bigint',
    ])
    expect(types('SELECT 1 FROM Deals WHERE Stage = :stage OR Stage LIKE :stage OR Amount = :amount')).toEqual([
      'text',
      'numeric',
    ])
    expect(types('SELECT 1 FROM Deals WHERE $2 < Score AND $1 IS NULL OR Stage = $1')).toEqual([
      'text',
      'double precision',
    ])
  })

  it('else from their value, else are text', () => {
    expect(types('SELECT ?', [5])).toEqual(['integer'])
    expect(types('SELECT ?, ? = ?', [new Date(0), true, false])).toEqual([
      'timestamp with time zone',
      'boolean',
      'boolean',
    ])
    expect(types('SELECT ?')).toEqual(['text'])
  })

  it('take the type of their value where an operator leaves it open', () => {
    expect(types('SELECT Closing_Date + ? FROM Deals', [7])).toEqual(['integer'])
    expect(types('SELECT ? || ?', ['a', 'b'])).toEqual(['text', 'text'])
  })

  it('compared with integers may have fractions', () => {
    expect(types('SELECT 1 FROM Deals WHERE Probability > ?', [2.5])).toEqual(['numeric'])
    expect(types('SELECT 1 FROM Deals WHERE Probability > ?', [5_000_000_000])).toEqual(['bigint'])
    expect(types('SELECT 1 FROM Deals WHERE Probability > ?', [25])).toEqual(['integer'])
  })

  it('leave no node without a type', () => {
    const open: Expr[] = []
    const q = query('SELECT $1 IS NULL, $2 FROM Deals WHERE $1 = Stage')
    walkQuery(q, (expr) => void (expr.type.name === 'unknown' && open.push(expr)))
    expect(open).toEqual([])
  })
})

describe('what the statement says in fewer words', () => {
  it('is written out: BETWEEN, rows, simple CASE, ANY', () => {
    expect(where('Amount BETWEEN 1 AND 2')).toMatchObject({ kind: 'and', terms: [{ op: '>=' }, { op: '<=' }] })
    expect(where('Amount NOT BETWEEN SYMMETRIC 2 AND 1')).toMatchObject({ kind: 'not', operand: { kind: 'or' } })
    expect(where("(Stage, id) = ('a', 1)")).toMatchObject({ kind: 'and', terms: [{ op: '=' }, { op: '=' }] })
    expect(where('(Amount, id) <= (1, 2)')).toMatchObject({
      kind: 'or',
      terms: [{ op: '<' }, { kind: 'and', terms: [{ op: '=' }, { op: '<=' }] }],
    })
    expect(where('id = ANY(ARRAY[1, 2])')).toMatchObject({
      kind: 'inList',
      negated: false,
      items: [{ value: 1 }, { value: 2 }],
    })
    expect(where('id <> ALL(ARRAY[1, 2])')).toMatchObject({ kind: 'inList', negated: true })
    expect(where('id = ANY(SELECT id FROM Contacts)')).toMatchObject({ kind: 'inQuery', negated: false })
    expect(where('id > ALL(SELECT id FROM Contacts)')).toMatchObject({ kind: 'quantified', op: '>', quantifier: 'all' })
    const [simple] = select("SELECT CASE Stage WHEN 'a' THEN 1 END FROM Deals").items
    expect(simple).toMatchObject({ kind: 'case', branches: [{ when: { kind: 'compare', op: '=' } }] })
  })

  it('compares rows with subqueries where their one row is', () => {
    expect(where('(Stage, id) = (SELECT Industry, id FROM Accounts)')).toMatchObject({
      kind: 'scalar',
      query: { body: { items: [{ kind: 'and' }], from: { kind: 'derived' } } },
    })
    expect(where('(Stage, id) <> ALL (SELECT Industry, id FROM Accounts)')).toMatchObject({
      kind: 'inQuery',
      negated: true,
    })
  })

  it('repeats subqueries with relations of their own', () => {
    const ids = (sql: string) => allRelations(query(sql)).map((relation) => relation.id)
    const newest = '(SELECT max(c.id) FROM Contacts c WHERE c.id = d.Contact_Name_id)'
    for (const condition of [
      `${newest} BETWEEN 1 AND 2`,
      `${newest} NOT BETWEEN SYMMETRIC 1 AND ${newest}`,
      `(${newest}, d.id) < (3, 4)`,
      `${newest} > ALL (ARRAY[1, 2, 3])`,
      `CASE ${newest} WHEN 1 THEN true WHEN 2 THEN false END`,
    ]) {
      const found = ids(`SELECT 1 FROM Deals d WHERE ${condition}`)
      expect(new Set(found).size, condition).toBe(found.length)
      expect(found.length, condition).toBeGreaterThan(2)
    }
  })

  it('takes a table for its rows where only their presence counts', () => {
    expect(select('SELECT count(d), count(d.*) FROM Deals d').items).toMatchObject([
      { args: [{ kind: 'column', name: 'id' }] },
      { args: [{ kind: 'column', name: 'id' }] },
    ])
    expect(where('d IS NULL')).toMatchObject({ kind: 'isNull', operand: { name: 'id' } })
    const users = select('SELECT 1 FROM Users u WHERE u IS NOT NULL').where
    expect(users).toMatchObject({ kind: 'and', terms: [{ negated: true }, {}, {}, {}] })
  })

  it('keeps text comparisons free of casts', () => {
    const found = where("Stage = 'x' AND Deal_Name = Tags AND Stage IN ('a', 'b')")
    expect(JSON.stringify(found)).not.toContain('"cast"')
  })

  it('casts where the sides differ, and subqueries where they are made', () => {
    expect(where('Probability = Amount')).toMatchObject({
      left: { kind: 'cast', explicit: false, type: { name: 'numeric' } },
    })
    const member = where('Amount IN (SELECT Probability FROM Deals)')
    expect(member).toMatchObject({ query: { body: { items: [{ kind: 'cast', type: { name: 'numeric' } }] } } })
    const sorted = where('Amount IN (SELECT Probability FROM Deals ORDER BY 1 LIMIT 1)')
    expect(sorted).toMatchObject({ query: { body: { from: { kind: 'derived' } } } })
  })

  it('joins by USING through one column of both', () => {
    const from = select('SELECT id, Stage FROM Deals FULL JOIN Contacts USING (id)').from as From
    expect(from).toMatchObject({ kind: 'join', type: 'full', on: { kind: 'compare', op: '=' } })
    const [merged] = select('SELECT id FROM Deals FULL JOIN Contacts USING (id)').items
    expect(merged).toMatchObject({ kind: 'call', fn: { name: 'coalesce' } })
  })
})

describe('grouping', () => {
  const groupBy = (sql: string) => select(`SELECT 1 FROM Deals GROUP BY ${sql}`).groupBy!

  it('is sets of distinct keys', () => {
    expect(groupBy('Stage, Probability, Stage')).toMatchObject({
      keys: [{ name: 'Stage' }, { name: 'Probability' }],
      sets: [[0, 1]],
    })
    expect(groupBy('ROLLUP (Stage, Probability)').sets).toEqual([[0, 1], [0], []])
    expect(groupBy('CUBE (Stage, Probability)').sets).toEqual([[0, 1], [0], [1], []])
    expect(groupBy('ROLLUP ((Stage, Probability), id)').sets).toEqual([[0, 1, 2], [0, 1], []])
    expect(groupBy('GROUPING SETS (Stage, (), ROLLUP (Probability))').sets).toEqual([[0], [], [1], []])
    expect(groupBy('Stage, GROUPING SETS (Probability, ())').sets).toEqual([[0, 1], [0]])
    expect(groupBy('DISTINCT ROLLUP (Stage), ROLLUP (Stage)').sets).toEqual([[0], []])
  })

  it('resolves GROUPING() to keys', () => {
    const { items } = select('SELECT GROUPING(Probability, Stage) FROM Deals GROUP BY CUBE (Stage, Probability)')
    expect(items[0]).toMatchObject({ kind: 'grouping', keys: [1, 0] })
  })

  it('takes names for columns of FROM before columns of the result', () => {
    const keys = (sql: string) => select(sql).groupBy!.keys
    expect(
      keys('SELECT lead AS Stage, count(*) FROM (SELECT id AS lead, Stage FROM Deals) d GROUP BY Stage, lead'),
    ).toMatchObject([{ name: 'Stage' }, { name: 'lead' }])
  })

  it('knows a key again, subqueries too', () => {
    const newest = '(SELECT max(c.id) FROM Contacts c WHERE c.id = d.Contact_Name_id)'
    expect(select(`SELECT ${newest}, count(*) FROM Deals d GROUP BY ${newest}`).groupBy!.keys).toHaveLength(1)
    const other = newest.replace('max', 'min')
    expect(refused(`SELECT ${other} FROM Deals d GROUP BY ${newest}`)[0]).toBe('GROUPING_ERROR')
  })

  it('is what DISTINCT ON may use', () => {
    expect(refused('SELECT DISTINCT ON (Stage) count(*) FROM Deals')).toEqual(['GROUPING_ERROR', 'Stage'])
    expect(select('SELECT DISTINCT ON (Stage) count(*) FROM Deals GROUP BY Stage').distinct).toHaveLength(1)
  })

  it('of a HAVING alone is one group', () => {
    expect(select('SELECT 1 FROM Deals HAVING true').groupBy).toEqual({ keys: [], sets: [[]] })
  })
})

describe('order', () => {
  const orderBy = (sql: string) => query(sql).orderBy

  it('takes names for columns of the result first, and puts NULLs where PostgreSQL does', () => {
    expect(orderBy('SELECT id AS Amount FROM Deals ORDER BY Amount DESC, Deals.Amount NULLS FIRST, 1')).toMatchObject([
      { expr: { kind: 'output', index: 0 }, descending: true, nullsFirst: true },
      { expr: { kind: 'column', name: 'Amount' }, descending: false, nullsFirst: true },
      { expr: { kind: 'output', index: 0 }, descending: false, nullsFirst: false },
    ])
  })

  it('of set operations may leave constants open to the other side', () => {
    const types = (sql: string) => query(sql).columns.map(({ type }) => typeText(type))
    expect(types('(SELECT NULL LIMIT 1) UNION ALL SELECT id FROM Deals')).toEqual(['bigint'])
    expect(types("(SELECT '2026-01-01' AS d LIMIT 1) UNION (SELECT Closing_Date FROM Deals)")).toEqual(['date'])
    // What is sorted by is text at once.
    expect(refused("(SELECT '2026-01-01' AS d ORDER BY 1) UNION (SELECT Closing_Date FROM Deals)")[0]).toBe(
      'TYPE_MISMATCH',
    )
    expect(refused('(SELECT DISTINCT NULL LIMIT 1) UNION ALL SELECT id FROM Deals')[0]).toBe('TYPE_MISMATCH')
  })

  it('finds expressions among the results', () => {
    expect(orderBy('SELECT Stage, Amount + 1 FROM Deals ORDER BY Amount + 1, Deals.Stage')).toMatchObject([
      { expr: { kind: 'output', index: 1 } },
      { expr: { kind: 'output', index: 0 } },
    ])
  })
})

describe('statements that are no queries', () => {
  it('are refused by name', () => {
    expect(refused('INSERT INTO Deals VALUES (1)')[0]).toBe('READ_ONLY')
    expect(refused('TRUNCATE Deals')).toEqual(['NOT_SUPPORTED', 'TRUNCATE'])
    expect(refused('VACUUM')).toEqual(['NOT_SUPPORTED', 'VACUUM'])
  })

  it('EXPLAIN binds what it explains', () => {
    expect(names('EXPLAIN SELECT id FROM Deals')).toEqual(['id'])
  })
})

describe('what is not supported', () => {
  it('is refused by name', () => {
    expect(refused('SELECT Stage COLLATE "de_DE" FROM Deals')[0]).toBe('NOT_SUPPORTED')
    expect(refused('SELECT DISTINCT Deals FROM Deals')).toEqual(['NOT_SUPPORTED', 'Deals'])
    expect(refused('SELECT (d).Stage.x FROM Deals d')[0]).toBe('WRONG_OBJECT_TYPE')
    expect(refused('SELECT id FROM Deals WHERE (id, id) = 1')[0]).toBe('UNDEFINED_FUNCTION')
    expect(refused('SELECT id FROM Deals WHERE (id, id) > ANY (SELECT 1, 2)')[0]).toBe('NOT_SUPPORTED')
    expect(refused('SELECT id FROM Deals UNION SELECT id FROM Contacts ORDER BY id + 1')[0]).toBe('NOT_SUPPORTED')
  })
})
