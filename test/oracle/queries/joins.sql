-- Joins of every kind, and what may travel to either side.

SELECT d.id, a."Account_Name", a."Industry" FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id"

SELECT d.id, a."Industry" FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Industry" = 'Retail' AND d."Amount" > 1000

SELECT d.id, a."Industry" FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id"

SELECT d.id, a."Industry" FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" AND a."Industry" = 'Retail'

SELECT d.id, a."Industry" FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Industry" = 'Retail'

SELECT d.id, a."Industry" FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Industry" IS NULL

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" AND a."Employees" > 5 WHERE a.id IS NULL

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE COALESCE(a."Industry", 'none') = 'none'

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Industry" IS DISTINCT FROM 'Retail'

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE NOT (a."Industry" = 'Retail')

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE (a."Industry" = 'Retail') IS NOT TRUE

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Industry" = 'Retail' OR d."Amount" < 500

SELECT d.id FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" AND d."Stage" = 'Closed Won' WHERE d."Amount" > 1000

SELECT a.id, d.id AS deal FROM "Deals" d RIGHT JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Employees" < 10

SELECT a.id, d.id AS deal FROM "Deals" d RIGHT JOIN "Accounts" a ON a.id = d."Account_Name_id" AND d."Stage" = 'Closed Lost' WHERE a."Industry" = 'Energy'

SELECT a.id, d.id AS deal FROM "Deals" d FULL JOIN "Accounts" a ON a.id = d."Account_Name_id"

SELECT a.id, d.id AS deal FROM "Deals" d FULL JOIN "Accounts" a ON a.id = d."Account_Name_id" AND d."Amount" > 5000 WHERE a."Industry" = 'Retail' OR d."Stage" = 'Closed Won'

SELECT a.id, d.id AS deal FROM "Deals" d FULL JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE d."Stage" = 'Closed Won'

SELECT q.id, i.id AS item, i."Product", i."Quantity" * i."List_Price" AS total FROM "Quotes" q JOIN "Quoted_Items" i ON i."Parent_Id_id" = q.id

SELECT q.id, count(i.id) AS items FROM "Quotes" q LEFT JOIN "Quoted_Items" i ON i."Parent_Id_id" = q.id GROUP BY q.id

SELECT count(*) FROM "Quotes" CROSS JOIN "Users"

SELECT q.id, u.id AS u FROM "Quotes" q, "Users" u WHERE q."Owner_id" = u.id AND u.last_name = 'Moss'

SELECT d.id, u.full_name, u.email FROM "Deals" d JOIN "Users" u ON u.id = d."Owner_id" WHERE u.status = 'disabled'

SELECT c.id, b.id AS boss FROM "Contacts" c JOIN "Contacts" b ON b.id = c."Reports_To_id" WHERE b."Last_Name" = 'Moss'

SELECT c.id, b.id AS boss, bb.id AS over FROM "Contacts" c LEFT JOIN "Contacts" b ON b.id = c."Reports_To_id" LEFT JOIN "Contacts" bb ON bb.id = b."Reports_To_id" WHERE c."Email_Opt_Out"

SELECT d.id, a.id AS a, c.id AS c FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" JOIN "Contacts" c ON c.id = d."Contact_Name_id" AND c."Account_Name_id" = a.id

SELECT d.id, a.id AS a, c.id AS c FROM "Deals" d JOIN ("Accounts" a JOIN "Contacts" c ON c."Account_Name_id" = a.id) ON a.id = d."Account_Name_id" WHERE d."Amount" > 15000

SELECT d.id FROM "Deals" d LEFT JOIN ("Accounts" a JOIN "Contacts" c ON c."Account_Name_id" = a.id AND c."Email_Opt_Out") ON a.id = d."Account_Name_id" WHERE d."Stage" = 'Closed Won'

SELECT l.id, a."Account_Name" FROM "Leads" l JOIN "Accounts" a ON a."Account_Name" = l."Company"

SELECT l.id, c.id AS contact FROM "Leads" l JOIN "Contacts" c ON lower(l."Last_Name") = lower(c."Last_Name") AND l."Lead_Source" = c."Lead_Source"

SELECT d.id, e.id AS other FROM "Deals" d JOIN "Deals" e ON e."Account_Name_id" = d."Account_Name_id" AND e.id > d.id WHERE d."Amount" > 15000

SELECT a.id, b.id AS bigger FROM "Accounts" a JOIN "Accounts" b ON b."Employees" > a."Employees" + 35

SELECT d.id FROM "Deals" d JOIN "Accounts" a USING (id)

SELECT count(*) FROM "Deals" d NATURAL JOIN (SELECT id FROM "Deals" WHERE "Amount" > 100) e

SELECT t.id, a."Account_Name" AS account, d."Deal_Name" AS deal FROM "Tasks" t LEFT JOIN "Accounts" a ON a.id = t."What_Id_id" LEFT JOIN "Deals" d ON d.id = t."What_Id_id"

SELECT a.id, x.total FROM "Accounts" a JOIN LATERAL (SELECT sum(d."Amount") AS total FROM "Deals" d WHERE d."Account_Name_id" = a.id) x ON true WHERE x.total > 10000

SELECT a.id, x.id AS deal FROM "Accounts" a LEFT JOIN LATERAL (SELECT d.id FROM "Deals" d WHERE d."Account_Name_id" = a.id ORDER BY d."Amount" DESC NULLS LAST, d.id LIMIT 1) x ON true

SELECT x.id, x."Industry" FROM (SELECT * FROM "Accounts" WHERE "Employees" > 10) x WHERE x."Industry" = 'Retail' ORDER BY x.id LIMIT 4

SELECT x.n, y.id FROM (SELECT "Industry" AS n FROM "Accounts" WHERE "Employees" = 3) x LEFT JOIN (SELECT id, "Industry" AS n FROM "Accounts" WHERE "Employees" = 4) y ON y.n = x.n

SELECT d.id, y.flag FROM "Deals" d LEFT JOIN (SELECT id, 'yes' AS flag FROM "Accounts" WHERE "Industry" = 'Retail') y ON y.id = d."Account_Name_id"

SELECT a."Industry", sum(d."Amount") AS total, count(*) AS n FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" GROUP BY a."Industry" ORDER BY total DESC NULLS LAST

SELECT d.id, a."Account_Name" FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" ORDER BY a."Account_Name", d.id LIMIT 20

SELECT d.id FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a."Account_Name" = 'Zoë' OR a."Account_Name" = 'no such thing'

SELECT d.id FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE false

SELECT d.id, a.id AS a FROM "Deals" d LEFT JOIN "Accounts" a ON false WHERE d."Amount" > 19000

SELECT d.id, v.word FROM "Deals" d JOIN (VALUES ('Closed Won', 'yes'), ('Closed Lost', 'no')) v(stage, word) ON v.stage = d."Stage"

SELECT d.id, u.email, a."Industry" FROM "Deals" d LEFT JOIN "Users" u ON u.id = d."Owner_id" LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" ORDER BY d."Closing_Date" DESC NULLS LAST, d.id LIMIT 7 OFFSET 3

SELECT c.id, u.email FROM "Contacts" c LEFT JOIN "Users" u ON u.id = c."Owner_id" WHERE c."Email_Opt_Out" ORDER BY c.id DESC LIMIT 12

SELECT d.id, u.email FROM "Deals" d LEFT JOIN "Users" u ON u.id = d."Owner_id" AND u.email LIKE 'a%' ORDER BY d.id LIMIT 9

SELECT a.id, d.id AS d FROM "Accounts" a LEFT JOIN "Deals" d ON d."Account_Name_id" = a.id ORDER BY a.id, d.id LIMIT 9

SELECT id, «Owner.email», «Account_Name.Owner.last_name» FROM "Contacts" ORDER BY id LIMIT 20 OFFSET 5

SELECT a.id, count(b.id), max(c."Closing_Date") FROM "Deals" a JOIN "Deals" b ON b."Amount" > a."Amount" LEFT JOIN "Deals" c ON c."Account_Name_id" = b."Account_Name_id" AND c."Stage" = 'Closed Won' WHERE a."Stage" = 'Closed Lost' GROUP BY a.id

SELECT a.id, b.id AS other FROM "Deals" a JOIN "Deals" b ON b."Account_Name_id" = a."Account_Name_id" AND b.id > a.id WHERE a."Stage" = 'Closed Won' AND b."Stage" = 'Closed Won'

SELECT d.id, w."Amount" FROM "Deals" d LEFT JOIN (SELECT "Amount", "Account_Name_id" FROM "Deals" WHERE "Probability" > 50 OFFSET 0) w USING ("Account_Name_id") WHERE d."Closing_Date" IS NOT NULL

SELECT l.id FROM "Deals" l WHERE EXISTS (SELECT 1 FROM "Deals" o WHERE o."Account_Name_id" = l."Account_Name_id" AND o.id <> l.id) AND NOT EXISTS (SELECT 1 FROM "Deals" n WHERE n."Account_Name_id" = l."Account_Name_id" AND n."Stage" = 'Closed Won')

WITH big AS (SELECT * FROM "Deals" WHERE "Amount" > 1000) SELECT b.id, (SELECT count(*) FROM big x WHERE x."Amount" > b."Amount"), (SELECT sum("Amount") FROM "Deals" d WHERE d."Owner_id" = b."Owner_id") FROM big b
