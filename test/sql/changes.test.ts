/** INSERT, UPDATE and DELETE have the tree that PostgreSQL's own parser gives them. */
import { loadModule, parseSync } from 'libpg-query'
import { describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { parse, printChange, type SqlChange } from '../../src/sql/index.ts'
import { alias, canonical, expr, from, items, name, optional, path } from './support/canonical.ts'
import * as pg from './support/postgres.ts'

await loadModule()

// biome-ignore lint/suspicious/noExplicitAny: the oracle's tree; a wrong guess fails the comparison
type Node = any
type Out = unknown

function changeOf(text: string): SqlChange {
  const { statement } = parse(text)
  if (statement.kind !== 'change') throw new Error(`no change but ${statement.kind}: ${text}`)
  return statement.change
}

function ours(change: SqlChange): Out {
  const common = {
    kind: change.kind,
    with: change.with.map((cte) => [name(cte.name), path(cte.columns), canonical(cte.query)]),
    recursive: change.recursive,
    table: [path(change.table.name), alias(change.table.alias)],
    returning: change.returning ? items(change.returning) : null,
  }
  const given = (value: Node): Out => (value.kind === 'default' ? ['default'] : expr(value))
  const set = (list: Node[]): Out =>
    list.flatMap((one) =>
      one.kind === 'one'
        ? [[name(one.column), given(one.value)]]
        : one.columns.map((column: Node, i: number) => [name(column), ['of query', i, canonical(one.query)]]),
    )
  if (change.kind === 'delete') return { ...common, using: change.using.map(from), where: optional(change.where) }
  if (change.kind === 'update')
    return {
      ...common,
      set: set(change.set as Node[]),
      from: change.from.map(from),
      where: optional(change.where),
    }
  const { source, conflict } = change
  return {
    ...common,
    columns: path(change.columns),
    source:
      source.kind === 'defaults'
        ? null
        : source.kind === 'rows'
          ? source.rows.map((row) => row.map(given))
          : canonical(source),
    conflict: conflict
      ? [
          conflict.action,
          conflict.columns ? path(conflict.columns) : null,
          set(conflict.set as Node[]),
          optional(conflict.where),
        ]
      : null,
  }
}

const given = (node: Node): Out => (node.SetToDefault ? ['default'] : pg.expr(node))

function set(list: Node[] | undefined): Out {
  return (list ?? []).map(({ ResTarget: { name: column, val } }) => {
    const several = val.MultiAssignRef
    if (!several) return [column, given(val)]
    const row = several.source.RowExpr
    if (row) return [column, given(row.args[several.colno - 1])]
    return [column, ['of query', several.colno - 1, pg.query(several.source.SubLink.subselect.SelectStmt)]]
  })
}

function theirs(text: string): Out {
  const [[kind, node]] = Object.entries<Node>(parseSync(text).stmts![0]!.stmt!) as [[string, Node]]
  const common = {
    kind: kind.replace('Stmt', '').toLowerCase(),
    with: (node.withClause?.ctes ?? []).map(({ CommonTableExpr: cte }: Node) => [
      cte.ctename,
      pg.texts(cte.aliascolnames),
      pg.query(cte.ctequery.SelectStmt),
    ]),
    recursive: node.withClause?.recursive ?? false,
    table: [
      [node.relation.catalogname, node.relation.schemaname, node.relation.relname].filter((part) => part !== undefined),
      pg.alias(node.relation.alias),
    ],
    returning: node.returningClause ? pg.targets(node.returningClause.exprs) : null,
  }
  if (kind === 'DeleteStmt')
    return { ...common, using: (node.usingClause ?? []).map(pg.from), where: pg.optional(node.whereClause) }
  if (kind === 'UpdateStmt')
    return {
      ...common,
      set: set(node.targetList),
      from: (node.fromClause ?? []).map(pg.from),
      where: pg.optional(node.whereClause),
    }
  const select = node.selectStmt?.SelectStmt
  const plainRows =
    select?.valuesLists && !select.sortClause && !select.limitCount && !select.limitOffset && !select.withClause
  const conflict = node.onConflictClause
  return {
    ...common,
    columns: (node.cols ?? []).map(({ ResTarget: column }: Node) => column.name),
    source: !select
      ? null
      : plainRows
        ? select.valuesLists.map((row: Node) => row.List.items.map(given))
        : pg.query(select),
    conflict: conflict
      ? [
          conflict.action.slice(11).toLowerCase(),
          conflict.infer ? conflict.infer.indexElems.map(({ IndexElem: one }: Node) => one.name) : null,
          set(conflict.targetList),
          pg.optional(conflict.whereClause),
        ]
      : null,
  }
}

const statements = [
  'INSERT INTO t VALUES (1, $1, DEFAULT), (2, NULL, a + b)',
  'INSERT INTO s."T" AS x (a, "B") VALUES ((SELECT 1), ARRAY[1, 2]) RETURNING *',
  'INSERT INTO t DEFAULT VALUES RETURNING id, a + 1 AS b',
  "INSERT INTO t (a) SELECT b FROM u JOIN v ON u.k = v.k WHERE c LIKE 'x%' ORDER BY 1 LIMIT 3",
  'INSERT INTO t (a) SELECT b FROM u ON CONFLICT DO NOTHING RETURNING a',
  'INSERT INTO t (a) SELECT b FROM u WHERE c ON CONFLICT (a) DO NOTHING',
  'INSERT INTO t (a) (SELECT b FROM u)',
  'INSERT INTO t (SELECT b FROM u UNION SELECT 1)',
  'INSERT INTO t VALUES (1) ORDER BY 1',
  'INSERT INTO t VALUES (1) UNION ALL SELECT 2 RETURNING a',
  'INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x',
  'WITH x AS (SELECT 1), y (p, q) AS (SELECT 1, 2) INSERT INTO t TABLE x',
  'WITH RECURSIVE x AS (SELECT 1) INSERT INTO t (a) SELECT * FROM x RETURNING *',
  "INSERT INTO t (a, b) VALUES ('x', 1) ON CONFLICT (a, b) DO UPDATE SET b = excluded.b + t.b, c = DEFAULT WHERE t.b > 1 RETURNING a",
  'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET (a, b) = (excluded.a, 2)',
  'UPDATE t SET a = 1',
  'UPDATE ONLY s.t AS x SET a = x.b || $2, "B" = DEFAULT WHERE c IN (SELECT 1) RETURNING x.*',
  'UPDATE t x SET a = y.b FROM u y, v LEFT JOIN w USING (k) WHERE x.k = y.k AND NOT v.b',
  'UPDATE t SET (a, b) = (1, DEFAULT), (c, d) = ROW (2, 3), e = 4',
  'UPDATE t SET (a, b) = (SELECT 1, 2 FROM u WHERE u.k = t.k) WHERE true',
  'WITH x AS (SELECT 1) UPDATE t SET a = (SELECT * FROM x)',
  'DELETE FROM t',
  'DELETE FROM t * WHERE a = 1 OR b = 2 AND c RETURNING *',
  'DELETE FROM t AS x USING u, (SELECT 1 AS k) AS v WHERE x.k = u.k AND v.k = u.k',
  'with x as (select 1) delete from t using x where a < all (table x) returning a as "A b"',
]

describe('the same tree as PostgreSQL', () => {
  it.each(statements)('%s', (text) => {
    const change = changeOf(text)
    expect(ours(change)).toEqual(theirs(text))
    expect(ours(changeOf(printChange(change)))).toEqual(ours(change))
  })
})

describe('the same refusals as PostgreSQL, at the same places', () => {
  it.each([
    'INSERT t VALUES (1)',
    'INSERT INTO t',
    'INSERT INTO t x VALUES (1)',
    'INSERT INTO t (a,) VALUES (1)',
    'INSERT INTO t VALUES (1,)',
    'INSERT INTO t VALUES (1) (2)',
    'INSERT INTO t () VALUES (1)',
    'INSERT INTO t DEFAULT',
    'INSERT INTO t SET a = 1',
    'INSERT INTO t VALUES (1) ON CONFLICT',
    'INSERT INTO t VALUES (1) ON CONFLICT (a)',
    'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE',
    'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET',
    'INSERT INTO t VALUES (1) RETURNING',
    'INSERT INTO t VALUES (1) WHERE a',
    'UPDATE SET a = 1',
    'UPDATE t a = 1',
    'UPDATE t SET a',
    'UPDATE t SET a = 1,',
    'UPDATE t SET a == 1',
    'UPDATE t SET a = 1 WHERE',
    'UPDATE t SET (a, b) = (1, 2) WHERE x ORDER BY a',
    'UPDATE t SET a = 1 LIMIT 1',
    'DELETE t',
    'DELETE FROM t USING WHERE a',
    'DELETE FROM t WHERE a LIMIT 1',
    'DELETE FROM t RETURNING',
    'SELECT 1 RETURNING a',
    'SELECT 1 ON CONFLICT DO NOTHING',
    '(SELECT 1 RETURNING a)',
    'CALL f',
    'CALL f(1) x',
  ])('%s', (text) => {
    let position: number | undefined
    try {
      parseSync(text)
    } catch (error) {
      position = (error as { sqlDetails?: { cursorPosition?: number } }).sqlDetails?.cursorPosition
    }
    expect(position).toBeDefined()
    try {
      parse(text)
      expect.unreachable('it was read')
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      expect({ state: error.sqlState, at: error.position }).toEqual({ state: '42601', at: position })
    }
  })
})

describe('what PostgreSQL runs and this package does not', () => {
  it.each([
    ['INSERT INTO t (a) OVERRIDING SYSTEM VALUE VALUES (1)', 'OVERRIDING', 18],
    ['INSERT INTO t (a.b) VALUES (1)', 'assigning to a part of a column', 16],
    ['INSERT INTO t VALUES (1) ON CONFLICT ON CONSTRAINT k DO NOTHING', 'ON CONFLICT ON CONSTRAINT', 37],
    ['UPDATE t SET a[1] = 2', 'assigning to a part of a column', 14],
    ['UPDATE t SET a = 1 WHERE CURRENT OF c', 'WHERE CURRENT OF', 25],
    ['UPDATE t SET (a, b) = f(1)', 'this source of several columns', 22],
    ['WITH x AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM x', 'WITH … INSERT', 10],
    ['WITH x AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM x', 'WITH … DELETE', 10],
  ])('%s', (text, construct, position) => {
    try {
      parse(text)
      expect.unreachable('it was read')
    } catch (error) {
      if (!isZohoSqlError(error)) throw error
      expect(error).toMatchObject({ sqlState: '0A000', message: `not supported: ${construct}`, position })
      expect(error.hint).toMatch(/\.$/)
    }
  })
})

describe('COPY FROM', () => {
  it.each([
    ['COPY t FROM STDIN', {}, []],
    [
      "copy s.t (a, \"B\") from stdin with (format csv, header, delimiter ';', null '')",
      { format: 'csv', header: true, delimiter: ';', null: '' },
      ['a', 'B'],
    ],
    ["COPY t FROM STDIN WITH CSV HEADER DELIMITER AS '|'", { format: 'csv', header: true, delimiter: '|' }, []],
    [
      'COPY t FROM STDIN (FORMAT text, FORCE_NULL (a, b), HEADER match, FORCE_QUOTE *)',
      { format: 'text', force_null: ['a', 'b'], header: 'match', force_quote: '*' },
      [],
    ],
  ])('%s', (text, options, columns) => {
    const { statement } = parse(text)
    if (statement.kind !== 'copyFrom') throw new Error(statement.kind)
    expect(statement.options).toEqual(options)
    expect(statement.columns.map((column) => column.text)).toEqual(columns)
  })

  it.each(['COPY t TO STDOUT', 'COPY (SELECT 1) TO STDOUT', "COPY t FROM 'file'"])('%s is for the door', (text) => {
    expect(parse(text).statement).toMatchObject({ kind: 'other', verb: 'copy' })
  })
})
