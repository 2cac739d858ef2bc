import { byName } from '../../../base/by-name.ts'

/** What `\h` tells: the forms that this version runs, with what is particular to Zoho. */
export const sqlHelp: Readonly<Record<string, string>> = byName({
  SELECT: `[ WITH [ RECURSIVE ] name AS ( query ) [, ...] ]
SELECT [ DISTINCT [ ON ( expression [, ...] ) ] ] { * | expression [ [ AS ] name ] } [, ...]
  [ FROM from_item [, ...] ]
  [ WHERE condition ]
  [ GROUP BY expression [, ...] ] [ HAVING condition ]
  [ WINDOW name AS ( ... ) ]
  [ { UNION | INTERSECT | EXCEPT } [ ALL ] query ]
  [ ORDER BY expression [ ASC | DESC ] [ NULLS { FIRST | LAST } ] [, ...] ]
  [ LIMIT count ] [ OFFSET start ]

Lookups are paths: SELECT Deal_Name, Account_Name.Industry FROM Deals
Their ids are columns: JOIN Accounts a ON a.id = d.Account_Name_id`,
  FROM: `{ table | ( query ) | function( ... ) } [ [ AS ] alias [ ( column [, ...] ) ] ]
from_item { [ INNER ] | LEFT | RIGHT | FULL } JOIN from_item { ON condition | USING ( column [, ...] ) }
from_item CROSS JOIN from_item`,
  'GROUP BY': `SELECT Stage, count(*), sum(Amount) FROM Deals GROUP BY Stage HAVING count(*) > 10
What Zoho can count itself costs one call; \\explain says whether it does.`,
  WITH: `WITH big AS (SELECT * FROM Deals WHERE Amount > 100000)
SELECT Stage, count(*) FROM big GROUP BY Stage`,
  EXPLAIN: `EXPLAIN [ ANALYZE ] query
What travels to Zoho, what stays here and why, and the price in calls and credits. ANALYZE runs it.`,
  VALUES: 'VALUES ( expression [, ...] ) [, ...]',
})
