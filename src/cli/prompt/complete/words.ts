import { byName } from '../../../base/by-name.ts'
import { typeNames } from '../../../base/types.ts'

/** Keywords that completion offers, by the word before; in the order in which people need them. */

const list = (text: string): readonly string[] => text.split(',').map((word) => word.trim())

const starts = list('SELECT, WITH, EXPLAIN, EXPLAIN ANALYZE, VALUES')

const afterName = list(
  `FROM, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET, JOIN, LEFT JOIN, RIGHT JOIN, FULL JOIN, CROSS JOIN, ON, USING,
  AND, OR, NOT, IN, LIKE, ILIKE, BETWEEN, IS NULL, IS NOT NULL, AS, ASC, DESC, NULLS FIRST, NULLS LAST, UNION,
  UNION ALL, INTERSECT, EXCEPT, OVER, FILTER, PARTITION BY, THEN, ELSE, END, WINDOW, FETCH FIRST`,
)

const expressions = list(
  'DISTINCT, CASE, WHEN, CAST, EXISTS, NOT, NULL, TRUE, FALSE, INTERVAL, DATE, TIMESTAMP, EXTRACT, ALL',
)

const following: Readonly<Record<string, readonly string[]>> = byName({
  '': starts,
  explain: list('ANALYZE, SELECT, WITH'),
  analyze: starts.slice(0, 2),
  group: ['BY'],
  order: ['BY'],
  partition: ['BY'],
  left: ['JOIN'],
  right: ['JOIN'],
  full: ['JOIN'],
  cross: ['JOIN'],
  inner: ['JOIN'],
  is: list('NULL, NOT NULL, TRUE, FALSE, DISTINCT FROM'),
  nulls: ['FIRST', 'LAST'],
  union: ['ALL', 'SELECT'],
  // What no cast can name is left out.
  '::': typeNames.filter((name) => !/^(array|record|unknown)$/.test(name)),
})

/** Where nothing else than these makes sense. */
export const isClosed = (after: string): boolean => Object.hasOwn(following, after)

export const keywordsAfter = (after: string): readonly string[] =>
  isClosed(after) ? following[after]! : [...afterName, ...expressions, 'SELECT']
