-- Aggregates with and without rows, groups of every type.

SELECT count(*) FROM "Accounts"

SELECT count(*) FROM "Leads"

SELECT count(*) FROM "Accounts" WHERE "Industry" = 'Retail'

SELECT count(*) FROM "Accounts" WHERE "Account_Name" = 'alpha'

SELECT count(*) FROM "Accounts" WHERE "Employees" > 2000000000

SELECT count(*) FROM "Accounts" WHERE false

SELECT count("Industry") FROM "Accounts"

SELECT count("Account_Name"), count("Employees"), count("Is_Partner"), count(id) FROM "Accounts"

SELECT count(1), count(NULL) FROM "Accounts"

SELECT count(DISTINCT "Industry"), count(DISTINCT "Account_Name"), count(DISTINCT "Owner_id") FROM "Accounts"

SELECT sum("Employees") FROM "Accounts"

SELECT sum("Annual_Revenue"), avg("Annual_Revenue"), min("Annual_Revenue"), max("Annual_Revenue") FROM "Accounts"

SELECT sum("Annual_Revenue") FROM "Accounts" WHERE "Annual_Revenue" > 900000000000

SELECT sum("Employees"), avg("Employees"), min("Employees"), max("Employees"), count("Employees") FROM "Accounts" WHERE "Employees" > 2000000000

SELECT sum("Annual_Revenue"), count(*) FROM "Accounts" WHERE "Annual_Revenue" IS NULL

SELECT sum("Employees"), count(*) FROM "Accounts" WHERE "Employees" IS NULL

SELECT avg("Employees"), avg("Discount"), avg("Score") FROM "Accounts"

SELECT sum("Score"), min("Score"), max("Score") FROM "Accounts" WHERE "Score" < 1000

SELECT sum("Discount") FROM "Accounts"

SELECT sum("Account_Number"), max("Account_Number"), min("Account_Number") FROM "Accounts"

SELECT min("Founded"), max("Founded") FROM "Accounts"

SELECT min("Created_Time"), max("Modified_Time") FROM "Accounts" WHERE "Industry" = 'Energy'

SELECT min("Account_Name"), max("Account_Name"), min("Industry"), max("Owner") FROM "Accounts"

SELECT min(id), max(id) FROM "Accounts"

SELECT bool_and("Is_Partner"), bool_or("Is_Partner"), every("Is_Partner" IS NOT NULL) FROM "Accounts"

SELECT sum("Amount"), count(*) FROM "Deals" WHERE "Amount" = 0

SELECT avg("Amount") FROM "Deals" WHERE "Stage" = 'Closed Won' AND "Closing_Date" >= '2026-01-01'

SELECT sum("Amount") FILTER (WHERE "Stage" = 'Closed Won') AS won, count(*) FILTER (WHERE "Amount" IS NULL) AS unknown FROM "Deals"

SELECT sum("Amount" * "Quantity"), sum("Amount") * 2, sum("Amount") / count(*) FROM "Deals"

SELECT sum(DISTINCT "Quantity"), avg(DISTINCT "Quantity") FROM "Deals"

SELECT string_agg("Stage", ',' ORDER BY id) FROM "Deals" WHERE id < 5725767000000300030

SELECT array_agg("Quantity" ORDER BY id) FROM "Deals" WHERE id < 5725767000000300030

SELECT stddev("Amount"), variance("Quantity"), stddev_pop("Quantity") FROM "Deals"

SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "Quantity"), mode() WITHIN GROUP (ORDER BY "Quantity") FROM "Deals" WHERE "Quantity" IS NOT NULL

SELECT "Industry", count(*) FROM "Accounts" GROUP BY "Industry"

SELECT "Rating", count(*) FROM "Accounts" GROUP BY "Rating"

SELECT "Account_Name", count(*) FROM "Accounts" GROUP BY "Account_Name"

SELECT "Is_Partner", count(*), sum("Employees") FROM "Accounts" GROUP BY "Is_Partner"

SELECT "Employees", count(*) FROM "Accounts" GROUP BY "Employees"

SELECT "Discount", count(*) FROM "Accounts" GROUP BY "Discount"

SELECT "Score", count(*) FROM "Accounts" GROUP BY "Score"

SELECT "Annual_Revenue", count(*) FROM "Accounts" GROUP BY "Annual_Revenue"

SELECT "Account_Number", count(*) FROM "Accounts" GROUP BY "Account_Number"

SELECT "Founded", count(*) FROM "Accounts" GROUP BY "Founded"

SELECT "Created_Time", count(*) FROM "Deals" GROUP BY "Created_Time"

SELECT "Owner", count(*) FROM "Accounts" GROUP BY "Owner"

SELECT "Owner_id", count(*), max("Annual_Revenue") FROM "Accounts" GROUP BY "Owner_id"

SELECT "Owner", "Owner_id", "Owner_email", count(*) FROM "Accounts" GROUP BY "Owner", "Owner_id", "Owner_email"

SELECT "Account_Name_id", sum("Amount") FROM "Deals" GROUP BY "Account_Name_id"

SELECT "Account_Name", sum("Amount") FROM "Deals" GROUP BY "Account_Name"

SELECT "What_Id", count(*) FROM "Tasks" GROUP BY "What_Id"

SELECT "What_Id_id", count(*) FROM "Tasks" GROUP BY "What_Id_id"

SELECT "Segments", count(*) FROM "Accounts" GROUP BY "Segments"

SELECT "Description", count(*) FROM "Accounts" GROUP BY "Description"

SELECT "Is_Old", count(*) FROM "Gadgets" GROUP BY "Is_Old"

SELECT "Group", sum("Money_1"), min("Day_1"), max("Number_1") FROM "Gadgets" GROUP BY "Group"

SELECT "State", avg("Net_Value"), sum("Repair_Costs"), sum("Repairs"), min("Age") FROM "Gadgets" GROUP BY "State"

SELECT "Stage", sum("Amount"), avg("Amount"), min("Amount"), max("Amount"), count(*) FROM "Deals" GROUP BY "Stage"

SELECT "Stage", "Quantity", sum("Amount") FROM "Deals" GROUP BY "Stage", "Quantity"

SELECT "Stage", "Quantity", "Owner_id", "Closing_Date", "Probability", count(*) FROM "Deals" GROUP BY 1, 2, 3, 4, 5

SELECT "Stage", count("Amount"), count(*) FROM "Deals" GROUP BY "Stage"

SELECT "Stage", sum("Amount"), sum("Quantity"), sum("Probability"), max("Amount"), max("Quantity"), max("Probability") FROM "Deals" GROUP BY "Stage"

SELECT "Stage" FROM "Deals" GROUP BY "Stage"

SELECT "Stage" FROM "Deals" WHERE "Amount" > 5000 GROUP BY "Stage" HAVING count(*) > 20

SELECT "Stage", sum("Amount") FROM "Deals" GROUP BY "Stage" HAVING sum("Amount") > 100000 ORDER BY sum("Amount") DESC

SELECT "Stage", count(*) AS n FROM "Deals" GROUP BY "Stage" ORDER BY n DESC, 1 LIMIT 2

SELECT "Industry", count(*) FROM "Accounts" WHERE "Annual_Revenue" > 1000 AND "Is_Partner" GROUP BY "Industry" ORDER BY 1 NULLS FIRST

SELECT "Industry", count(*) FROM "Accounts" WHERE "Account_Name" LIKE 'D%' GROUP BY "Industry"

SELECT "Industry", count(*) FROM "Accounts" WHERE "Employees" > 2000000000 GROUP BY "Industry"

SELECT upper("Industry"), count(*) FROM "Accounts" GROUP BY upper("Industry")

SELECT extract(year FROM "Closing_Date") AS y, date_trunc('month', "Closing_Date") AS m, sum("Amount") FROM "Deals" GROUP BY 1, 2 ORDER BY 1, 2

SELECT date_trunc('day', "Last_Activity_Time") AS d, count(*) FROM "Deals" GROUP BY 1 ORDER BY 1

SELECT "Amount" > 10000 AS big, count(*) FROM "Deals" GROUP BY 1

SELECT CASE WHEN "Amount" > 10000 THEN 'big' ELSE 'small' END AS size, sum("Amount") FROM "Deals" GROUP BY 1

SELECT "Industry", "Rating", count(*) FROM "Accounts" GROUP BY ROLLUP ("Industry", "Rating")

SELECT "Industry", "Is_Partner", count(*), GROUPING("Industry") FROM "Accounts" GROUP BY CUBE ("Industry", "Is_Partner")

SELECT "Industry", "Rating", sum("Employees") FROM "Accounts" GROUP BY GROUPING SETS (("Industry"), ("Rating"), ())

SELECT id, "Account_Name", count(*) FROM "Accounts" GROUP BY id, "Account_Name"

SELECT count(*) + 1 AS more, max("Employees") - min("Employees") AS spread FROM "Accounts" WHERE "Employees" < 100

SELECT COALESCE(sum("Amount"), 0) AS s FROM "Deals" WHERE "Amount" > 99999999

SELECT sum("Amount") FROM "Deals" HAVING count(*) > 1000

SELECT count(*) FROM "Deals" HAVING count(*) > 100

SELECT count(*) FROM "Deals" GROUP BY ()

SELECT count(*) FROM "Deals" WHERE "Amount" > 100 LIMIT 1

SELECT count(*), count(*) FROM "Deals" OFFSET 1

SELECT sum("Quantity") AS a, sum("Quantity") AS b, avg("Quantity") FROM "Deals"

SELECT "Lead_Source", count(*), sum("Annual_Revenue") FROM "Leads" GROUP BY "Lead_Source"

SELECT count(*), sum("Quantity" * "List_Price") FROM "Quoted_Items"

SELECT "Parent_Id_id", count(*), sum("List_Price") FROM "Quoted_Items" GROUP BY "Parent_Id_id"

SELECT "Converted__s", count(*) FROM "Leads" GROUP BY "Converted__s"

SELECT sum("Double_1"), avg("Percent_1"), max("Long_1"), min("Moment_1") FROM "Gadgets"
