-- Each operator on each type of field, and what NULL does to it.

SELECT id, "Account_Name" FROM "Accounts" WHERE "Account_Name" = 'alpha'

SELECT id FROM "Accounts" WHERE "Account_Name" = 'Alpha' OR "Account_Name" = 'alpha'

SELECT id, "Account_Name" FROM "Accounts" WHERE "Account_Name" <> 'alpha'

SELECT id FROM "Accounts" WHERE "Account_Name" = 'O''Brien'

SELECT id FROM "Accounts" WHERE "Account_Name" IN ('back\slash', 'ends with \', '\', '"', '''', 'Say "hi"')

SELECT id FROM "Accounts" WHERE "Account_Name" IN (' leading', 'trailing ', 'leading', 'trailing')

SELECT id FROM "Accounts" WHERE "Account_Name" = '' OR "Account_Name" = 'NULL'

SELECT id FROM "Accounts" WHERE "Account_Name" <> ''

SELECT id FROM "Accounts" WHERE "Account_Name" IN ('Zoë', 'ZOË', 'Straße', '株式会社テスト', '😀 Emoji 👩‍👩‍👧')

SELECT id FROM "Accounts" WHERE "Account_Name" NOT IN ('alpha', 'Beta', 'Gamma')

SELECT id FROM "Accounts" WHERE "Account_Name" NOT IN ('alpha', NULL)

SELECT id FROM "Accounts" WHERE "Account_Name" IN ('alpha', NULL)

SELECT id, "Account_Name" FROM "Accounts" WHERE "Account_Name" > 'alpha' AND "Account_Name" < 'zzz'

SELECT id FROM "Accounts" WHERE "Account_Name" BETWEEN 'Alpha' AND 'Delta'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE 'Delta%'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE '%corp'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE '%elt%'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE 'alpha'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE '_lpha'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE '%100\%%'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE 'Theta!_1' ESCAPE '!'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE 'under\_score' OR "Account_Name" LIKE '%\\%'

SELECT id FROM "Accounts" WHERE "Account_Name" NOT LIKE '%a%'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE '%'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE ''

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE 'de%rp'

SELECT id FROM "Accounts" WHERE "Account_Name" ILIKE 'DELTA%'

SELECT id FROM "Accounts" WHERE "Account_Name" NOT ILIKE '%A%'

SELECT id FROM "Accounts" WHERE "Account_Name" ILIKE '%o-o%' OR "Account_Name" LIKE '-_-%' OR "Account_Name" ILIKE '%[and]%' OR "Account_Name" ILIKE '_{%' OR "Account_Name" ILIKE '%/*%'

SELECT id FROM "Accounts" WHERE "Account_Name" ILIKE 'İSTANBUL' OR "Account_Name" ILIKE 'ilgin%' OR "Account_Name" ILIKE 'STRAßE' OR "Account_Name" ILIKE 'zoË'

SELECT id FROM "Accounts" WHERE "Account_Name" LIKE NULL

SELECT id, "Industry" FROM "Accounts" WHERE "Industry" = 'Energy'

SELECT id, "Industry" FROM "Accounts" WHERE "Industry" <> 'Energy'

SELECT id FROM "Accounts" WHERE "Industry" IN ('Retail', 'Farmer''s Market', 'retail', 'Nowhere')

SELECT id FROM "Accounts" WHERE "Industry" NOT IN ('Retail', 'Banking')

SELECT id FROM "Accounts" WHERE "Industry" NOT IN ('Retail', NULL)

SELECT id FROM "Accounts" WHERE "Industry" = 'energy'

SELECT id FROM "Accounts" WHERE "Industry" <> 'energy'

SELECT id FROM "Accounts" WHERE "Industry" LIKE 'E%'

SELECT id FROM "Accounts" WHERE "Industry" >= 'D'

SELECT id FROM "Accounts" WHERE "Industry" IS NULL

SELECT id FROM "Accounts" WHERE "Industry" IS NOT NULL AND "Rating" IS NULL

SELECT id, "Rating" FROM "Accounts" WHERE "Rating" = 'hot'

SELECT id, "Rating" FROM "Accounts" WHERE "Rating" <> 'hot'

SELECT id, "Rating" FROM "Accounts" WHERE "Rating" IN ('Hot', 'Cold')

SELECT id FROM "Accounts" WHERE "Segments" = 'North;South'

SELECT id, "Segments" FROM "Accounts" WHERE has_value("Segments", 'South')

SELECT id FROM "Accounts" WHERE NOT has_value("Segments", 'West')

SELECT id FROM "Accounts" WHERE has_value("Segments", 'Côte d''Or') OR "Segments" IS NULL

SELECT id FROM "Accounts" WHERE "Segments" LIKE '%East%'

SELECT id, "Annual_Revenue" FROM "Accounts" WHERE "Annual_Revenue" = 0.1

SELECT id, "Annual_Revenue" FROM "Accounts" WHERE "Annual_Revenue" > 1000

SELECT id FROM "Accounts" WHERE "Annual_Revenue" <> 0

SELECT id FROM "Accounts" WHERE "Annual_Revenue" < 0

SELECT id FROM "Accounts" WHERE "Annual_Revenue" >= 0.01 AND "Annual_Revenue" <= 0.3

SELECT id FROM "Accounts" WHERE "Annual_Revenue" BETWEEN -100 AND 20000.55

SELECT id FROM "Accounts" WHERE "Annual_Revenue" NOT BETWEEN 0 AND 50000

SELECT id FROM "Accounts" WHERE "Annual_Revenue" IN (0, 1, 9999999999.99, 1.005)

SELECT id FROM "Accounts" WHERE "Annual_Revenue" NOT IN (0, 1)

SELECT id FROM "Accounts" WHERE "Annual_Revenue" = 1.005

SELECT id FROM "Accounts" WHERE "Annual_Revenue" > 0.305 AND "Annual_Revenue" < 1e3

SELECT id FROM "Accounts" WHERE 100 < "Annual_Revenue"

SELECT id FROM "Accounts" WHERE NOT ("Annual_Revenue" > 100)

SELECT id FROM "Accounts" WHERE NOT ("Annual_Revenue" > 100 OR "Industry" = 'Retail')

SELECT id FROM "Accounts" WHERE "Employees" = 7

SELECT id FROM "Accounts" WHERE "Employees" > 7.5

SELECT id FROM "Accounts" WHERE "Employees" = 7.5

SELECT id FROM "Accounts" WHERE "Employees" >= 999999999 OR "Employees" < 0

SELECT id FROM "Accounts" WHERE "Employees" IN (1, 2, 3, NULL)

SELECT id FROM "Accounts" WHERE "Employees" BETWEEN 3 AND 5

SELECT id FROM "Accounts" WHERE "Employees" BETWEEN 5 AND 3

SELECT id FROM "Accounts" WHERE "Employees" BETWEEN SYMMETRIC 5 AND 3

SELECT id FROM "Accounts" WHERE "Employees" + 1 = 8

SELECT id, "Account_Number" FROM "Accounts" WHERE "Account_Number" = 9007199254740993

SELECT id, "Account_Number" FROM "Accounts" WHERE "Account_Number" > 9007199254740992

SELECT id FROM "Accounts" WHERE "Account_Number" IN (9223372036854775807, -9223372036854775808, 0)

SELECT id FROM "Accounts" WHERE "Account_Number" <> -9007199254740993

SELECT id FROM "Accounts" WHERE "Account_Number" BETWEEN 10 AND 20

SELECT id, "Score" FROM "Accounts" WHERE "Score" = 0.1

SELECT id FROM "Accounts" WHERE "Score" > 2.5 OR "Score" < -5

SELECT id FROM "Accounts" WHERE "Score" = 0.000000001

SELECT id FROM "Accounts" WHERE "Score" BETWEEN -0.5 AND 0.2

SELECT id FROM "Accounts" WHERE "Discount" >= 50 AND "Discount" < 60

SELECT id FROM "Accounts" WHERE "Is_Partner"

SELECT id FROM "Accounts" WHERE NOT "Is_Partner"

SELECT id FROM "Accounts" WHERE "Is_Partner" = false

SELECT id FROM "Accounts" WHERE "Is_Partner" <> true

SELECT id FROM "Accounts" WHERE "Is_Partner" IS TRUE AND "Is_Partner" IS NOT FALSE

SELECT id FROM "Accounts" WHERE "Is_Partner" IS NOT TRUE

SELECT id FROM "Accounts" WHERE "Is_Partner" IN (true, false)

SELECT id FROM "Accounts" WHERE "Is_Partner" IS NULL

SELECT id FROM "Accounts" WHERE "Is_Partner" IS UNKNOWN

SELECT id, "Is_Old" FROM "Gadgets" WHERE "Is_Old"

SELECT id, "Is_Old" FROM "Gadgets" WHERE "Is_Old" IS NOT TRUE

SELECT id FROM "Gadgets" WHERE "Is_Old" = false OR "Is_Old" IS NULL

SELECT id, "Founded" FROM "Accounts" WHERE "Founded" = '1970-01-01'

SELECT id FROM "Accounts" WHERE "Founded" > DATE '2020-01-01'

SELECT id FROM "Accounts" WHERE "Founded" BETWEEN '2018-02-28' AND '2019-02-28'

SELECT id FROM "Accounts" WHERE "Founded" <> '2024-02-29'

SELECT id FROM "Accounts" WHERE "Founded" IN ('2024-02-29', '9999-12-31', '1900-01-01')

SELECT id FROM "Accounts" WHERE "Founded" >= '9999-12-31' OR "Founded" <= '1900-01-01'

SELECT id FROM "Accounts" WHERE "Founded" < '2020-01-01'::timestamp

SELECT id FROM "Accounts" WHERE "Founded" < '2020-01-01 00:00+00'::timestamptz

SELECT id FROM "Accounts" WHERE "Founded" + 10 > '2025-12-01'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" = '2026-01-01T00:00:00Z'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" >= '2025-12-01' AND "Last_Activity_Time" < '2026-01-01'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" > '2025-12-24 12:00'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" > '2025-12-24 12:00:00.5+02'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" = '2026-01-01 00:00:00.25+00'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" BETWEEN '2025-11-02 01:30' AND '2025-12-31 23:59:59+00'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" <> '1970-01-01 00:00Z'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" IN ('1969-12-31 23:59:59+00', '2038-01-19 03:14:08+00')

SELECT id FROM "Deals" WHERE "Last_Activity_Time" NOT BETWEEN '2000-01-01' AND '2026-01-01'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" < DATE '2025-12-10'

SELECT id FROM "Deals" WHERE "Last_Activity_Time"::date = '2025-12-31'

SELECT id FROM "Deals" WHERE "Last_Activity_Time" IS NULL AND "Amount" IS NULL

SELECT id FROM "Deals" WHERE "Created_Time" > TIMESTAMP '2025-10-26 01:30'

SELECT id FROM "Deals" WHERE "Created_Time" >= TIMESTAMPTZ '2025-10-26 01:30 Europe/Berlin'

SELECT id FROM "Accounts" WHERE id = 5725767000000100001

SELECT id FROM "Accounts" WHERE id = '5725767000000100001'

SELECT id FROM "Accounts" WHERE id <> 5725767000000100001

SELECT id FROM "Accounts" WHERE id > 5725767000000100901

SELECT id FROM "Accounts" WHERE id >= 5725767000000100010 AND id <= 5725767000000100030

SELECT id FROM "Accounts" WHERE id BETWEEN 5725767000000100010 AND 5725767000000100030

SELECT id FROM "Accounts" WHERE id IN (5725767000000100001, 5725767000000100005, 1, 0, -1)

SELECT id FROM "Accounts" WHERE id NOT IN (5725767000000100001, 5725767000000100005)

SELECT id FROM "Accounts" WHERE id < 0 OR id > 9223372036854775806

SELECT id FROM "Accounts" WHERE id = 5725767000000100001.5

SELECT id, "Owner" FROM "Accounts" WHERE "Owner_id" = 411002

SELECT id, "Owner", "Owner_id", "Owner_email" FROM "Accounts" WHERE "Owner" = 'Grace O''Hara'

SELECT id FROM "Accounts" WHERE "Owner" LIKE '%Moss'

SELECT id FROM "Accounts" WHERE "Owner" = 'Moss'

SELECT id FROM "Accounts" WHERE "Owner_id" NOT IN (411001, 411002)

SELECT id FROM "Accounts" WHERE "Owner_email" = 'ada@example.test'

SELECT id, "Created_By", "Created_By_id" FROM "Accounts" WHERE "Created_By" <> 'Ada Moss'

SELECT id, "Technician" FROM "Gadgets" WHERE "Technician" IS NULL

SELECT id, "Technician" FROM "Gadgets" WHERE "Technician" = '花子 佐藤'

SELECT id, "Account_Name" FROM "Deals" WHERE "Account_Name" = 'alpha'

SELECT id, "Account_Name", "Account_Name_id" FROM "Deals" WHERE "Account_Name_id" = 5725767000000100001

SELECT id FROM "Deals" WHERE "Account_Name_id" IS NULL

SELECT id FROM "Deals" WHERE "Account_Name" IS NULL

SELECT id FROM "Deals" WHERE "Account_Name" IS NOT NULL AND "Contact_Name" IS NULL

SELECT id FROM "Deals" WHERE "Account_Name_id" <> 5725767000000100001

SELECT id FROM "Deals" WHERE "Account_Name_id" IN (5725767000000100001, 5725767000000100005) AND "Contact_Name_id" IS NOT NULL

SELECT id FROM "Deals" WHERE "Account_Name_id" > 5725767000000100100

SELECT id, "What_Id", "What_Id_id" FROM "Tasks" WHERE "What_Id" = 'alpha'

SELECT id, "What_Id", "What_Id_id" FROM "Tasks" WHERE "What_Id_id" IS NOT NULL

SELECT id FROM "Tasks" WHERE "What_Id_id" = 5725767000000100001

SELECT id FROM "Accounts" WHERE "Description" IS NULL

SELECT id, "Description" FROM "Accounts" WHERE "Description" LIKE '%line%'

SELECT id, "Description" FROM "Accounts" WHERE "Description" = E'tab\tseparated\tcells'

SELECT id, "Large_Text" FROM "Gadgets" WHERE length("Large_Text") > 1000

SELECT id, "Rich_Text" FROM "Gadgets" WHERE "Rich_Text" LIKE '<p>%'

SELECT id, "Secret_Code" FROM "Gadgets" WHERE "Secret_Code" = 'k3'

SELECT id FROM "Gadgets" WHERE "Secret_Code" IS NULL

SELECT id, "Label" FROM "Gadgets" WHERE "Label" IN ('alpha', 'Beta')

SELECT id, "Age" FROM "Gadgets" WHERE "Age" BETWEEN 10 AND 12

SELECT id, "Net_Value" FROM "Gadgets" WHERE "Net_Value" > 800

SELECT id FROM "Gadgets" WHERE "Warranty_End" < '2026-01-01'

SELECT id FROM "Gadgets" WHERE "Next_Check" >= '2026-01-15'

SELECT id FROM "Gadgets" WHERE "Repairs" > 6 AND "Repair_Costs" IS NOT NULL

SELECT id FROM "Gadgets" WHERE "Serial" = 'G/0007' OR "Serial" > 'G/0310'

SELECT id, "Account_id", "Account_id_" FROM "Gadgets" WHERE "Account_id" = 'alpha' AND "Account_id_" IS NOT NULL

SELECT id, "State", "STATE" FROM "Gadgets" WHERE "State" = 'running' AND "STATE" = 'X'

SELECT "Order", "Group", "Limit", "From", "End", "Select" FROM "Gadgets" WHERE "Order" = '1st' AND "Group" <> 'Two' AND "Limit" > 3 AND "From" < '2026-01-01' AND "Select"

SELECT id FROM "Contacts" WHERE "Email" = 'p1@Example.test' OR "Email" LIKE 'q.%'

SELECT id FROM "Contacts" WHERE "Mobile" IN ('+49 30 1234', '030-1234')

SELECT id FROM "Contacts" WHERE "First_Name" LIKE 'A\_B' OR "First_Name" LIKE '50\%' OR "First_Name" = 'Zoë'

SELECT id FROM "Leads" WHERE "Website" = 'https://a.example'

SELECT id, "Converted__s" FROM "Leads" WHERE "Converted__s" = false

SELECT id, "Converted__s" FROM "Leads" WHERE "Converted__s"

SELECT id FROM "Leads" WHERE "Company" IS NULL OR "Annual_Revenue" IS NULL

SELECT id FROM "Accounts" WHERE true

SELECT id FROM "Accounts" WHERE false

SELECT id FROM "Accounts" WHERE NULL

SELECT id FROM "Accounts" WHERE 1 = 0

SELECT id FROM "Accounts" WHERE 1 = 1 AND "Employees" = 3

SELECT id FROM "Accounts" WHERE "Employees" = NULL

SELECT id FROM "Accounts" WHERE "Employees" IS DISTINCT FROM 3

SELECT id FROM "Accounts" WHERE "Employees" IS NOT DISTINCT FROM 3

SELECT id FROM "Accounts" WHERE "Employees" IS NOT DISTINCT FROM NULL

SELECT id FROM "Accounts" WHERE "Industry" IS DISTINCT FROM 'Retail'

SELECT id FROM "Accounts" WHERE ("Employees" > 3 OR "Industry" = 'Retail') AND ("Is_Partner" OR "Score" < 0) AND "Founded" IS NOT NULL

SELECT id FROM "Accounts" WHERE "Employees" > 3 AND NULL

SELECT id FROM "Accounts" WHERE "Employees" > 3 OR NULL

SELECT id FROM "Accounts" WHERE NOT ("Employees" > 3 AND "Industry" = 'Retail')

SELECT id FROM "Accounts" WHERE NOT ("Industry" IN ('Retail', 'Energy') OR "Employees" IS NULL)

SELECT id FROM "Accounts" WHERE NOT ("Account_Name" LIKE 'a%' OR "Account_Name" = 'Beta')

SELECT id FROM "Accounts" WHERE ("Industry" = 'Retail') IS NOT TRUE

SELECT id FROM "Accounts" WHERE ("Industry" = 'Retail') IS UNKNOWN

SELECT id FROM "Accounts" WHERE ("Employees", "Industry") = (3, 'Retail')

SELECT id FROM "Accounts" WHERE ("Employees", "Industry") IN ((3, 'Retail'), (4, 'Energy'), (5, 'Banking'))

SELECT id FROM "Accounts" WHERE ("Employees", id) > (30, 5725767000000100100)

SELECT id FROM "Accounts" WHERE "Employees" = "Discount"

SELECT id FROM "Accounts" WHERE "Account_Name" = "Owner" OR "Industry" < "Rating"

SELECT id FROM "Accounts" WHERE COALESCE("Industry", 'none') = 'none'

SELECT id FROM "Accounts" WHERE lower("Account_Name") = 'alpha'

SELECT id FROM "Accounts" WHERE "Account_Name" ~ '^[Dd]elta'

SELECT id FROM "Accounts" WHERE CASE WHEN "Is_Partner" THEN "Employees" ELSE 0 END > 10

SELECT id FROM "Accounts" WHERE "Employees" = ANY (ARRAY[1, 2, 3])

SELECT id FROM "Accounts" WHERE "Employees" <> ALL (ARRAY[1, 2, 3])

SELECT id FROM "Accounts" WHERE "Account_Name" = 'a1' OR "Account_Name" = 'a2' OR "Account_Name" = 'a3' OR "Account_Name" = 'a4' OR "Account_Name" = 'a5' OR "Account_Name" = 'a6' OR "Account_Name" = 'a7' OR "Account_Name" = 'a8' OR "Account_Name" = 'a9' OR "Account_Name" = 'b1' OR "Account_Name" = 'b2' OR "Account_Name" = 'b3' OR "Account_Name" = 'b4' OR "Account_Name" = 'b5' OR "Account_Name" = 'b6' OR "Account_Name" = 'b7' OR "Account_Name" = 'b8' OR "Account_Name" = 'b9' OR "Account_Name" = 'c1' OR "Account_Name" = 'c2' OR "Account_Name" = 'c3' OR "Account_Name" = 'c4' OR "Account_Name" = 'c5' OR "Account_Name" = 'c6' OR "Account_Name" = 'c7' OR "Account_Name" = 'alpha'

SELECT id FROM "Accounts" WHERE "Employees" > 1 AND "Employees" < 39 AND "Discount" > 1 AND "Discount" < 99 AND "Score" > -9 AND "Score" < 9 AND "Annual_Revenue" > -4000 AND "Annual_Revenue" < 80000 AND "Founded" > '2000-01-01' AND "Founded" < '2030-01-01' AND "Account_Number" > 0 AND "Account_Number" < 60 AND "Industry" IN ('Retail', 'Energy', 'Banking') AND "Rating" IN ('Hot', 'hot') AND "Owner_id" <> 411005 AND id > 0 AND "Is_Partner" = false AND "Account_Name" <> 'x' AND "Website" IS NULL

SELECT id FROM "Accounts" WHERE "Employees" IN (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80,81,82,83,84,85,86,87,88,89,90,91,92,93,94,95,96,97,98,99,100,101,102,103,104,105,106,107,108,109,110)

SELECT id FROM "Accounts" WHERE "Employees" NOT IN (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61)
