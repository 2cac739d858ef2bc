import { expect, it } from 'vitest'
import { LocalEngine } from '../../src/engine/index.ts'
import { bound, here } from './oracle.ts'

it.each([
  'WITH RECURSIVE n(i, k) AS (SELECT 1, 1::bigint UNION ALL SELECT i + 1, row_number() OVER () FROM n WHERE i < 3) SELECT * FROM n',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT DISTINCT i + 1 FROM n WHERE i < 3) SELECT * FROM n',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT x.i + 1 FROM (SELECT DISTINCT i FROM n) x WHERE x.i < 3) SELECT * FROM n',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL (SELECT i + 1 FROM n WHERE i < 3 INTERSECT SELECT 2)) SELECT * FROM n',
  'SELECT unnest(ARRAY[generate_series(1, 2)])',
  'SELECT CASE WHEN true THEN generate_series(1, 2) END',
])('refuses %j by name', (sql) => {
  const { error, message } = here(sql)
  expect(error).toBe('0A000')
  expect(message).toMatch(/recursi|set-returning/)
})

it.each([
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
  'SELECT count(*) FROM generate_series(1, 100000000000) g WHERE g < 0',
  'SELECT sum((SELECT count(*) FROM generate_series(1, 10000000) h WHERE h = g)) FROM generate_series(1, 100000) g',
])('can be stopped in %j', (sql) => {
  const engine = LocalEngine.open({ deadline: Date.now() + 100 })
  expect(() => [...engine.run(bound(sql))]).toThrow(/longer than queryTimeout/)
  engine.close()
})
