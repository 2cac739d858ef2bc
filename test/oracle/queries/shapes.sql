-- Columns, expressions, casts, order and limits over one table.

SELECT * FROM "Deals"

SELECT * FROM "Gadgets"

SELECT * FROM "Gadgets" ORDER BY "Number_1", id LIMIT 120

SELECT * FROM "Gadgets" ORDER BY "Money_1" DESC NULLS LAST, id LIMIT 200 OFFSET 20

SELECT * FROM "Gadgets" WHERE "Number_2" > 0 ORDER BY "Day_1", id LIMIT 60

SELECT * FROM "Leads"

SELECT * FROM "Tasks"

SELECT * FROM "Quoted_Items"

SELECT a.*, a.id AS again FROM "Accounts" a WHERE a."Employees" < 3

SELECT id, full_name, email, status FROM "Users"

SELECT "Users".last_name FROM "Users" WHERE first_name IS NULL

SELECT "Deal_Name" AS "Name", "Amount" * 2 AS doubled, "Amount" / 3 AS third, -"Amount" AS minus FROM "Deals"

SELECT "Quantity" / 2 AS half, "Quantity" % 2 AS odd, "Quantity" * 1.5 AS more, "Quantity"::float8 / 3 AS third FROM "Deals"

SELECT "Quantity"::numeric AS whole, "Amount"::text AS shown, "Quantity"::text AS q, "Closing_Date"::text AS day, "Probability"::int AS p FROM "Deals"

SELECT "Last_Activity_Time"::text AS moment, "Last_Activity_Time"::date AS day, "Last_Activity_Time"::timestamp AS plain FROM "Deals"

SELECT "Last_Activity_Time" AT TIME ZONE 'Asia/Kolkata' AS there, date_trunc('month', "Last_Activity_Time") AS month FROM "Deals"

SELECT "Is_Partner"::text AS flag, "Is_Partner"::int AS bit, "Account_Number"::text AS number, "Score"::text AS score FROM "Accounts"

SELECT id::text AS text_id, id % 1000 AS tail, "Account_Number" + 1 AS next FROM "Accounts" WHERE "Account_Number" < 9223372036854775807

SELECT upper("Account_Name") AS u, lower("Account_Name") AS l, length("Account_Name") AS n, trim("Account_Name") AS t, "Account_Name" || '!' AS b FROM "Accounts"

SELECT substring("Account_Name" FROM 2 FOR 3) AS s, position('a' IN "Account_Name") AS p, replace("Account_Name", 'a', 'AA') AS r, left("Account_Name", 2) AS l, right("Account_Name", 2) AS rr FROM "Accounts"

SELECT COALESCE("Industry", 'none') AS i, NULLIF("Rating", 'hot') AS r, GREATEST("Employees", "Discount") AS g, LEAST("Employees", 10) AS l FROM "Accounts"

SELECT CASE "Stage" WHEN 'Closed Won' THEN 'won' WHEN 'Closed Lost' THEN 'lost' END AS outcome, CASE WHEN "Amount" > 10000 THEN 'big' WHEN "Amount" > 1000 THEN 'middling' ELSE 'small' END AS size FROM "Deals"

SELECT extract(year FROM "Closing_Date") AS y, extract(dow FROM "Closing_Date") AS d, "Closing_Date" - DATE '2026-01-01' AS since, "Closing_Date" + 7 AS later FROM "Deals"

SELECT round("Amount", 1) AS r, round("Amount") AS w, abs("Amount" - 5000) AS a, ceil("Amount") AS c, floor("Amount") AS f FROM "Deals"

SELECT "Amount" > 100 AS big, "Amount" IS NULL AS unknown, "Deal_Name" LIKE 'a%' AS a, NOT ("Amount" > 100) AS small FROM "Deals"

SELECT 1 AS one, 'x' AS x, NULL AS nothing, true AS yes FROM "Accounts" WHERE "Employees" = 3

SELECT 1 + 1 AS two, 'a' || 'b' AS ab, 7 / 2 AS q, 7 % 3 AS r, 7.0 / 2 AS d

SELECT id FROM "Accounts" ORDER BY id

SELECT id FROM "Accounts" ORDER BY id DESC LIMIT 7

SELECT id FROM "Accounts" ORDER BY id LIMIT 10 OFFSET 300

SELECT id FROM "Accounts" ORDER BY id OFFSET 305

SELECT id FROM "Accounts" ORDER BY id LIMIT 0

SELECT id FROM "Accounts" ORDER BY id LIMIT NULL OFFSET 300

SELECT id FROM "Accounts" ORDER BY id FETCH FIRST 3 ROWS ONLY

SELECT id, "Employees" FROM "Accounts" ORDER BY "Employees", id

SELECT id, "Employees" FROM "Accounts" ORDER BY "Employees" DESC, id LIMIT 20

SELECT id, "Employees" FROM "Accounts" ORDER BY "Employees" NULLS FIRST, id LIMIT 80

SELECT id, "Employees" FROM "Accounts" ORDER BY "Employees" DESC NULLS LAST, id LIMIT 20

SELECT id, "Employees" FROM "Accounts" ORDER BY "Employees" ASC NULLS LAST, id DESC LIMIT 20 OFFSET 240

SELECT id, "Annual_Revenue" FROM "Accounts" WHERE "Annual_Revenue" IS NOT NULL ORDER BY "Annual_Revenue" DESC, id LIMIT 5

SELECT id, "Account_Name" FROM "Accounts" ORDER BY "Account_Name", id

SELECT id, "Account_Name" FROM "Accounts" ORDER BY "Account_Name" DESC, id LIMIT 15

SELECT id, "Founded" FROM "Accounts" ORDER BY "Founded", id LIMIT 12

SELECT id, "Founded" FROM "Accounts" ORDER BY "Founded" DESC, id LIMIT 70

SELECT id, "Created_Time" FROM "Accounts" ORDER BY "Created_Time", id LIMIT 12

SELECT id, "Amount" FROM "Deals" ORDER BY "Amount", id LIMIT 250

SELECT id, "Amount" FROM "Deals" ORDER BY "Amount" DESC, id LIMIT 20 OFFSET 230

SELECT id, "Amount" FROM "Deals" ORDER BY "Amount", id LIMIT 60 OFFSET 340

SELECT id, "Account_Number" FROM "Accounts" ORDER BY "Account_Number" DESC, id LIMIT 75

SELECT id, "Score" FROM "Accounts" WHERE "Score" > 0 ORDER BY "Score" DESC, "Employees", id LIMIT 30

SELECT id, "Is_Partner" FROM "Accounts" ORDER BY "Is_Partner" DESC, id LIMIT 100

SELECT id, "Owner" FROM "Accounts" ORDER BY "Owner", id LIMIT 90

SELECT id, "Owner_id" FROM "Accounts" ORDER BY "Owner_id" DESC, id LIMIT 90

SELECT id, "Industry" FROM "Accounts" ORDER BY "Industry" NULLS FIRST, "Employees" DESC, id

SELECT id FROM "Accounts" ORDER BY "Employees" * -1, id LIMIT 10

SELECT id, "Employees" AS e FROM "Accounts" ORDER BY e DESC, 1 LIMIT 10

SELECT id FROM "Accounts" ORDER BY lower("Account_Name"), id LIMIT 40

SELECT id, "Amount" FROM "Deals" WHERE "Stage" = 'Closed Won' AND "Amount" > 100 ORDER BY "Amount" DESC, id DESC LIMIT 10

SELECT id, "Closing_Date", "Amount" FROM "Deals" ORDER BY "Closing_Date" DESC NULLS LAST, "Amount" DESC NULLS LAST, id LIMIT 25

-- unordered
SELECT id, "Employees" FROM "Accounts" WHERE "Employees" IS NOT NULL ORDER BY "Employees" FETCH FIRST 4 ROWS WITH TIES

SELECT DISTINCT "Industry" FROM "Accounts"

SELECT DISTINCT "Industry", "Rating" FROM "Accounts" WHERE "Employees" > 10

SELECT DISTINCT "Account_Name" FROM "Accounts"

SELECT DISTINCT "Owner" FROM "Accounts" ORDER BY "Owner"

SELECT DISTINCT "Owner_id" FROM "Deals" ORDER BY 1

SELECT DISTINCT "Is_Partner", "Employees" FROM "Accounts" ORDER BY 2 DESC NULLS LAST, 1 LIMIT 5

SELECT DISTINCT "Closing_Date" FROM "Deals" WHERE "Closing_Date" > '2026-03-01'

SELECT DISTINCT ON ("Industry") "Industry", id FROM "Accounts" ORDER BY "Industry", id DESC

SELECT DISTINCT "Account_Name_id" FROM "Deals"

SELECT DISTINCT "Created_Time"::date FROM "Deals" WHERE "Created_Time" > '2025-12-01'

VALUES (1, 'a'), (2, 'b'), (NULL, NULL)

SELECT * FROM (VALUES (1, 'a'), (2, NULL)) v(n, t)

TABLE "Quotes"
