-- Dotted paths along lookups, written «A.B».

SELECT d.id, d.«Account_Name.Industry» FROM "Deals" d

SELECT d.id, d.«Account_Name.Account_Name», d.«Account_Name.Employees», d."Account_Name" FROM "Deals" d WHERE d."Amount" > 5000

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Industry» = 'Retail'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Industry» <> 'Retail'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Industry» IS NULL

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Industry» IS NOT NULL

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Employees» > 10 AND d."Stage" = 'Closed Won'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Is_Partner»

SELECT d.id FROM "Deals" d WHERE NOT d.«Account_Name.Is_Partner»

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Account_Name» = 'alpha'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Founded» BETWEEN '2018-01-01' AND '2022-01-01'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.id» = 5725767000000100001

SELECT d.id, d.«Account_Name.Owner», d.«Account_Name.Owner_id» FROM "Deals" d

SELECT d.id, d.«Account_Name.Parent_Account», d.«Account_Name.Parent_Account_id» FROM "Deals" d

SELECT d.id, d.«Account_Name.Parent_Account.Account_Name» FROM "Deals" d

SELECT d.id, d.«Account_Name.Parent_Account.Industry», d.«Account_Name.Parent_Account.Annual_Revenue» FROM "Deals" d WHERE d.«Account_Name.Parent_Account.Employees» > 5

SELECT d.id, d.«Account_Name.Parent_Account.Parent_Account.Account_Name» FROM "Deals" d

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Parent_Account.Parent_Account.Industry» IN ('Energy', 'Retail')

SELECT d.id, d.«Contact_Name.Account_Name.Industry», d.«Contact_Name.Last_Name» FROM "Deals" d

SELECT d.id, d.«Contact_Name.Reports_To.Last_Name» FROM "Deals" d WHERE d.«Contact_Name.Reports_To.Email_Opt_Out» = false

SELECT d.id, d.«Account_Name.Industry», d.«Contact_Name.Last_Name», d.«Account_Name.Parent_Account.Rating», d.«Contact_Name.Account_Name.Rating» FROM "Deals" d

SELECT d.id, d.«Owner.email», d.«Owner.full_name», d.«Owner.last_name» FROM "Deals" d

SELECT d.id FROM "Deals" d WHERE d.«Owner.last_name» = 'Moss'

SELECT d.id, d.«Account_Name.Owner.email» FROM "Deals" d WHERE d.«Account_Name.Owner.status» = 'active'

SELECT d.«Account_Name.Industry», count(*) FROM "Deals" d GROUP BY d.«Account_Name.Industry»

SELECT d.«Account_Name.Industry», sum(d."Amount") FROM "Deals" d WHERE d.«Account_Name.Employees» > 3 GROUP BY 1 ORDER BY 1

SELECT d.id FROM "Deals" d ORDER BY d.«Account_Name.Employees», d.id LIMIT 30

SELECT DISTINCT d.«Account_Name.Parent_Account.Industry» FROM "Deals" d

SELECT i.id, i.«Parent_Id.Subject», i.«Parent_Id.Account_Name.Industry» FROM "Quoted_Items" i

SELECT t.id, t.«Who_Id.Email», t.«Who_Id.Account_Name.Account_Name» FROM "Tasks" t WHERE t."Status" = 'Open'

SELECT g.id, g.«Account.Description», g.«Parent_Gadget.Name», g.«Parent_Gadget.Order» FROM "Gadgets" g

SELECT g.id, g.«Technician.email» FROM "Gadgets" g WHERE g.«Technician.first_name» IS NULL

SELECT d.id, a.«Parent_Account.Account_Name» FROM "Deals" d JOIN "Accounts" a ON a.id = d."Account_Name_id" WHERE a.«Parent_Account.Industry» = 'Energy'

SELECT d.id, a.«Parent_Account.Account_Name» FROM "Deals" d LEFT JOIN "Accounts" a ON a.id = d."Account_Name_id" AND a.«Parent_Account.Industry» = 'Energy'

SELECT id FROM "Deals" d WHERE EXISTS (SELECT 1 FROM "Contacts" c WHERE c.id = d."Contact_Name_id" AND c.«Account_Name.Industry» = d.«Account_Name.Industry»)

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Industry» = 'Retail' OR d.«Contact_Name.Lead_Source» = 'Web'

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Annual_Revenue» > 1000 AND d.«Account_Name.Annual_Revenue» < 9000 ORDER BY d.id LIMIT 5

SELECT d.id FROM "Deals" d WHERE d.«Account_Name.Segments» LIKE '%North%' AND d.«Account_Name.Description» IS NOT NULL

SELECT d.id, d.«Account_Name.Created_Time» FROM "Deals" d WHERE d.«Account_Name.Created_Time» >= '2025-06-01'

SELECT d.id, d.«Account_Name.Website» FROM "Deals" d WHERE d.«Account_Name.Website» LIKE 'https://a%'

SELECT t.id, t.«Who_Id.Account_Name.Website», t.«Who_Id.Mobile» FROM "Tasks" t ORDER BY t.id LIMIT 20

SELECT d.id FROM "Deals" d WHERE NOT (d."Amount" <= 100 OR d."Amount" >= 9000) AND NOT (d."Quantity" < 2 OR d."Quantity" > 7)

SELECT d.«Owner.status», count(*) FROM "Deals" d WHERE d.«Account_Name.Employees» > 3 AND d.«Contact_Name.Email_Opt_Out» = false GROUP BY 1

SELECT count(*) FROM "Deals" d WHERE d.«Account_Name.Industry» = 'Retail' AND d.«Contact_Name.Lead_Source» = 'Web' AND d.«Account_Name.Parent_Account.Industry» IS NOT NULL
