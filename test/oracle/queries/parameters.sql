-- Values that are bound. The comment before a query holds them.

-- ["alpha", 3]
SELECT id FROM "Accounts" WHERE "Account_Name" = $1 OR "Employees" = $2

-- ["O'Brien"]
SELECT id, "Account_Name" FROM "Accounts" WHERE "Account_Name" = $1

-- ["Retail", "Energy"]
SELECT id FROM "Accounts" WHERE "Industry" IN ($1, $2)

-- [null]
SELECT id FROM "Accounts" WHERE "Industry" = $1

-- [12.5, 20000]
SELECT id FROM "Accounts" WHERE "Annual_Revenue" BETWEEN $1 AND $2

-- ["2025-12-01"]
SELECT id FROM "Deals" WHERE "Closing_Date" >= $1

-- ["2025-12-01T00:00:00Z"]
SELECT id FROM "Deals" WHERE "Last_Activity_Time" >= $1

-- [true]
SELECT id FROM "Accounts" WHERE "Is_Partner" = $1

-- ["5725767000000100001"]
SELECT id FROM "Deals" WHERE "Account_Name_id" = $1

-- ["Delta%"]
SELECT id FROM "Accounts" WHERE "Account_Name" LIKE $1

-- [5, 3]
SELECT id FROM "Accounts" ORDER BY id LIMIT $1 OFFSET $2

-- [7]
SELECT id, $1::int + 1 AS more FROM "Accounts" WHERE "Employees" = $1

-- ["9007199254740993"]
SELECT id FROM "Accounts" WHERE "Account_Number" = $1

-- ["Ada"]
SELECT $1 || ' ' || "Last_Name" AS who FROM "Contacts" WHERE "First_Name" = $1
