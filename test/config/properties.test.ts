import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { defaultText, findProperty, type Property, properties, propertyNames } from '../../src/config/index.ts'

const table = properties as unknown as Record<string, Property<unknown>>

describe('the table of properties', () => {
  it('has every property that the contract names', () => {
    const named = `endpoint dataCenter accountsEndpoint deskEndpoint authenticationType clientId clientSecret refreshToken
      accessToken useEncryptedEndpoints useHostVerification usePeerVerification services apiVersion orgId timeout
      queryTimeout maxConcurrency maxRetries maxCredits pushdown road textComparison timeZone convertedLeads cache
      cacheTtl readOnly caFile metadataTtl prefer exactNumbers dates allowInsecure tokenStore logLevel proxy
      onWriteError maxWriteRows allowUnfilteredWrites triggers unknownPicklistValues writeRoad journal transactions contentEndpoint`
    expect([...propertyNames].sort()).toEqual(named.split(/\s+/).sort())
  })

  it('finds each by its spellings and confuses none', () => {
    for (const name of propertyNames) {
      expect(findProperty(name.toUpperCase())).toBe(name)
      expect(findProperty(name.replace(/[A-Z]/g, (c) => `_${c}`))).toBe(name)
      for (const alias of table[name]!.aliases ?? []) expect(findProperty(alias)).toBe(name)
    }
    expect(findProperty('clientSecrect')).toBe('clientSecret')
    expect(findProperty('client')).toBeUndefined()
  })

  it('has defaults that its own types accept', () => {
    for (const name of propertyNames) {
      const { default: value, type } = table[name]!
      if (value !== undefined) expect(type.parse(String(value))).toEqual(value)
    }
  })

  it('marks exactly the secrets as secret', () => {
    const secrets = propertyNames.filter((name) => table[name]!.type.parse('abc') instanceof Secret)
    expect(secrets).toEqual(['clientSecret', 'refreshToken', 'accessToken'])
  })

  it('says what the defaults are', () => {
    expect([
      defaultText('timeout'),
      defaultText('services'),
      defaultText('dataCenter'),
      defaultText('clientId'),
    ]).toEqual(['120', 'crm', 'us', ''])
  })

  it('explains each in words', () => {
    for (const name of propertyNames) expect(table[name]!.meaning.length).toBeGreaterThan(10)
  })
})
