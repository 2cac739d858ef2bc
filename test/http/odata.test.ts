import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor } from './support.ts'

const { connection } = useSimulator({ rows: 120 })

let door: TestDoor
beforeAll(async () => {
  door = await openDoor(connection())
})
afterAll(() => door[Symbol.asyncDispose]())

const get = (path: string, headers: Record<string, string> = {}) =>
  door.ask(`/odata/${encodeURI(path).replaceAll('+', '%2B')}`, { headers })
const rows = async (path: string) => {
  const { status, body, text } = await get(path)
  if (status !== 200) throw new Error(text)
  return body.value as Record<string, never>[]
}
/** With keys of which no digit is lost in JavaScript's numbers. */
const keysOf = async (path: string) => {
  const { status, body, text } = await get(path, { accept: 'application/json;IEEE754Compatible=true' })
  if (status !== 200) throw new Error(text)
  return ids(body.value)
}
const sql = async (text: string, params: unknown[] = []) => {
  const { body } = await door.ask('/api/sql', { json: { sql: text, params } })
  if (!body.rows) throw new Error(body.error.message)
  return body.rows as Record<string, never>[]
}
const ids = (found: readonly Record<string, unknown>[]) => found.map(({ id }) => String(id)).sort()

describe('filters', () => {
  it.each([
    ['Amount gt 10000', 'Amount > 10000'],
    ['Amount ge 10000 and Amount lt 5e4', 'Amount >= 10000 AND Amount < 50000'],
    ['not (Amount gt 10000)', 'Amount <= 10000 OR Amount IS NULL'],
    ['not (Amount ge 10000)', 'Amount < 10000 OR Amount IS NULL'],
    ["Stage eq 'Closed Won'", "Stage = 'Closed Won'"],
    ["Stage ne 'Closed Won'", "Stage IS DISTINCT FROM 'Closed Won'"],
    ["not (Stage eq 'Closed Won')", "Stage IS DISTINCT FROM 'Closed Won'"],
    ['Amount eq null', 'Amount IS NULL'],
    ['Amount ne null', 'Amount IS NOT NULL'],
    ['Amount ge null', 'Amount IS NULL'],
    ['not (Amount gt null)', 'true'],
    ["Stage in ('Closed Won','Closed Lost')", "Stage IN ('Closed Won','Closed Lost')"],
    ["not (Stage in ('Closed Won'))", "Stage <> 'Closed Won' OR Stage IS NULL"],
    ['Amount in (null,5)', 'Amount IS NULL OR Amount = 5'],
    ['Amount in ()', 'false'],
    ["contains(Deal_Name,'a')", "Deal_Name LIKE '%a%'"],
    ["not contains(Deal_Name,'a')", "Deal_Name NOT LIKE '%a%'"],
    ["contains(Deal_Name,'%')", 'false'],
    ["startswith(Deal_Name,'A') or endswith(Deal_Name,'e')", "Deal_Name LIKE 'A%' OR Deal_Name LIKE '%e'"],
    ["contains(tolower(Deal_Name),'the')", "lower(Deal_Name) LIKE '%the%'"],
    ["startswith('Anything',Stage)", "'Anything' LIKE Stage || '%'"],
    ['length(Deal_Name) gt 20', 'length(Deal_Name) > 20'],
    ["indexof(Deal_Name,'a') eq 1", "strpos(Deal_Name, 'a') = 2"],
    ["substring(Deal_Name,1,2) eq 'an'", "substr(Deal_Name, 2, 2) = 'an'"],
    ["toupper(trim(Stage)) eq 'CLOSED WON'", "upper(Stage) = 'CLOSED WON'"],
    ["concat(Stage,'!') eq 'Closed Won!'", "Stage = 'Closed Won'"],
    [
      'year(Closing_Date) eq 2026 and month(Closing_Date) le 6',
      'extract(year from Closing_Date) = 2026 AND extract(month from Closing_Date) <= 6',
    ],
    [
      'day(Closing_Date) eq 1 or hour(Modified_Time) eq 3',
      "extract(day from Closing_Date) = 1 OR extract(hour from Modified_Time AT TIME ZONE 'UTC') = 3",
    ],
    [
      'minute(Created_Time) lt 5 and second(Created_Time) lt 30',
      "extract(minute from Created_Time AT TIME ZONE 'UTC') < 5 AND extract(second from Created_Time AT TIME ZONE 'UTC') < 30",
    ],
    ['date(Modified_Time) ge 2026-01-01', "CAST(Modified_Time AT TIME ZONE 'UTC' AS date) >= DATE '2026-01-01'"],
    ['time(Modified_Time) lt 12:00:00', "CAST(Modified_Time AT TIME ZONE 'UTC' AS time) < TIME '12:00'"],
    ['Modified_Time lt now()', 'Modified_Time < now()'],
    ['Modified_Time ge 2026-01-01T00:00:00+02:00', "Modified_Time >= '2025-12-31T22:00:00Z'"],
    ['Closing_Date lt 2026-01-01', "Closing_Date < DATE '2026-01-01'"],
    [
      'floor(Amount) gt 100 and ceiling(Amount) lt 90000 and round(Amount) ne 5',
      'floor(Amount) > 100 AND ceil(Amount) < 90000 AND round(Amount) <> 5',
    ],
    ['Amount mul 2 sub 5 gt 1000 add 3', 'Amount * 2 - 5 > 1003'],
    ['Probability div 3 eq 3', 'Probability / 3 = 3'],
    ['Probability divby 4 eq 2.5', 'Probability / 4.0 = 2.5'],
    ['Probability mod 20 eq 10', 'Probability % 20 = 10'],
    ['-Amount lt -(1000)', 'Amount > 1000'],
    ['(Amount gt 1000) eq true', 'Amount > 1000'],
    ['(Amount gt 1000) eq false', 'Amount <= 1000 OR Amount IS NULL'],
    ["cast(Probability,Edm.String) eq '10'", 'Probability = 10'],
    ["_Account_Name/Industry eq 'Banking'", "Account_Name.Industry = 'Banking'"],
    ["Account_Name/Industry ne 'Banking'", "Account_Name.Industry IS DISTINCT FROM 'Banking'"],
    ['_Account_Name eq null', 'Account_Name_id IS NULL'],
    ['_Owner/id ne null', 'Owner_id IS NOT NULL'],
    ['Amount gt @least', 'Amount > 5000', '&@least=5000'],
    ["Created_Time add duration'P1D' lt Modified_Time", "Created_Time + interval '1 day' < Modified_Time"],
  ])('%s', async (filter, where, more = '') => {
    expect(await keysOf(`Deals?$filter=${filter}&$select=id${more}`)).toEqual(
      ids(await sql(`SELECT id FROM Deals WHERE ${where}`)),
    )
  })

  it.each([
    [
      'Deals/any(d:d/Amount gt 100000)',
      'EXISTS (SELECT 1 FROM Deals d WHERE d.Account_Name_id = a.id AND d.Amount > 100000)',
    ],
    ['Deals/any()', 'EXISTS (SELECT 1 FROM Deals d WHERE d.Account_Name_id = a.id)'],
    ['not Deals/any()', 'NOT EXISTS (SELECT 1 FROM Deals d WHERE d.Account_Name_id = a.id)'],
    [
      'Deals/all(d:d/Amount gt 100)',
      'NOT EXISTS (SELECT 1 FROM Deals d WHERE d.Account_Name_id = a.id AND (d.Amount > 100) IS NOT TRUE)',
    ],
    ['Deals/$count gt 12', '(SELECT count(*) FROM Deals d WHERE d.Account_Name_id = a.id) > 12'],
    [
      'Contacts/any(c:c/Last_Name ne null and Deals/any(d:d/Amount gt 100000 and d/Contact_Name_id eq c/id))',
      'EXISTS (SELECT 1 FROM Contacts c WHERE c.Account_Name_id = a.id AND EXISTS (SELECT 1 FROM Deals d WHERE d.Account_Name_id = a.id AND d.Amount > 100000 AND d.Contact_Name_id = c.id))',
    ],
  ])('of children: %s', async (filter, where) => {
    expect(await keysOf(`Accounts?$filter=${filter}&$select=id`)).toEqual(
      ids(await sql(`SELECT id FROM Accounts a WHERE ${where}`)),
    )
  })

  it('of values that a multi-select has', async () => {
    const [one] = await sql(
      "SELECT split_part(Languages, ';', 1) AS l FROM Contacts WHERE Languages IS NOT NULL LIMIT 1",
    )
    const found = await keysOf(`Contacts?$filter=Languages has '${one!.l}'&$select=id`)
    expect(found.length).toBeGreaterThan(0)
    expect(found).toEqual(ids(await sql('SELECT id FROM Contacts WHERE has_value(Languages, ?)', [one!.l])))
  })
})

describe('rows', () => {
  it('are chosen and sorted, nulls being the least', async () => {
    const up = await rows('Deals?$select=id,Amount&$orderby=Amount')
    const down = await rows('Deals?$select=id,Amount&$orderby=Amount desc')
    const nulls = up.filter(({ Amount }) => Amount === null).length
    expect(nulls).toBeGreaterThan(0)
    expect(up.slice(0, nulls).every(({ Amount }) => Amount === null)).toBe(true)
    expect(down.slice(-nulls).every(({ Amount }) => Amount === null)).toBe(true)
    expect(up.map(({ Amount }) => Amount).toReversed()).toEqual(down.map(({ Amount }) => Amount))
  })

  it('have all properties, keys with every digit', async () => {
    const { text, body, headers } = await get('Deals?$top=1')
    expect(headers.get('content-type')).toContain('application/json;odata.metadata=minimal')
    expect(headers.get('odata-version')).toBe('4.01')
    expect(body['@odata.context']).toBe(`${door.url}/odata/$metadata#Deals`)
    expect(text).toMatch(/"id":\d{19},/)
    expect(body.value[0]['@odata.etag']).toMatch(/^W\/"/)
    const exact = await get('Deals?$top=1', { accept: 'application/json;IEEE754Compatible=true' })
    expect(exact.body.value[0].id).toMatch(/^\d{19}$/)
    expect(exact.body.value[0].Amount === null || typeof exact.body.value[0].Amount === 'string').toBe(true)
  })

  it('are skipped, taken and counted', async () => {
    const all = await rows('Deals?$select=id&$orderby=id')
    const { body } = await get('Deals?$select=id&$orderby=id&$skip=3&$top=4&$count=true')
    expect(body.value).toEqual(all.slice(3, 7))
    expect(body['@odata.count']).toBe(all.length)
    expect((await get('Deals/$count')).text).toBe(String(all.length))
    expect((await get('Deals/$count?$filter=Amount gt 10000')).text).toBe(
      String((await rows('Deals?$filter=Amount gt 10000&$select=id')).length),
    )
  })

  it.each([
    '',
    '&$orderby=Amount desc',
    '&$orderby=Stage,Closing_Date desc',
    '&$top=33',
    '&$skip=7&$orderby=Amount',
    '&$filter=Amount gt 100',
  ])('come by pages without a gap or a double%s', async (more) => {
    const whole = await rows(`Deals?$select=id${more || '&$orderby=id'}`)
    const found: unknown[] = []
    let next: string | undefined = `${door.url}/odata/Deals?$select=id${more}`
    let pages = 0
    while (next !== undefined) {
      const response = await fetch(next, { headers: { prefer: 'odata.maxpagesize=10' } })
      expect(response.headers.get('preference-applied')).toBe('odata.maxpagesize=10')
      const body = (await response.json()) as { value: unknown[]; '@odata.nextLink'?: string }
      expect(body.value.length).toBeLessThanOrEqual(10)
      found.push(...body.value)
      next = body['@odata.nextLink']
      pages += 1
    }
    expect(found).toEqual(whole)
    expect(pages).toBe(Math.ceil(whole.length / 10))
  })

  it('are found by words', async () => {
    const found = await keysOf('Accounts?$search=group OR "and sons" OR ba&$select=id')
    const not = await keysOf('Accounts?$search=NOT (group OR "and sons" OR ba)&$select=id')
    expect(found.length).toBeGreaterThan(0)
    expect([...found, ...not].sort()).toEqual(await keysOf('Accounts?$select=id'))
  })

  it('are the caller’s own: levels of metadata', async () => {
    const full = await get('Deals?$top=1&$select=id,Closing_Date', { accept: 'application/json;odata.metadata=full' })
    expect(full.body.value[0]).toMatchObject({
      '@odata.type': '#zoho.Deals',
      '@odata.id': expect.stringMatching(/\/odata\/Deals\(\d+\)$/),
      'Closing_Date@odata.type': '#Date',
    })
    const none = await get('Deals?$top=1&$select=id', { accept: 'application/json;odata.metadata=none' })
    expect(Object.keys(none.body)).toEqual(['value'])
  })
})

describe('one entity', () => {
  let id: string
  beforeAll(async () => {
    id = String(
      (await sql('SELECT id FROM Deals WHERE Amount IS NOT NULL AND Account_Name_id IS NOT NULL LIMIT 1'))[0]!.id,
    )
  })

  it('is named by its key, and knows whether it changed', async () => {
    const { status, body, headers } = await get(`Deals(${id})`)
    expect([status, body['@odata.context']]).toEqual([200, `${door.url}/odata/$metadata#Deals/$entity`])
    const again = await get(`Deals/${id}`, { 'if-none-match': headers.get('etag')! })
    expect([again.status, again.text]).toEqual([304, ''])
    expect((await get(`Deals(id=${id})?$select=Amount`)).headers.get('etag')).toBe(headers.get('etag'))
    expect((await get('Deals(1)')).status).toBe(404)
    expect((await get('Deals(1)/Amount')).status).toBe(404)
  })

  it('has properties and ways to others', async () => {
    const [row] = await sql('SELECT Amount, Account_Name, Account_Name_id FROM Deals WHERE id = ?', [id])
    expect((await get(`Deals(${id})/Amount`)).body).toMatchObject({ value: row!.Amount })
    expect((await get(`Deals(${id})/Amount/$value`)).text).toBe(String(row!.Amount))
    const account = await get(`Deals(${id})/_Account_Name?$select=Account_Name`)
    expect(account.body).toMatchObject({ Account_Name: row!.Account_Name })
    const deals = await keysOf(`Accounts(${row!.Account_Name_id})/Deals?$select=id`)
    expect(deals).toEqual(ids(await sql('SELECT id FROM Deals WHERE Account_Name_id = ?', [row!.Account_Name_id])))
    expect((await get(`Accounts(${row!.Account_Name_id})/Deals/$count`)).text).toBe(String(deals.length))
  })
})

describe('what goes along', () => {
  it('along lookups, in one statement', async () => {
    const { body } = await get(
      'Deals?$top=20&$select=id&$orderby=id&$expand=_Account_Name($select=Industry;$expand=_Owner($select=full_name)),_Campaign_Source($select=id)',
    )
    expect(body['@odata.context']).toContain(
      '#Deals(id,_Account_Name(Industry,_Owner(full_name)),_Campaign_Source(id))',
    )
    const asked = await sql(
      'SELECT id, Account_Name.Industry AS i, Account_Name.Owner AS o, Account_Name_id AS a, Campaign_Source_id AS c FROM Deals ORDER BY id LIMIT 20',
    )
    expect(
      body.value.map((each: Record<string, { Industry: string; _Owner: { full_name: string } } | null>) => [
        each._Account_Name?.Industry ?? null,
        each._Account_Name?._Owner.full_name ?? null,
        each._Campaign_Source === null,
      ]),
    ).toEqual(asked.map(({ a, i, o, c }) => [a === null ? null : i, a === null ? null : o, c === null]))
  })

  it('children, with options of their own', async () => {
    const { body, text } = await get(
      'Accounts?$top=5&$orderby=id&$select=id&$expand=Deals($select=id,Amount,Modified_Time;$filter=Amount gt 1000;$orderby=Amount desc;$top=2;$count=true)',
      {
        accept: 'application/json;IEEE754Compatible=true',
      },
    )
    expect(text).not.toContain('NaN')
    for (const account of body.value) {
      const wanted = await sql(
        'SELECT id, Amount, Modified_Time FROM Deals WHERE Account_Name_id = ? AND Amount > 1000 ORDER BY Amount DESC NULLS LAST, id',
        [account.id],
      )
      expect(account['Deals@odata.count']).toBe(wanted.length)
      expect(
        account.Deals.map((each: { id: string; Amount: string; Modified_Time: string }) => [
          each.id,
          Number(each.Amount),
          each.Modified_Time.slice(0, 19),
        ]),
      ).toEqual(
        wanted.slice(0, 2).map(({ id, Amount, Modified_Time }) => [id, Amount, String(Modified_Time).slice(0, 19)]),
      )
    }
  })

  it('rows of subforms, and children of children', async () => {
    const { body } = await get(
      'Accounts?$top=3&$orderby=id&$select=id&$expand=Quotes($select=id;$expand=Quoted_Items($select=id,Quantity))',
    )
    const items = body.value.flatMap(({ Quotes }: { Quotes: { Quoted_Items: unknown[] }[] }) =>
      Quotes.flatMap(({ Quoted_Items }) => Quoted_Items),
    )
    const [wanted] = await sql(
      'SELECT count(*) AS n FROM Quoted_Items WHERE Parent_Id.Account_Name_id IN (SELECT id FROM Accounts ORDER BY id LIMIT 3)',
    )
    expect(items.length).toBe(wanted!.n)
  })
})

describe('$apply', () => {
  it('groups and aggregates, and goes on with the result', async () => {
    const found = await rows(
      'Deals?$apply=filter(Amount gt 1000)/groupby((Stage),aggregate(Amount with sum as Total,Amount with average as Mean,Amount with min as Least,Amount with max as Most,$count as Number,_Account_Name/Industry with countdistinct as Industries))&$orderby=Total desc',
    )
    const wanted = await sql(
      'SELECT Stage, sum(Amount) AS s, count(*) AS n, min(Amount) AS l, max(Amount) AS m FROM Deals WHERE Amount > 1000 GROUP BY Stage ORDER BY s DESC',
    )
    expect(found.map(({ Stage, Total, Number: n, Least, Most }) => [Stage, Total, n, Least, Most])).toEqual(
      wanted.map(({ Stage, s, n, l, m }) => [Stage, s, n, l, m]),
    )
  })

  it('along lookups, filtered after', async () => {
    const { body } = await get(
      'Deals?$apply=groupby((_Account_Name/Industry),aggregate($count as n))&$filter=n gt 5&$top=2&$count=true',
    )
    expect(body['@odata.context']).toContain('#Deals(_Account_Name/Industry,n)')
    expect(
      body.value.every((each: { n: number; _Account_Name: object }) => each.n > 5 && 'Industry' in each._Account_Name),
    ).toBe(true)
  })

  it('of all rows', async () => {
    expect(await rows('Deals?$apply=aggregate(Amount with sum as Total)')).toEqual([
      { Total: (await sql('SELECT sum(Amount) AS s FROM Deals'))[0]!.s },
    ])
    const page = await get('Deals?$apply=groupby((Stage))', { prefer: 'maxpagesize=3' })
    expect(page.body.value).toHaveLength(3)
    const more = await fetch(page.body['@odata.nextLink'])
    const { value } = (await more.json()) as { value: { Stage: string }[] }
    expect(value.some(({ Stage }) => page.body.value.some((each: { Stage: string }) => each.Stage === Stage))).toBe(
      false,
    )
  })

  it('computes', async () => {
    const found = await rows('Deals?$compute=Amount mul 2 as Twice&$select=id,Twice&$filter=Twice gt 20000&$orderby=id')
    expect(found).toEqual(
      (await sql('SELECT id, Amount * 2 AS "Twice" FROM Deals WHERE Amount > 10000 ORDER BY id')).map(
        ({ id, Twice }) => ({ id: Number(id), Twice }),
      ),
    )
  })
})

describe('what is wrong', () => {
  it.each([
    ['Dealz', 404, 'Deals'],
    ['Deals?$fliter=Amount gt 5', 400, '$filter'],
    ['Deals?foo=1', 400, 'foo'],
    ['Deals?$filter=Amout gt 5', 400, 'Amount'],
    ['Deals?$filter=Amount gt', 400, 'character'],
    ['Deals?$filter=Amount', 400, 'condition'],
    ["Deals?$filter=contans(Stage,'x')", 400, 'contains'],
    ['Deals?$filter=length() gt 1', 400, 'argument'],
    ["Deals?$filter=Amount gt 'a'", 400, 'operator'],
    ['Deals?$orderby=Amout', 400, 'Amount'],
    ['Deals?$select=Amout', 400, 'Amount'],
    ['Deals?$expand=_Acount_Name', 400, '_Account_Name'],
    ['Deals?$expand=_Account_Name($fliter=id gt 1)', 400, '$filter'],
    ['Deals?$expand=*', 501, 'Name'],
    ['Deals?$top=-1', 400, '$top'],
    ['Deals?$top=1&top=2', 400, 'twice'],
    ['Deals?$skiptoken=abc', 400, 'nextLink'],
    ['Deals?$apply=concat(identity)', 501, 'concat'],
    ['Deals?$apply=aggregate(Amount with summ as x)', 501, 'sum'],
    ['Deals?$filter=Amount gt @x', 400, '@x'],
    ['Deals(1)?$top=1', 400, '$top'],
    ["Deals?$filter=geo.length(geography'x') gt 1", 501, 'geography'],
    ['Deals?$format=xml', 415, 'JSON'],
    ['Deals(abc)', 400, 'path'],
    [`Deals?$filter=${'('.repeat(3000)}`, 400, 'deep'],
  ])('%s', async (path, status, word) => {
    const answer = await get(path)
    expect([answer.status, answer.body?.error?.code]).toEqual([status, expect.any(String)])
    expect(answer.body.error.message.toLowerCase()).toContain(word.toLowerCase())
  })

  it('what writes is refused', async () => {
    expect((await door.ask('/odata/Deals', { json: {} })).status).toBe(405)
    expect((await door.ask('/odata/Deals(1)', { method: 'DELETE' })).body.error.code).toBe('METHOD_NOT_ALLOWED')
  })
})
