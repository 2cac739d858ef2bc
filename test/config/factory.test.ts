import { describe, expect, it } from 'vitest'
import { type RawConnectionInput, resolveConfig } from '../../src/config/index.ts'
import { testFolder } from '../support/folders.ts'

const env = { HOME: testFolder() }
const resolve = (input: RawConnectionInput, more: Record<string, string> = {}) =>
  resolveConfig(input, { env: { ...env, ...more } })

const properties = {
  endpoint: 'crm.zoho.eu/crm/private',
  clientId: '1000.ABC',
  clientSecret: { type: 'SecureString', value: 'secretsecret' },
  refreshToken: { type: 'SecureString', value: '1000.r.r' },
}
const service = { name: 'Zoho1', properties: { type: 'Zoho', typeProperties: { connectionProperties: properties } } }

describe('masked secrets', () => {
  const masked = { type: 'SecureString', value: '**********' }
  it.each([
    [
      'a linked service',
      { ...service, properties: { type: 'Zoho', typeProperties: { ...properties, clientSecret: masked } } },
    ],
    ['a plain value', { ...properties, clientSecret: '********' }],
    ['a connection string', 'ClientId=1000.ABC;ClientSecret=**********;RefreshToken=1000.r.r'],
  ] as [string, RawConnectionInput][])('in %s are said to be masked', (_, input) => {
    expect(() => resolve(input)).toThrow(/The value of clientSecret is masked/i)
  })
})

describe('an ARM template', () => {
  const $schema = 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#'
  const resource = (name: string, of: object) => ({
    name: `[concat(parameters('factoryName'), '/${name}')]`,
    type: 'Microsoft.DataFactory/factories/linkedServices',
    properties: of,
  })
  const secret = (name: string) => ({ type: 'SecureString', value: `[parameters('${name}')]` })
  const template = {
    $schema,
    parameters: {
      factoryName: { type: 'string', defaultValue: 'factory' },
      zoho_clientSecret: { type: 'secureString' },
      zoho_refreshToken: { type: 'secureString', defaultValue: '1000.r.r' },
      zoho_clientId: { type: 'string', defaultValue: '1000.ABC' },
    },
    resources: [
      { name: 'x', type: 'Microsoft.DataFactory/factories/pipelines', properties: { activities: [] } },
      resource('Lake', { type: 'AzureBlobFS', typeProperties: { url: 'https://x' } }),
      resource('Zoho1', {
        type: 'Zoho',
        typeProperties: {
          connectionProperties: {
            ...properties,
            clientId: "[parameters('zoho_clientId')]",
            clientSecret: secret('zoho_clientSecret'),
            refreshToken: secret('zoho_refreshToken'),
          },
        },
      }),
    ],
  }

  it('is its linked service of type Zoho, with the defaults of its parameters', () => {
    const { credentials, dataCenter } = resolve(template, { ZOHOSQL_CLIENT_SECRET: 'of-the-environment' })
    expect(dataCenter).toBe('eu')
    expect(credentials.refresh!.clientId).toBe('1000.ABC')
    expect(credentials.refresh!.clientSecret.reveal()).toBe('of-the-environment')
    expect(credentials.refresh!.refreshToken.reveal()).toBe('1000.r.r')
    expect(resolve(JSON.stringify(template), { ZOHOSQL_CLIENT_SECRET: 'x' }).dataCenter).toBe('eu')
    expect(() => resolve(template)).toThrow('clientSecret')
  })

  it('with none or several of them is refused', () => {
    expect(() => resolve({ ...template, resources: template.resources.slice(0, 2) })).toThrow(
      'no linked service of type Zoho',
    )
    const two = [...template.resources, resource('Zoho2', service.properties)]
    expect(() => resolve({ ...template, resources: two })).toThrow('several linked services of type Zoho: Zoho1, Zoho2')
  })
})

describe('an endpoint on this machine', () => {
  const credentials = 'ClientId=1000.ABC;ClientSecret=s;RefreshToken=r;UseEncryptedEndpoints=false'
  it('is the accounts server as well, unless another is named', () => {
    const { endpoints } = resolve(`Endpoint=http://127.0.0.1:8123;${credentials}`)
    expect(endpoints.accounts).toBe('http://127.0.0.1:8123')
    const named = resolve(`Endpoint=http://localhost:1;AccountsEndpoint=http://127.0.0.1:2;${credentials}`)
    expect(named.endpoints.accounts).toBe('http://127.0.0.1:2')
    expect(resolve('Endpoint=crm.zoho.eu;ClientId=a;ClientSecret=s;RefreshToken=r').endpoints.accounts).toContain(
      'accounts.zoho.eu',
    )
  })
})
