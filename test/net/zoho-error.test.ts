import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { refusal, zohoError } from '../../src/net/index.ts'

const details = { api_name: 'Last_Name' }
const element = { code: 'INVALID_DATA', message: 'invalid data', details, status: 'error' }
const found = { code: 'INVALID_DATA', message: 'invalid data', details }

describe('zohoError', () => {
  it.each<[string, number, unknown]>([
    ['the top level', 400, element],
    ['the top level with 200', 200, element],
    ['data', 400, { data: [element] }],
    ['data with 200', 200, { data: [element] }],
    ['fields', 400, { fields: [element] }],
    ['modules', 400, { modules: [element] }],
    ['users with 202', 202, { users: [element, element] }],
    ['one of several with 400', 400, { data: [{ code: 'SUCCESS', status: 'success' }, element] }],
    ['no status key', 400, { code: 'INVALID_DATA', message: 'invalid data', details }],
  ])('is found in %s', (_, status, body) => {
    expect(zohoError(status, body)).toEqual(found)
  })

  it('is found in the envelopes of others', () => {
    expect(
      zohoError(429, { code: 429, error: 'TOO_MANY_REQUESTS', error_info: 'past 24 hours', details: [] }),
    ).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: 'past 24 hours',
    })
    expect(zohoError(401, { errorCode: 'INVALID_OAUTH', message: 'bad' })).toMatchObject({ code: 'INVALID_OAUTH' })
    expect(zohoError(200, { error: 'invalid_code' })).toMatchObject({ code: 'invalid_code' })
    expect(zohoError(400, { error: 'Access Denied', error_description: 'too many', status: 'failure' })).toMatchObject({
      code: 'Access Denied',
      message: 'too many',
    })
  })

  it.each<[string, number, unknown]>([
    ['rows', 200, { data: [{ id: '1', Status: 'error' }], info: {} }],
    [
      'rows with columns of the same names',
      200,
      {
        data: [
          { code: 'A', status: 'error', message: 'm' },
          { code: 'B', status: 'open' },
        ],
      },
    ],
    ['a mixed outcome', 207, { data: [{ code: 'SUCCESS', status: 'success' }, element] }],
    ['an empty list', 200, { data: [] }],
    ['a token', 200, { access_token: 'x', expires_in: 3600 }],
    ['nothing', 500, undefined],
    ['a list', 200, [element]],
  ])('is not found in %s', (_, status, body) => {
    expect(zohoError(status, body)).toBeUndefined()
  })

  it('holds no secret', () => {
    const token = new Secret('s3cr3t-token-value')
    const error = zohoError(400, { ...element, message: `bad ${token.reveal()}`, details: { sent: token.reveal() } })
    expect(JSON.stringify(error)).not.toContain('s3cr3t')
    expect(error?.details).toEqual({ sent: '***' })
  })
})

describe('refusal', () => {
  const response = (status: number, code?: string) => ({
    status,
    headers: {},
    body: Buffer.alloc(0),
    bytes: 0,
    error: code === undefined ? undefined : { code, message: 'm', details: {} },
  })

  it.each<[number, string | undefined, string]>([
    [401, 'OAUTH_SCOPE_MISMATCH', '42501 SCOPE_MISSING'],
    [401, 'INVALID_TOKEN', '28000 AUTHENTICATION_FAILED'],
    [403, 'NO_PERMISSION', '42501 PERMISSION_DENIED'],
    [400, 'INVALID_HOST', 'HV000 REMOTE_REFUSED'],
    [400, 'SOMETHING_NEW', 'HV000 REMOTE_REFUSED'],
    [404, undefined, 'HV000 REMOTE_REFUSED'],
    [403, undefined, '42501 PERMISSION_DENIED'],
  ])('%s %s is %s', (status, code, expected) => {
    const error = refusal(response(status, code), 'reading Leads')
    expect(`${error.sqlState} ${error.code}`).toBe(expected)
    expect(error.message).toContain('reading Leads')
    expect(error).toMatchObject({ status, zohoCode: code })
  })
})
