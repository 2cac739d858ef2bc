import { describe, expect, it } from 'vitest'
import { type Config, dataCenters, resolveConfig } from '../../src/config/index.ts'

const resolve = (text: string): Config => resolveConfig(`AccessToken=tok;${text}`, { env: {} })
const endpoints = (text: string) => resolve(text).endpoints

describe('endpoints', () => {
  it.each(Object.entries(dataCenters))('maps the old endpoint of %s', (name, hosts) => {
    for (const form of [`${hosts.web}/crm/private`, hosts.web, `https://${hosts.web}/crm/private/json/Leads`]) {
      expect(endpoints(`Endpoint=${form}`)).toEqual({
        api: `https://${hosts.api}`,
        apiIsExplicit: false,
        accounts: `https://${hosts.accounts}`,
        desk: `https://${hosts.desk}`,
        deskIsExplicit: false,
        content: `https://${hosts.api.replace('www.', 'content.')}`,
        dataCenter: name,
      })
    }
  })

  it('uploads to the host that was given, else to Zoho’s own', () => {
    expect(endpoints('Endpoint=gateway.example').content).toBe('https://gateway.example')
    expect(endpoints('Endpoint=gateway.example;ContentEndpoint=files.example').content).toBe('https://files.example')
  })

  it('knows the irregular data centres', () => {
    expect(endpoints('DataCenter=CA')).toMatchObject({
      api: 'https://www.zohoapis.ca',
      accounts: 'https://accounts.zohocloud.ca',
      desk: 'https://desk.zohocloud.ca',
    })
    expect(endpoints('Endpoint=crm.zoho.com.au/crm/private').api).toBe('https://www.zohoapis.com.au')
    expect(endpoints('Endpoint=crm.zoho.com.cn').accounts).toBe('https://accounts.zoho.com.cn')
  })

  it.each([
    ['www.zohoapis.eu', 'https://www.zohoapis.eu', 'eu'],
    ['https://sandbox.zohoapis.in/', 'https://sandbox.zohoapis.in', 'in'],
    ['developer.zohoapis.com.au/crm/v8', 'https://developer.zohoapis.com.au', 'au'],
    ['zohoapis.com', 'https://zohoapis.com', 'us'],
    ['www.zohocloud.ca', 'https://www.zohocloud.ca', 'ca'],
    ['gateway.example:8443/zoho', 'https://gateway.example:8443/zoho', 'us'],
    ['127.0.0.1:443/crm/private', 'https://127.0.0.1', 'us'],
    ['[::1]:9000', 'https://[::1]:9000', 'us'],
  ])('keeps %s', (given, api, dataCenter) => {
    expect(endpoints(`Endpoint=${given}`)).toMatchObject({ api, dataCenter, apiIsExplicit: true })
  })

  it('keeps port 443 when not encrypted, and 80 when encrypted', () => {
    expect(endpoints('Endpoint=localhost:443;UseEncryptedEndpoints=false').api).toBe('http://localhost:443')
    expect(endpoints('Endpoint=localhost:80').api).toBe('https://localhost:80')
  })

  it('takes accounts and Desk from their own properties', () => {
    expect(endpoints('Endpoint=localhost:1;AccountsEndpoint=localhost:2;DeskEndpoint=localhost:3/d')).toMatchObject({
      accounts: 'https://localhost:2',
      desk: 'https://localhost:3/d',
      deskIsExplicit: true,
    })
    expect(endpoints('DeskEndpoint=desk.zoho.uk/api/v1').desk).toBe('https://desk.zoho.uk')
  })

  it('takes what answers on this machine for Desk as well, and another host for CRM alone', () => {
    expect(endpoints('Endpoint=127.0.0.1:9').desk).toBe('https://127.0.0.1:9')
    expect(endpoints('Endpoint=gateway.example')).toMatchObject({
      desk: 'https://desk.zoho.com',
      deskIsExplicit: false,
    })
    expect(endpoints('DataCenter=sg').desk).toBe('https://desk.zoho.sg')
  })

  it('refuses to send a token of Desk in clear', () => {
    const clear = 'Endpoint=127.0.0.1:9;UseEncryptedEndpoints=false;DeskEndpoint=desk.example'
    expect(() => endpoints(`${clear};Services=crm,desk`)).toThrow(/secrets in clear to desk.example/)
    expect(endpoints(clear).desk).toBe('http://desk.example')
    expect(() => endpoints('DeskEndpoint=http://desk.example;Services=desk')).toThrow(/deskEndpoint begins with http/)
  })

  it('refuses contradictions and unknown data centres', () => {
    expect(() => endpoints('Endpoint=crm.zoho.eu/crm/private;DataCenter=us')).toThrow(/data centre eu/)
    expect(() => endpoints('Endpoint=http://localhost:1')).toThrow(/useEncryptedEndpoints is true/)
    expect(() => endpoints('Endpoint=https://localhost:1;UseEncryptedEndpoints=false')).toThrow(/is false/)
    expect(() => endpoints('Endpoint=crm.zoho.xy/crm/private')).toThrow(/no data centre/)
  })
})
