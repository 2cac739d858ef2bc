-- Subqueries, set operations, common table expressions, windows.

SELECT id FROM "Deals" WHERE "Account_Name_id" IN (SELECT id FROM "Accounts" WHERE "Industry" = 'Retail')

SELECT id FROM "Deals" WHERE "Account_Name_id" NOT IN (SELECT id FROM "Accounts" WHERE "Industry" = 'Retail')

SELECT id FROM "Accounts" WHERE id NOT IN (SELECT "Account_Name_id" FROM "Deals")

SELECT id FROM "Accounts" WHERE id NOT IN (SELECT "Account_Name_id" FROM "Deals" WHERE "Account_Name_id" IS NOT NULL)

SELECT id FROM "Deals" WHERE "Account_Name_id" IN (SELECT id FROM "Accounts" WHERE "Employees" > 1000000)

SELECT id FROM "Deals" WHERE "Account_Name_id" NOT IN (SELECT id FROM "Accounts" WHERE "Employees" > 1000000000)

SELECT id FROM "Accounts" a WHERE EXISTS (SELECT 1 FROM "Deals" d WHERE d."Account_Name_id" = a.id AND d."Stage" = 'Closed Won')

SELECT id FROM "Accounts" a WHERE NOT EXISTS (SELECT 1 FROM "Deals" d WHERE d."Account_Name_id" = a.id)

SELECT id FROM "Accounts" a WHERE NOT EXISTS (SELECT 1 FROM "Deals" d WHERE d."Account_Name_id" = a.id) AND a."Industry" = 'Energy'

SELECT id FROM "Accounts" WHERE EXISTS (SELECT 1 FROM "Deals" WHERE "Amount" > 1000000000)

SELECT id FROM "Accounts" WHERE EXISTS (SELECT 1 FROM "Deals" WHERE "Amount" > 19000) AND "Employees" = 3

SELECT id, "Amount" FROM "Deals" WHERE "Amount" = (SELECT max("Amount") FROM "Deals")

SELECT id, "Amount" FROM "Deals" d WHERE "Amount" > (SELECT avg("Amount") FROM "Deals" e WHERE e."Stage" = d."Stage")

SELECT id, "Amount" FROM "Deals" d WHERE "Amount" >= ALL (SELECT "Amount" FROM "Deals" e WHERE e."Account_Name_id" = d."Account_Name_id")

SELECT id FROM "Deals" WHERE "Amount" > ANY (SELECT "Annual_Revenue" FROM "Accounts" WHERE "Annual_Revenue" > 15000)

SELECT id, (SELECT count(*) FROM "Deals" d WHERE d."Account_Name_id" = a.id) AS deals, (SELECT max(c."Last_Name") FROM "Contacts" c WHERE c."Account_Name_id" = a.id) AS contact FROM "Accounts" a

SELECT id, (SELECT "Industry" FROM "Accounts" a WHERE a.id = d."Account_Name_id") AS industry FROM "Deals" d

SELECT id FROM "Deals" d WHERE ("Account_Name_id", "Owner_id") IN (SELECT id, "Owner_id" FROM "Accounts")

SELECT id FROM "Deals" WHERE "Owner" = (SELECT full_name FROM "Users" WHERE id = 411002)

SELECT "Stage", count(*) FROM "Deals" GROUP BY "Stage" HAVING count(*) > (SELECT count(*) / 5 FROM "Deals")

SELECT (SELECT count(*) FROM "Deals") AS deals, (SELECT count(*) FROM "Accounts") AS accounts

SELECT id FROM "Accounts" WHERE "Employees" > (SELECT "Employees" FROM "Accounts" WHERE id = 1)

SELECT id FROM "Accounts" WHERE "Industry" = 'Retail' UNION SELECT id FROM "Accounts" WHERE "Employees" > 20

SELECT "Industry" FROM "Accounts" UNION SELECT "Stage" FROM "Deals"

SELECT "Industry" FROM "Accounts" WHERE "Employees" < 5 UNION ALL SELECT "Rating" FROM "Accounts" WHERE "Employees" > 35

SELECT "Last_Name" FROM "Contacts" INTERSECT SELECT "Last_Name" FROM "Leads"

SELECT "Last_Name" FROM "Contacts" EXCEPT SELECT "Last_Name" FROM "Leads"

SELECT "Last_Name" FROM "Contacts" EXCEPT ALL SELECT "Last_Name" FROM "Leads"

SELECT "Last_Name" FROM "Contacts" INTERSECT ALL SELECT "Last_Name" FROM "Leads"

SELECT id, 'a' AS kind FROM "Accounts" UNION ALL SELECT id, 'd' FROM "Deals" ORDER BY 1 DESC LIMIT 10

SELECT "Quantity" FROM "Deals" UNION SELECT "Quantity" FROM "Quoted_Items"

SELECT "Amount" FROM "Deals" WHERE "Amount" < 10 UNION SELECT "Employees" FROM "Accounts" WHERE "Employees" < 10

SELECT "Industry" FROM "Accounts" UNION SELECT "Stage" FROM "Deals" INTERSECT SELECT 'Closed Won' ORDER BY 1

WITH won AS (SELECT * FROM "Deals" WHERE "Stage" = 'Closed Won') SELECT id, "Amount" FROM won WHERE "Amount" > 10000

WITH won AS (SELECT * FROM "Deals" WHERE "Stage" = 'Closed Won'), big AS (SELECT * FROM won WHERE "Amount" > 10000) SELECT a."Industry", count(*) FROM big JOIN "Accounts" a ON a.id = big."Account_Name_id" GROUP BY 1

WITH w AS (SELECT "Account_Name_id" AS a, sum("Amount") AS s FROM "Deals" GROUP BY 1) SELECT x.a, x.s, y.s AS other FROM w x JOIN w y ON y.s > x.s * 4

WITH RECURSIVE up AS (SELECT id, "Parent_Account_id" AS parent, 1 AS depth FROM "Accounts" WHERE "Employees" = 3 UNION ALL SELECT a.id, a."Parent_Account_id", up.depth + 1 FROM up JOIN "Accounts" a ON a.id = up.parent) SELECT * FROM up

WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i, (SELECT count(*) FROM "Deals" WHERE "Quantity" = i) AS c FROM n

SELECT id, row_number() OVER (ORDER BY "Amount" DESC NULLS LAST, id) AS n FROM "Deals"

SELECT id, rank() OVER (PARTITION BY "Stage" ORDER BY "Amount" DESC) AS r, dense_rank() OVER (PARTITION BY "Stage" ORDER BY "Quantity") AS q FROM "Deals"

SELECT id, sum("Amount") OVER (PARTITION BY "Stage") AS s, avg("Amount") OVER () AS m, count(*) OVER (PARTITION BY "Stage", "Quantity") AS c FROM "Deals" WHERE "Amount" > 100

SELECT id, sum("Amount") OVER (ORDER BY id) AS running, lag("Amount") OVER (ORDER BY id) AS before, lead("Amount", 2, 0) OVER (ORDER BY id) AS after FROM "Deals"

SELECT id, first_value("Deal_Name") OVER w AS f, last_value("Deal_Name") OVER w AS l, ntile(4) OVER w AS t FROM "Deals" WINDOW w AS (PARTITION BY "Stage" ORDER BY id)

SELECT id, sum("Quantity") OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS s FROM "Deals"

SELECT * FROM (SELECT id, "Stage", row_number() OVER (PARTITION BY "Stage" ORDER BY "Amount" DESC NULLS LAST, id) AS n FROM "Deals") t WHERE n <= 3

SELECT "Stage", sum("Amount") AS s, rank() OVER (ORDER BY sum("Amount") DESC) AS r FROM "Deals" GROUP BY "Stage"

SELECT d.id, s.x FROM "Deals" d, generate_series(1, 2) AS s(x) WHERE d."Amount" > 19000

SELECT id FROM (SELECT id, "Amount" FROM "Deals" ORDER BY "Amount" DESC NULLS LAST, id LIMIT 10) t WHERE "Amount" < 19900

SELECT count(*) FROM (SELECT DISTINCT "Account_Name_id" FROM "Deals") t

SELECT max(n) FROM (SELECT count(*) AS n FROM "Deals" GROUP BY "Account_Name_id") t
