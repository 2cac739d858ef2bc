/** Calls and credits. */
export interface Spend {
  readonly calls: number
  readonly credits: number
}

/** A query over the demo company of 5,000 deals, the least that anybody could answer it with, and what it costs here. */
export interface BudgetQuery {
  readonly name: string
  readonly sql: string
  readonly properties?: string
  /** Runs first, on the same connection: what it teaches about the data is part of the case. */
  readonly before?: string
  /** The least with hindsight: by someone who knows how many rows there are. */
  readonly least: Spend
  /** Where more is spent than that: what, and why nobody could know. */
  readonly spent?: Spend
  readonly because?: string
}

const one = (credits = 1): Spend => ({ calls: 1, credits })
const nothing: Spend = { calls: 0, credits: 0 }

export const budgetQueries: readonly BudgetQuery[] = [
  // Aggregates and groups: one call, one credit, however many rows there are.
  { name: 'COUNT(*)', sql: 'SELECT count(*) FROM Deals', least: one() },
  {
    name: 'COUNT(*) with conditions',
    sql: "SELECT count(*) FROM Deals WHERE Stage = 'Closed Won' AND Closing_Date >= '2026-01-01'",
    least: one(),
  },
  { name: 'COUNT of a column', sql: 'SELECT count(Amount) FROM Deals', least: one() },
  {
    name: 'aggregates of integers',
    sql: 'SELECT sum(Employees), avg(Employees), min(Employees), max(Employees) FROM Accounts',
    least: one(),
  },
  { name: 'MIN and MAX of dates', sql: 'SELECT min(Closing_Date), max(Closing_Date) FROM Deals', least: one() },
  { name: 'MAX(id)', sql: 'SELECT max(id) FROM Deals', least: one() },
  { name: 'groups', sql: 'SELECT Stage, count(*) FROM Deals GROUP BY Stage ORDER BY 2 DESC', least: one() },
  {
    name: 'groups with HAVING',
    sql: 'SELECT Type, Stage, count(*) FROM Deals GROUP BY 1, 2 HAVING count(*) > 99',
    least: one(),
  },
  { name: 'MIN and MAX of ids in one', sql: 'SELECT max(id) IS NULL FROM Leads', least: one() },
  {
    name: 'the range of ids and the count',
    sql: 'SELECT min(id), max(id), count(*) FROM Deals',
    least: { calls: 3, credits: 3 },
  },
  {
    name: 'counts of two columns',
    sql: 'SELECT count(Amount), count(Closing_Date) FROM Deals',
    least: { calls: 2, credits: 2 },
  },
  {
    name: 'counts by FILTER',
    sql: "SELECT count(*) FILTER (WHERE Stage = 'Closed Won'), count(*) FILTER (WHERE Stage = 'Closed Lost') FROM Deals",
    least: one(),
  },
  { name: 'SELECT DISTINCT', sql: 'SELECT DISTINCT Stage FROM Deals', least: one() },
  { name: 'COUNT(DISTINCT)', sql: 'SELECT count(DISTINCT Stage) FROM Deals', least: one() },
  {
    name: 'months of a quarter',
    sql: "SELECT date_trunc('month', Closing_Date), count(*) FROM Deals WHERE Closing_Date BETWEEN '2026-01-01' AND '2026-03-31' GROUP BY 1",
    least: one(),
  },
  {
    name: 'months of all time',
    sql: "SELECT date_trunc('month', Closing_Date), count(*) FROM Deals GROUP BY 1",
    least: one(3),
    spent: { calls: 2, credits: 4 },
    because: 'that there are more than 200 days is not known',
  },
  {
    name: 'a pivot',
    sql: "SELECT Type, sum(CASE WHEN Stage = 'Closed Won' THEN 1 ELSE 0 END) FROM Deals GROUP BY ROLLUP (Type)",
    least: one(),
  },
  {
    name: 'COUNT over a join',
    sql: "SELECT count(*) FROM Deals d JOIN Accounts a ON d.Account_Name_id = a.id WHERE a.Industry = 'ERP'",
    least: one(),
  },
  // Some rows: credits go by the LIMIT that is asked for.
  { name: 'ten rows', sql: 'SELECT Deal_Name, Amount FROM Deals LIMIT 10', least: one() },
  { name: '200 rows', sql: 'SELECT Deal_Name FROM Deals LIMIT 200', least: one() },
  { name: '201 rows', sql: 'SELECT Deal_Name FROM Deals LIMIT 201', least: one(2) },
  { name: '2,500 rows', sql: 'SELECT Deal_Name FROM Deals LIMIT 2500', least: { calls: 2, credits: 5 } },
  { name: 'a later page', sql: 'SELECT Deal_Name FROM Deals ORDER BY id LIMIT 100 OFFSET 1000', least: one() },
  { name: 'the newest', sql: 'SELECT Deal_Name FROM Deals ORDER BY Created_Time DESC LIMIT 10', least: one() },
  { name: 'the greatest', sql: 'SELECT Deal_Name FROM Deals ORDER BY Amount DESC NULLS LAST LIMIT 10', least: one() },
  {
    name: 'wrapped by a tool',
    sql: "SELECT q.Deal_Name FROM (SELECT * FROM Deals) q WHERE q.Stage = 'Closed Won' LIMIT 100",
    least: one(),
  },
  // Few rows by their nature.
  {
    name: 'by id',
    sql: 'SELECT Deal_Name FROM Deals WHERE id = 5725767040000000001',
    least: one(),
  },
  { name: 'by sixty ids', sql: `SELECT Deal_Name FROM Deals WHERE id IN (${ids(60).join(', ')})`, least: one() },
  { name: 'by text', sql: "SELECT id FROM Deals WHERE Deal_Name = 'ACME Ltd'", least: one() },
  { name: 'a probe', sql: 'SELECT * FROM Deals WHERE 1 = 0', least: nothing },
  { name: 'no rows wanted', sql: 'SELECT * FROM Deals LIMIT 0', least: nothing },
  // Joins.
  {
    name: 'along a path',
    sql: 'SELECT Deal_Name, Account_Name.Industry FROM Deals ORDER BY id LIMIT 50',
    least: one(),
  },
  {
    name: 'two lookups joined',
    sql: 'SELECT d.Deal_Name, a.Industry, c.Email FROM Deals d LEFT JOIN Accounts a ON d.Account_Name_id = a.id LEFT JOIN Contacts c ON d.Contact_Name_id = c.id ORDER BY d.id LIMIT 150',
    least: one(),
  },
  {
    name: 'the many side by the keys of the few',
    sql: "SELECT t.Subject FROM Deals d JOIN Tasks t ON t.What_Id_id = d.id WHERE d.Deal_Name = 'ACME Ltd'",
    least: { calls: 2, credits: 2 },
  },
  {
    name: 'IN (SELECT …)',
    sql: "SELECT Last_Name FROM Contacts WHERE Account_Name_id IN (SELECT id FROM Accounts WHERE Account_Name = 'Acme Ltd')",
    least: { calls: 2, credits: 2 },
  },
  {
    name: 'users with their records',
    sql: 'SELECT Deal_Name, Owner, Owner_email FROM Deals LIMIT 100',
    least: one(),
  },
  {
    name: 'some rows with tables of which one row fits each',
    sql: 'SELECT d.Deal_Name, u.email FROM Deals d LEFT JOIN Users u ON u.id = d.Owner_id ORDER BY d.id LIMIT 100',
    least: one(),
  },
  { name: 'users along a path', sql: 'SELECT Deal_Name, Owner.email FROM Deals LIMIT 100', least: one() },
  // What programs write.
  {
    name: 'a count by Prisma',
    sql: 'SELECT count(*) FROM (SELECT id FROM Deals WHERE 1=1 OFFSET 0) AS sub',
    least: one(),
  },
  {
    name: 'the page that begins with a row, by Prisma',
    sql: 'SELECT id, Deal_Name FROM Deals WHERE id >= (SELECT id FROM Deals WHERE id = 5725767040000000011) ORDER BY id LIMIT 2 OFFSET 0',
    least: one(),
    spent: { calls: 2, credits: 2 },
    because: 'that the row is still there is asked by itself',
  },
  {
    name: 'whose name only the list of users has',
    sql: "SELECT id FROM Deals WHERE Owner = 'Linus Moss'",
    least: one(2),
    spent: one(3),
    because: 'how many are theirs is not known',
  },
  {
    name: 'all columns grouped with the key',
    sql: 'SELECT id, Deal_Name, Amount FROM Deals GROUP BY id, Deal_Name, Amount LIMIT 100',
    least: one(),
  },
  {
    name: 'children of the first rows, by Prisma',
    sql: "SELECT a.id, p.data FROM Accounts a LEFT JOIN LATERAL (SELECT coalesce(jsonb_agg(o.data), '[]') AS data FROM (SELECT i.data FROM (SELECT jsonb_build_object('name', d.Deal_Name) AS data, d.id FROM (SELECT x.* FROM Deals x WHERE a.id = x.Account_Name_id) d) i ORDER BY i.id LIMIT 3 OFFSET 0) o) p ON true ORDER BY a.id LIMIT 5 OFFSET 0",
    least: { calls: 2, credits: 2 },
  },
  {
    name: 'children of the first rows, by Drizzle',
    sql: "SELECT a.id, c.data FROM Accounts a LEFT JOIN LATERAL (SELECT coalesce(json_agg(json_build_array(x.id, x.Deal_Name)), '[]'::json) AS data FROM (SELECT * FROM Deals x WHERE x.Account_Name_id = a.id LIMIT 3) x) c ON true LIMIT 5",
    least: { calls: 2, credits: 2 },
  },
  {
    name: 'a year of days',
    sql: "SELECT count(*) FROM Deals WHERE Closing_Date >= date '2025-01-01' AND Closing_Date < date '2025-01-01' + interval '1 year'",
    least: one(),
  },
  {
    name: 'seconds since 1970, by Grafana',
    sql: 'SELECT count(*) FROM Deals WHERE extract(epoch FROM Created_Time) >= 1760000000 AND extract(epoch FROM Created_Time) <= 1770000000',
    least: one(),
  },
  {
    name: 'a month by its name',
    sql: "SELECT sum(Employees) FROM Accounts WHERE date_trunc('month', Created_Time) = '2026-01-01'",
    least: one(),
  },
  // Columns that no query brings, read with it.
  {
    name: 'a condition that no query can have',
    sql: 'SELECT id, Tag FROM Deals WHERE Tag IS NOT NULL',
    least: { calls: 3, credits: 9 },
  },
  {
    name: 'all columns of a part, within maxCredits',
    before: "SELECT count(*) FROM Accounts WHERE Industry = 'ASP'",
    sql: "SELECT * FROM Accounts WHERE Industry = 'ASP'",
    properties: 'maxCredits=10',
    least: { calls: 1, credits: 2 },
  },
  {
    name: 'values that lists cut, whole by COQL',
    sql: 'SELECT * FROM Invoices',
    least: { calls: 1, credits: 3 },
  },
  // Whole tables: 2,000 rows a call.
  {
    name: 'a table that was counted',
    before: 'SELECT count(*) FROM Deals',
    sql: 'SELECT Deal_Name, Stage, Amount FROM Deals',
    least: { calls: 3, credits: 8 },
  },
  {
    name: 'a table of unknown size',
    sql: 'SELECT Deal_Name, Stage, Amount FROM Deals',
    least: { calls: 3, credits: 8 },
    spent: { calls: 3, credits: 9 },
    because: 'that the last page has 1,000 rows is not known before it comes',
  },
  {
    name: 'a part of a small table that was counted',
    before: 'SELECT count(*) FROM Vendors',
    sql: "SELECT Vendor_Name FROM Vendors WHERE Created_Time > now() - interval '1 year'",
    least: one(),
  },
  {
    name: 'a part of a table of unknown size',
    sql: "SELECT Deal_Name FROM Deals WHERE Stage = 'Closed Won'",
    least: one(2),
    spent: one(3),
    because: 'that there are but 490 such rows is not known; another call for the rest would cost as much',
  },
  {
    name: 'the same part again',
    before: "SELECT Deal_Name FROM Deals WHERE Stage = 'Closed Won'",
    sql: "SELECT Deal_Name, Amount FROM Deals WHERE Stage = 'Closed Won'",
    least: one(2),
  },
  {
    name: 'sorted by text',
    before: 'SELECT count(*) FROM Accounts',
    sql: 'SELECT Account_Name FROM Accounts ORDER BY Account_Name',
    least: one(2),
  },
]

/** Ids as the demo company makes them; whether there are such records does not matter to the price. */
function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(5_725_767_040_000_000_001n + BigInt(i)))
}
