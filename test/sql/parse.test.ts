import { describe, expect, it } from 'vitest'
import { isZohoSqlError, type ZohoSqlError } from '../../src/base/errors.ts'
import { caretText, parse, printExpr, printQuery, printStatement } from '../../src/sql/index.ts'
import { queryOf } from './support/judge.ts'

function errorOf(text: string): ZohoSqlError {
  try {
    parse(text)
  } catch (error) {
    if (isZohoSqlError(error)) return error
    throw error
  }
  throw new Error(`parsed: ${text}`)
}

describe('what a naive reading gets wrong', () => {
  it.each([
    ['SELECT a=1 OR b=2 AND c=3', 'SELECT ((a = 1) OR ((b = 2) AND (c = 3)))'],
    ['SELECT a AND b OR c', 'SELECT ((a AND b) OR c)'],
    ['SELECT "x" ISNULL', 'SELECT ("x" IS NULL)'],
    ['SELECT 1 FROM a NATURAL JOIN b', 'SELECT 1 FROM (a NATURAL JOIN b)'],
    ['SELECT 1 FROM ONLY t', 'SELECT 1 FROM t'],
    ["SELECT x IS DISTINCT FROM 'v'", "SELECT (x IS DISTINCT FROM 'v')"],
    ["SELECT 'a\\b', 'it''s', E'a\\tb'", "SELECT 'a\\b', 'it''s', 'a\tb'"],
    ['SELECT a AS B, a AS "B" FROM "T", T', 'SELECT a AS B, a AS "B" FROM "T", T'],
    ['SELECT 1 FROM (SELECT 1) x(a, b)', 'SELECT 1 FROM (SELECT 1) AS x(a, b)'],
    ['SELECT 1 UNION SELECT 2 INTERSECT SELECT 3', '(SELECT 1) UNION ((SELECT 2) INTERSECT (SELECT 3))'],
    ['SELECT - - 1', 'SELECT (- (- 1))'],
    ['SELECT 1 FROM a JOIN b ON c, d', 'SELECT 1 FROM (a JOIN b ON c), d'],
    ['SELECT -2 ^ 2', 'SELECT ((- 2) ^ 2)'],
    ['SELECT a FROM t LIMIT 5 OFFSET 2', 'SELECT a FROM t OFFSET 2 LIMIT 5'],
  ])('%s', (text, printed) => {
    expect(printQuery(queryOf(text))).toBe(printed)
  })
})

describe('names', () => {
  it('keep their spelling and whether they were quoted', () => {
    const { body } = queryOf('SELECT T."Last Name" AS Alias FROM "crm".Leads')
    expect(body).toMatchObject({
      items: [
        {
          expr: {
            path: [
              { text: 'T', quoted: false, at: 7 },
              { text: 'Last Name', quoted: true, at: 9 },
            ],
          },
          alias: { text: 'Alias', quoted: false, at: 24 },
        },
      ],
      from: [
        {
          name: [
            { text: 'crm', quoted: true },
            { text: 'Leads', quoted: false },
          ],
        },
      ],
    })
  })
})

describe('parameters', () => {
  it.each<[string, object]>([
    ['SELECT 1', { parameterStyle: undefined, parameterCount: 0, parameterNames: [] }],
    ['SELECT ? WHERE a=? AND b IN (?, ?)', { parameterStyle: 'question', parameterCount: 4, parameterNames: [] }],
    ['SELECT $2, $1, $2::int', { parameterStyle: 'dollar', parameterCount: 2, parameterNames: [] }],
    ['SELECT :b, :a, :b::int', { parameterStyle: 'named', parameterCount: 2, parameterNames: ['b', 'a'] }],
    ["SELECT $1 ? 'k', a ?| b", { parameterStyle: 'dollar', parameterCount: 1, parameterNames: [] }],
  ])('%s', (text, expected) => {
    expect(parse(text)).toMatchObject(expected)
  })

  it('are numbered as they are written, through every construct', () => {
    const text = 'WITH c AS (SELECT ?) SELECT ? FROM c WHERE a = ? GROUP BY ? HAVING ? ORDER BY ? LIMIT ? OFFSET ?'
    expect(printQuery(queryOf(text))).toBe(
      'WITH c AS (SELECT $1) SELECT $2 FROM c WHERE (a = $3) GROUP BY $4 HAVING $5 ORDER BY $6 OFFSET $8 LIMIT $7',
    )
  })

  it('tell a question mark from an operator', () => {
    const { body } = queryOf("SELECT ? ? ?, a ?| ?, a ?& b, ?||'x', -?, ?::int")
    if (body.kind !== 'select') throw new Error(body.kind)
    expect(body.items.map(({ expr }) => printExpr(expr))).toEqual([
      '($1 ? $2)',
      '(a ?| $3)',
      '(a ?& b)',
      "($4 || 'x')",
      '(- $5)',
      'CAST($6 AS int)',
    ])
  })

  it('of two forms are refused', () => {
    expect(errorOf('SELECT ?, $1')).toMatchObject({ code: 'SYNTAX_ERROR', position: 10 })
  })
})

describe('syntax errors', () => {
  it.each([
    ['SELECT * FORM Leads', 'syntax error at or near "FORM"', 9],
    ['SELECT a FROM t WHERE', 'syntax error at end of input', 21],
    ['', 'syntax error at end of input', 0],
    ['FORM x', 'syntax error at or near "FORM"', 0],
    ['SELECT a WHERE b FROM t', 'syntax error at or near "FROM"', 17],
    ['SELECT a FROM t LIMIT 1 WHERE b', 'syntax error at or near "WHERE"', 24],
    ['SELECT a FROM t ORDER BY a UNION SELECT b', 'syntax error at or near "UNION"', 27],
    ['SELECT a FROM t WHERE b WHERE c', 'syntax error at or near "WHERE"', 24],
    ['SELECT 1 UNION', 'syntax error at end of input', 14],
    ['SELECT (1', 'syntax error at end of input', 9],
    ['SELECT 1)', 'syntax error at or near ")"', 8],
    ['SELECT f(a,) FROM t', 'syntax error at or near ")"', 11],
    ['SELECT a FROM t JOIN u', 'syntax error at end of input', 22],
    ['SELECT a FROM t JOIN u ON x ON y', 'syntax error at or near "ON"', 28],
    ['SELECT a = b = c', 'syntax error at or near "="', 13],
    ["SELECT 'abc", 'unterminated quoted string at or near "\'abc"', 7],
    ['SELECT "abc', 'unterminated quoted identifier at or near ""abc"', 7],
    ['SELECT $$abc', 'unterminated dollar-quoted string at or near "$$abc"', 7],
    ['SELECT 1 /* abc', 'unterminated /* comment at or near "/* abc"', 9],
    ['SELECT ""', 'zero-length delimited identifier at or near """"', 7],
    ['SELECT 1x', 'trailing junk after numeric literal at or near "1x"', 7],
    ['SELECT a FROM t LIMIT 1, 2', 'LIMIT #,# syntax is not supported', 16],
    ['SELECT a FROM t LIMIT 1 LIMIT 2', 'multiple LIMIT clauses not allowed', 24],
    ['SELECT a FROM t FETCH FIRST 1 ROW WITH TIES', 'WITH TIES cannot be specified without ORDER BY clause', 16],
    ['SELECT 1; SELECT 2', 'cannot run more than one statement at once', 10],
    ['SELECT $0', 'there is no parameter $0', 7],
    ["SELECT '\u{1F600}' FORM t x", 'syntax error at or near "t"', 17],
    ['SELECT\n  a,\n  b c d\nFROM t', 'syntax error at or near "d"', 18],
  ])('%s', (text, message, position) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ code: 'SYNTAX_ERROR', sqlState: '42601', message, position })
  })

  it.each([
    ['ROWS UNBOUNDED FOLLOWING', 'frame start cannot be UNBOUNDED FOLLOWING'],
    ['ROWS BETWEEN CURRENT ROW AND UNBOUNDED PRECEDING', 'frame end cannot be UNBOUNDED PRECEDING'],
    ['ROWS BETWEEN CURRENT ROW AND 1 PRECEDING', 'frame starting from current row cannot have preceding rows'],
    ['ROWS 1 FOLLOWING', 'frame starting from following row cannot end with current row'],
    ['ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING', 'frame starting from following row cannot have preceding rows'],
  ])('of a frame %s', (frame, message) => {
    expect(errorOf(`SELECT sum(a) OVER (${frame})`)).toMatchObject({ code: 'WINDOW_ERROR', sqlState: '42P20', message })
  })
})

describe('what PostgreSQL runs and this package does not', () => {
  it.each([
    ['SELECT a INTO b FROM t', 'SELECT … INTO', 9],
    ['SELECT a FROM t FOR UPDATE', 'FOR UPDATE', 16],
    ['SELECT a FROM t FOR KEY SHARE', 'FOR KEY', 16],
    ['SELECT a FROM t TABLESAMPLE system (1)', 'TABLESAMPLE', 16],
    ['SELECT * FROM ROWS FROM (f(1) AS (a int), g(2))', 'a column definition list', 30],
    ['SELECT * FROM CAST(1 AS int) x', 'this expression as a table', 14],
    ['WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x', 'WITH … DELETE', 10],
    ['WITH RECURSIVE x AS (SELECT 1) CYCLE a SET b USING c SELECT 1', 'CYCLE in WITH', 31],
    ['SELECT f(VARIADIC a)', 'VARIADIC', 9],
    ["SELECT B'101', X'ff'", 'bit strings', 7],
    ['SELECT a IS DOCUMENT', 'IS DOCUMENT', 9],
    ['SELECT a IS NFC NORMALIZED', 'IS NFC', 9],
    ['SELECT a OPERATOR(my.+) b', 'operators of other schemas', 18],
    ['SELECT xmlelement(name foo)', 'XMLELEMENT', 7],
    ['SELECT a FROM t ORDER BY a USING ~<~', 'ORDER BY … USING this operator', 27],
    ['SELECT a::geometry(point, 4326)', 'type modifiers that are no numbers', 18],
    ['EXPLAIN (FORMAT json) SELECT 1', 'EXPLAIN (FORMAT json)', 9],
  ])('%s', (text, construct, position) => {
    const error = errorOf(text)
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', sqlState: '0A000', message: `not supported: ${construct}` })
    expect(error.hint).toMatch(/\.$/)
    if (position !== undefined) expect(error.position).toBe(position)
  })
})

it.each([
  ['operators', `SELECT 1${' OR 1'.repeat(3000)}`, 12_509],
  ['brackets', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, 607],
  ['brackets around all', `${'('.repeat(20_000)}SELECT 1${')'.repeat(20_000)}`, 600],
  ['brackets that nothing closes', `SELECT ${'('.repeat(20_000)}`, 607],
  ['queries', `SELECT ${'(SELECT '.repeat(5000)}1${')'.repeat(5000)}`, 7 + 600 * 8],
  ['arrays', `SELECT ${'ARRAY['.repeat(5000)}1${']'.repeat(5000)}`, undefined],
  ['signs', `SELECT ${'- '.repeat(5000)}1`, undefined],
  ['NOTs', `SELECT ${'NOT '.repeat(5000)}true`, undefined],
  ['CASEs', `SELECT ${'CASE WHEN true THEN '.repeat(5000)}1${' END'.repeat(5000)}`, undefined],
])('%s within one another without end are 54001', (_, text, position) => {
  const error = errorOf(text)
  expect(error).toMatchObject({ code: 'RESOURCE_LIMIT', sqlState: '54001' })
  if (position !== undefined) expect(error.position).toBe(position)
})

describe('statements', () => {
  it.each([
    ['select 1 ; ; ', 'SELECT 1'],
    ['explain select 1', 'EXPLAIN SELECT 1'],
    ['EXPLAIN ANALYZE VERBOSE (select 1)', 'EXPLAIN ANALYZE SELECT 1'],
    ['explain (analyze, costs off) select 1', 'EXPLAIN ANALYZE SELECT 1'],
    ['explain (analyze false, format text) table t', 'EXPLAIN SELECT * FROM t'],
    ['insert into t values (1);', 'INSERT INTO t VALUES (1)'],
    ['/* x */ Update t set a = 1', 'UPDATE t SET a = 1'],
    ['with a as (select 1) delete from t', 'WITH a AS (SELECT 1) DELETE FROM t'],
    ['explain analyze delete from t', 'EXPLAIN ANALYZE DELETE FROM t'],
    ['call crm.convert_lead(1, deal => 2)', 'CALL crm.convert_lead(1, deal => 2)'],
    ['copy t (a) from stdin csv', "COPY t (a) FROM STDIN WITH (format 'csv')"],
    ['truncate t', 'TRUNCATE'],
    ['begin; select 1', 'BEGIN'],
    ['with insert as (select 1) select * from insert', 'WITH insert AS (SELECT 1) SELECT * FROM insert'],
  ])('%s', (text, printed) => {
    expect(printStatement(parse(text).statement)).toBe(printed)
  })
})

describe('a caret', () => {
  it.each([
    ['SELECT * FORM t', 9, 'LINE 1: SELECT * FORM t\n                 ^'],
    ['SELECT a\nFROM t\nWHERE x y', 24, 'LINE 3: WHERE x y\n                ^'],
    ['SELECT 1', 8, 'LINE 1: SELECT 1\n                ^'],
    ['SELECT 1', 99, 'LINE 1: SELECT 1\n                ^'],
    ['', 0, 'LINE 1: \n        ^'],
    ["SELECT '日本' x", 12, "LINE 1: SELECT '日本' x\n                      ^"],
    ['a\tb\r\nc', 2, 'LINE 1: a b\n          ^'],
  ])('below %j at %i', (text, position, expected) => {
    expect(caretText(text, position)).toBe(expected)
  })

  it('stays in sight in long lines', () => {
    const text = `SELECT ${'a, '.repeat(100)}b c d, ${'e, '.repeat(100)}f`
    const [line, caret] = caretText(text, text.indexOf('d,')).split('\n')
    expect(line).toMatch(/^LINE 1: \.\.\..*\.\.\.$/)
    expect(line![caret!.length - 1]).toBe('d')
    expect(line!.length).toBeLessThan(120)
  })
})
