/** Whether a request may have left: what is taken for a connection that was never made is sent again, writes too. */
import { expect, it } from 'vitest'
import { networkError } from '../../src/net/failures.ts'

const request = { method: 'POST', url: 'https://zoho.example/crm/v8/Leads', kind: 'write' } as const
const failed = (code: string, syscall?: string) => Object.assign(new Error(code), { code, ...(syscall && { syscall }) })

it.each([
  ['ECONNREFUSED', 'connect', 'CONNECTION_FAILED'],
  ['ENOTFOUND', 'getaddrinfo', 'CONNECTION_FAILED'],
  ['ETIMEDOUT', 'connect', 'CONNECTION_FAILED'],
  ['EHOSTUNREACH', 'connect', 'CONNECTION_FAILED'],
  ['ETIMEDOUT', 'read', 'CONNECTION_LOST'],
  ['ETIMEDOUT', 'write', 'CONNECTION_LOST'],
  ['EHOSTUNREACH', 'read', 'CONNECTION_LOST'],
  ['ENETUNREACH', 'write', 'CONNECTION_LOST'],
  ['EPROTO', 'write', 'CONNECTION_LOST'],
  ['ECONNRESET', 'read', 'CONNECTION_LOST'],
  ['EPIPE', 'write', 'CONNECTION_LOST'],
])('%s of %s is %s', (code, syscall, kind) => {
  expect(networkError(failed(code, syscall), request).code).toBe(kind)
  // Wrapped, as undici does.
  expect(networkError(Object.assign(new Error('x'), { code, cause: failed(code, syscall) }), request).code).toBe(kind)
})

it('a peer that speaks no TLS at all is one', () => {
  const error = Object.assign(failed('EPROTO', 'write'), { message: 'ssl3_get_record:wrong version number' })
  expect(networkError(error, request).code).toBe('CONNECTION_FAILED')
})
