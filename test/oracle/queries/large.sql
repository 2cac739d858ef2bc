-- More rows than a page holds, more keys than a query takes along, more groups than one answer has.

SELECT id, "Name" FROM "Visits"

SELECT * FROM "Visits" WHERE "Minutes" > 100

SELECT count(*), sum("Minutes"), avg("Cost"), min("Day"), max("Distance") FROM "Visits"

SELECT id FROM "Visits" ORDER BY id LIMIT 2100

SELECT id FROM "Visits" ORDER BY id DESC LIMIT 30 OFFSET 2150

SELECT id, "Minutes" FROM "Visits" ORDER BY "Minutes" DESC NULLS LAST, id LIMIT 2050

SELECT id, "Minutes" FROM "Visits" ORDER BY "Minutes", id OFFSET 2250

SELECT id FROM "Visits" WHERE "Kind" = 'Sale' ORDER BY "Cost" DESC, id LIMIT 1990 OFFSET 40

SELECT "Minutes", count(*) FROM "Visits" GROUP BY "Minutes"

SELECT "Previous_id", count(*) FROM "Visits" GROUP BY "Previous_id"

SELECT "Kind", count(*), sum("Cost"), avg("Minutes") FROM "Visits" GROUP BY "Kind"

SELECT "Day", "Kind", sum("Cost") FROM "Visits" GROUP BY "Day", "Kind" ORDER BY 1, 2 LIMIT 50

SELECT DISTINCT "Previous_id" FROM "Visits"

SELECT count(DISTINCT "Minutes") FROM "Visits"

SELECT v.id, p."Name" FROM "Visits" v JOIN "Visits" p ON p.id = v."Previous_id" WHERE v."Kind" = 'Sale'

SELECT v.id, p.id AS p FROM "Visits" v JOIN "Visits" p ON p.id = v."Previous_id" WHERE v."Minutes" > 2500 AND p."Minutes" > 100 AND p."Minutes" < 4900 AND p."Cost" > 1 AND p."Distance" > 1 AND p."Day" > '2024-01-01' AND p."Day" < '2026-12-01'

SELECT v.id, p.«Account.Industry» FROM "Visits" v LEFT JOIN "Visits" p ON p.id = v."Previous_id" WHERE v."Day" > '2025-06-01'

SELECT v.id, v.«Account.Industry», v.«Previous.Name» FROM "Visits" v WHERE v.«Account.Employees» > 10

SELECT a.id, count(v.id) FROM "Accounts" a LEFT JOIN "Visits" v ON v."Account_id" = a.id GROUP BY a.id

SELECT id FROM "Visits" WHERE "Account_id" IN (SELECT id FROM "Accounts" WHERE "Industry" = 'Retail')

SELECT id FROM "Visits" v WHERE NOT EXISTS (SELECT 1 FROM "Visits" w WHERE w."Previous_id" = v.id)

SELECT id FROM "Visits" WHERE "Previous_id" NOT IN (SELECT id FROM "Visits" WHERE "Minutes" > 1000)

SELECT id, rank() OVER (ORDER BY "Minutes" DESC NULLS LAST) AS r FROM "Visits"

SELECT id FROM "Visits" WHERE "Name" LIKE 'Visit 1%' AND "Minutes" IS NOT NULL ORDER BY "Minutes", id LIMIT 10
