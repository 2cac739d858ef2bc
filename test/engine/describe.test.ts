import { expect, it } from 'vitest'
import { integer, type SqlType } from '../../src/base/types.ts'
import { explainText } from '../../src/engine/index.ts'
import type { Select } from '../../src/engine/tree.ts'
import { bound } from './oracle.ts'

it.each([
  "SELECT name, age + 1 AS next FROM people WHERE (age > 30 OR active) AND name LIKE 'A%' ORDER BY name DESC, age LIMIT 5",
  'SELECT t.name, count(*) FROM people AS p JOIN teams AS t ON t.id = p.team_id GROUP BY t.name HAVING count(*) > 3',
  'SELECT p.id FROM people AS p WHERE NOT EXISTS (SELECT 1 FROM events AS e WHERE e.person_id = p.id) AND p.age NOT IN (1, 2)',
  'SELECT id, sum(units) OVER (PARTITION BY kind ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM events',
  'SELECT age - 1 - (age - 2), -age, NOT active, (age + 1) * 2, NOT (active AND age > 1) FROM people',
  "SELECT CASE WHEN age > 3 THEN 'it''s' ELSE name END AS label, salary::integer AS whole FROM people ORDER BY name NULLS FIRST",
  "SELECT extract(year FROM born), date_trunc('month', seen), name ~ 'x' AS hit FROM people WHERE born >= date '2024-01-01'",
  "SELECT string_agg(DISTINCT kind, ',') FILTER (WHERE units IS NOT NULL) FROM events WHERE kind IS DISTINCT FROM 'x'",
  'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY units) FROM events WHERE units > 1 IS NOT UNKNOWN',
  'SELECT a.id FROM teams AS a LEFT JOIN (teams AS b JOIN teams AS c ON b.id = c.id) ON a.id = b.id',
  'SELECT DISTINCT ON (region) region, id FROM teams ORDER BY region, id DESC OFFSET 1',
])('says %j as it was written', (sql) => {
  expect(explainText(bound(sql))).toBe(sql)
})

it.each([
  [
    'SELECT region FROM teams GROUP BY ROLLUP (region)',
    'SELECT region FROM teams GROUP BY GROUPING SETS ((region), ())',
  ],
  ['SELECT id FROM people WHERE age BETWEEN 1 AND 2', 'SELECT id FROM people WHERE age >= 1 AND age <= 2'],
  ['SELECT 1 UNION ALL SELECT id FROM teams', 'SELECT 1 UNION ALL SELECT id FROM teams'],
  ['VALUES (1, NULL)', 'VALUES (1, NULL)'],
  [
    'WITH t(x) AS (SELECT id FROM teams) SELECT u.x FROM t u, LATERAL (SELECT u.x AS y) l',
    'WITH t AS (SELECT teams.id AS x FROM teams) SELECT u.x FROM t AS u CROSS JOIN LATERAL (SELECT u.x AS y) AS l',
  ],
])('says %j in the bound form', (sql, text) => {
  expect(explainText(bound(sql))).toBe(text)
})

it('shows a long array as it was given, without reading it', () => {
  const type: SqlType = { name: 'array', element: integer }
  const shown = (count: number) => {
    const value = `{${Array.from({ length: count }, (_, i) => i).join(', ')}}`
    return [explainText({ kind: 'literal', value, type }), `'${value}'::integer[]`]
  }
  expect(shown(3)[0]).toBe("'{0,1,2}'::integer[]")
  const [text, given] = shown(3000)
  expect(text).toBe(given)
})

it('qualifies the columns of one condition where several relations are in sight', () => {
  const alone = bound('SELECT id FROM teams WHERE id > 1')
  const joined = bound('SELECT t.id FROM teams t, people p WHERE t.id > 1')
  const where = (query: ReturnType<typeof bound>) => (query.body as Select).where!
  expect(explainText(where(alone), alone)).toBe('id > 1')
  expect(explainText(where(joined), joined)).toBe('t.id > 1')
  expect(explainText(where(joined))).toBe('id > 1')
})
