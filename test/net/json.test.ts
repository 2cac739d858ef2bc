import { describe, expect, it } from 'vitest'
import { type HttpResponse, parseExactly, parsing } from '../../src/net/index.ts'

describe('parseExactly', () => {
  it.each<[string, unknown]>([
    ['{"id":5725767000000524157}', { id: '5725767000000524157' }],
    ['{"id": -9223372036854775808}', { id: '-9223372036854775808' }],
    ['[5725767000000524000,1]', ['5725767000000524000', 1]],
    ['{"n":9007199254740991}', { n: 9007199254740991 }],
    ['{"n":9007199254740992}', { n: '9007199254740992' }],
    ['{"a":99999999999999.99,"b":1.50}', { a: '99999999999999.99', b: 1.5 }],
    ['{"a":12345678901234.50}', { a: 12345678901234.5 }],
    ['{"a":"x:12345678901234567890","b":1e3}', { a: 'x:12345678901234567890', b: 1000 }],
    ['{"a":123456789012345678901234567890}', { a: '123456789012345678901234567890' }],
    [
      '{"deep":[{"id":5725767000000524157,"t":true,"n":null}]}',
      { deep: [{ id: '5725767000000524157', t: true, n: null }] },
    ],
  ])('%s', (text, value) => {
    expect(parseExactly(text)).toEqual(value)
  })
})

describe('parsing', () => {
  const answer = (status: number, body: string, headers = {}): Promise<HttpResponse> =>
    parsing(async () => ({ status, headers, body: Buffer.from(body), bytes: body.length }))({
      method: 'GET',
      url: 'https://h/p?secret=1',
      kind: 'read',
    })

  it('gives JSON and the error in it', async () => {
    expect((await answer(200, '{"data":[{"Name":"Zoë"}]}')).json).toEqual({ data: [{ Name: 'Zoë' }] })
    const refused = await answer(400, '{"code":"INVALID_QUERY","details":{},"message":"no","status":"error"}')
    expect(refused.error).toEqual({ code: 'INVALID_QUERY', message: 'no', details: {} })
    expect((await answer(204, '')).json).toBeUndefined()
  })

  it('calls pages and cut JSON failures where they come as success', async () => {
    await expect(answer(200, '<html>maintenance</html>')).rejects.toMatchObject({ code: 'REMOTE_ANSWER', status: 200 })
    await expect(answer(200, '{"data":[{"id"')).rejects.toThrow('https://h/p answered 200 with broken JSON')
    await expect(answer(302, 'moved', { location: 'https://login/' })).rejects.toThrow(
      'a redirection to https://login/',
    )
    expect((await answer(503, '<html>')).status).toBe(503)
  })
})
