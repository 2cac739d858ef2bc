import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor, tokenFile } from './support.ts'

const { connection, simulator } = useSimulator({ rows: 30 })

let door: TestDoor
beforeAll(async () => {
  door = await openDoor(connection())
})
afterAll(() => door[Symbol.asyncDispose]())

/** What Excel and Power BI send with each request. */
const powerQuery = {
  accept:
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  maxdataserviceversion: '3.0',
  'user-agent': 'Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)',
}

describe('Excel and Power BI', () => {
  const ask = (path: string) => door.ask(path, { headers: powerQuery })

  it('find the tables, their columns, and rows', async () => {
    for (const root of ['/odata', '/odata/']) {
      const { body, headers } = await ask(root)
      expect(headers.get('odata-version')).toBe('4.0')
      expect(headers.get('content-type')).toMatch(/^application\/json;odata\.metadata=minimal/)
      expect(body['@odata.context']).toBe(`${door.url}/odata/$metadata`)
      expect(body.value).toContainEqual(expect.objectContaining({ name: 'Deals', kind: 'EntitySet', url: 'Deals' }))
    }
    const metadata = await ask('/odata/$metadata')
    expect(metadata.headers.get('content-type')).toBe('application/xml;charset=utf-8')
    expect(metadata.text).toContain('<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">')
    const preview = await ask('/odata/Deals?$top=1000')
    expect(preview.body.value).toHaveLength(30)
  })

  it('fold steps into the URL', async () => {
    const folded = await ask(
      '/odata/Deals?$filter=Amount%20gt%201000%20and%20Stage%20eq%20%27Closed%20Won%27&$orderby=Closing_Date%20desc&$select=id%2CDeal_Name%2CAmount&$top=1000',
    )
    expect(folded.status).toBe(200)
    expect(folded.body['@odata.context']).toBe(`${door.url}/odata/$metadata#Deals(id,Deal_Name,Amount)`)
    const count = await ask('/odata/Deals/$count?$filter=Amount%20gt%201000')
    expect(Number(count.text)).toBeGreaterThan(0)
    const joined = await ask('/odata/Deals?$expand=_Account_Name($select=Account_Name)&$select=id,_Account_Name&$top=3')
    expect(joined.body.value[0]).toHaveProperty('_Account_Name')
  })

  it('ask who they are with a password', async () => {
    await using tokens = await tokenFile({ name: 'excel', readOnly: true })
    await using closed = await openDoor(connection(), { tokens: tokens.path })
    const refused = await closed.ask('/odata/', { headers: powerQuery })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')])
    expect(refused.body).toEqual({ error: expect.objectContaining({ code: 'UNAUTHORIZED' }) })
    const authorization = `Basic ${Buffer.from(`excel:${tokens.tokens[0]}`).toString('base64')}`
    expect((await closed.ask('/odata/', { headers: { ...powerQuery, authorization } })).status).toBe(200)
  })
})

describe('metadata', () => {
  it('tell keys, types, ways, values and permissions, in XML', async () => {
    const { text } = await door.ask('/odata/$metadata')
    const deals = text.slice(
      text.indexOf('<EntityType Name="Deals">'),
      text.indexOf('</EntityType>', text.indexOf('<EntityType Name="Deals">')),
    )
    expect(deals).toContain('<Key><PropertyRef Name="id"/></Key>')
    expect(deals).toContain('<Property Name="id" Type="Edm.Int64" Nullable="false"')
    expect(deals).toMatch(/<Property Name="Amount" Type="Edm.Decimal" Precision="\d+" Scale="\d+"/)
    expect(deals).toContain('<Property Name="Closing_Date" Type="Edm.Date"')
    expect(deals).toContain(
      '<Annotation Term="Org.OData.Validation.V1.AllowedValues"><Collection><Record><PropertyValue Property="Value" String="',
    )
    expect(deals).toContain(
      '<NavigationProperty Name="_Account_Name" Type="zoho.Accounts"><ReferentialConstraint Property="Account_Name_id" ReferencedProperty="id"/>',
    )
    expect(text).toContain('<NavigationProperty Name="Quoted_Items" Type="Collection(zoho.Quoted_Items)"/>')
    expect(text).toContain('<NavigationPropertyBinding Path="Deals" Target="Deals"/>')
    expect(text).toContain(
      '<Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/>',
    )
  })

  it('send no client out to the internet', async () => {
    expect((await door.ask('/odata/$metadata')).text).not.toContain('Reference Uri')
  })

  it('tell the same in JSON', async () => {
    const { body, headers } = await door.ask('/odata/$metadata', { headers: { accept: 'application/json' } })
    expect(headers.get('content-type')).toContain('application/json')
    expect(body).toMatchObject({ $Version: '4.01', $EntityContainer: 'zoho.Zoho' })
    expect(body.zoho.Deals).toMatchObject({
      $Kind: 'EntityType',
      $Key: ['id'],
      Amount: { $Type: 'Edm.Decimal', $Nullable: true },
      _Account_Name: { $Type: 'zoho.Accounts', $ReferentialConstraint: { Account_Name_id: 'id' } },
    })
    const { text } = await door.ask('/odata/$metadata?$format=json')
    expect(JSON.parse(text)).toEqual(body)
  })

  it('name every table that the service document names', async () => {
    const { text } = await door.ask('/odata/$metadata')
    const { body } = await door.ask('/odata/')
    const named = [...text.matchAll(/<EntitySet Name="([^"]+)"/g)].map(([, name]) => name)
    expect(named.sort()).toEqual(body.value.map(({ name }: { name: string }) => name).sort())
  })
})

describe('tokens', () => {
  it('hold tables, rows and credits here too', async () => {
    await using tokens = await tokenFile(
      { name: 'few', readOnly: true, tables: ['Deals', 'Accounts'], maxRows: 7 },
      { name: 'poor', readOnly: true, creditsPerDay: 1 },
    )
    await using closed = await openDoor(connection(), { tokens: tokens.path })
    const few = { authorization: `Bearer ${tokens.tokens[0]}` }
    const sets = await closed.ask('/odata/', { headers: few })
    expect(sets.body.value.map(({ name }: { name: string }) => name)).toEqual(['Accounts', 'Deals'])
    const metadata = await closed.ask('/odata/$metadata', { headers: few })
    expect(metadata.text).not.toContain('zoho.Contacts')
    expect((await closed.ask('/odata/Contacts', { headers: few })).status).toBe(404)
    expect((await closed.ask('/odata/Deals?$filter=Contact_Name/Email ne null', { headers: few })).status).toBe(400)
    const first = await closed.ask('/odata/Deals?$select=id', { headers: few })
    expect([first.body.value.length, typeof first.body['@odata.nextLink']]).toEqual([7, 'string'])
    const poor = { authorization: `Bearer ${tokens.tokens[1]}` }
    await closed.ask('/odata/Deals?$select=id', { headers: poor })
    const spent = await closed.ask('/odata/Deals?$select=id', { headers: poor })
    expect([spent.status, spent.body.error.code]).toEqual([422, 'CREDIT_LIMIT'])
  })
})

describe('batches', () => {
  it('as JSON', async () => {
    const { body } = await door.ask('/odata/$batch', {
      json: {
        requests: [
          { id: '1', method: 'GET', url: 'Deals/$count' },
          {
            id: '2',
            method: 'get',
            url: `${door.url}/odata/Deals?$top=2&$select=id`,
            headers: { Accept: 'application/json;odata.metadata=none' },
          },
          { id: '3', method: 'GET', url: '/odata/Dealz' },
          { id: '4', method: 'GET', url: 'Deals', dependsOn: ['3'] },
          { id: '5', method: 'DELETE', url: 'Deals(1)' },
        ],
      },
    })
    expect(body.responses.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
      ['1', 200],
      ['2', 200],
      ['3', 404],
      ['4', 424],
      ['5', 405],
    ])
    expect(body.responses[0].body).toBe('30')
    expect(body.responses[1].body.value).toHaveLength(2)
    expect(body.responses[2].body.error.message).toContain('Deals')
  })

  it('as multipart', async () => {
    const batch = ['GET Deals?$top=1&$select=id HTTP/1.1\r\nAccept: application/json', 'GET /odata/Dealz HTTP/1.1'].map(
      (request, i) =>
        `--b1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${i}\r\n\r\n${request}\r\n\r\n\r\n`,
    )
    const { text, headers } = await door.ask('/odata/$batch', {
      method: 'POST',
      body: `${batch.join('')}--b1--\r\n`,
      headers: { 'content-type': 'multipart/mixed; boundary=b1' },
    })
    expect(headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/)
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404'])
    expect(text).toContain('Content-ID: 0')
  })

  it.each([
    [{ json: {} }, 400],
    [{ json: { requests: [{ id: '1' }] } }, 400],
    [
      { json: { requests: Array.from({ length: 101 }, (_, i) => ({ id: String(i), method: 'GET', url: 'Deals' })) } },
      400,
    ],
    [{ method: 'POST', body: 'x', headers: { 'content-type': 'multipart/mixed' } }, 400],
    [{ method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }, 415],
  ])('that are none are refused', async (options, status) => {
    expect((await door.ask('/odata/$batch', options)).status).toBe(status)
  })
})

describe('behind a proxy', () => {
  it('links bear the address that the client knows', async () => {
    const { body } = await door.ask('/odata/Deals?$select=id', {
      headers: { prefer: 'odata.maxpagesize=5', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'crm.example.com' },
    })
    expect(body['@odata.nextLink']).toMatch(/^https:\/\/crm\.example\.com\/odata\/Deals\?/)
    expect(body['@odata.context']).toBe('https://crm.example.com/odata/$metadata#Deals(id)')
  })
})

describe('what it costs', () => {
  /** The queries that an answer takes of Zoho. */
  async function queriesOf(path: string): Promise<readonly string[]> {
    await door.ask(path)
    const before = simulator().calls().length
    const { status, text } = await door.ask(path)
    expect(status, text).toBe(200)
    return simulator()
      .calls()
      .slice(before)
      .map(({ path: called, body }) =>
        called.endsWith('/coql') ? String(JSON.parse(String(body)).select_query) : called,
      )
  }

  it.each([
    [
      '/odata/Deals?$filter=Amount gt 10 and not (Amount ge 900000)&$orderby=Amount desc&$top=3&$select=id',
      1,
      'order by Amount desc',
    ],
    ['/odata/Deals/$count?$filter=Amount gt 10', 1, 'COUNT(id)'],
    [
      '/odata/Deals?$apply=filter(Amount gt 10)/groupby((Stage),aggregate(Amount with sum as Total))',
      1,
      'group by Stage',
    ],
    [
      '/odata/Deals?$filter=_Account_Name/Annual_Revenue gt 5&$select=id&$top=2&$expand=_Account_Name($select=Employees)',
      1,
      'Account_Name.Employees',
    ],
  ])('%s', async (path, calls, part) => {
    const queries = await queriesOf(encodeURI(path))
    expect(queries).toHaveLength(calls)
    expect(queries[0]).toContain(part)
  })
})
