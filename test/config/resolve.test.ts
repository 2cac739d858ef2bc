import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { Secret } from '../../src/base/secret.ts'
import { type Config, impliedProfile, type RawConnectionInput, resolveConfig } from '../../src/config/index.ts'
import { testFolder } from '../support/folders.ts'

const env = { HOME: testFolder() }
const resolve = (input?: RawConnectionInput, more: Record<string, string> = {}): Config =>
  resolveConfig(input, { env: { ...env, ...more } })

function refusal(input?: RawConnectionInput, more: Record<string, string> = {}): ZohoSqlError {
  try {
    resolve(input, more)
  } catch (error) {
    if (error instanceof ZohoSqlError) return error
    throw error
  }
  throw new Error('accepted')
}

const oauth = 'ClientId=1000.ABC;ClientSecret=secretsecret;RefreshToken=1000.r.r'

const file = (name: string, text: string): string => {
  const path = join(testFolder(), name)
  writeFileSync(path, text)
  return path
}

describe('forms', () => {
  it('reads a connection string, names ignoring case, blanks and _', () => {
    const config = resolve(
      `Driver={Zoho};Use_Encrypted Endpoints=No;allow insecure=1;TIMEOUT=30;${oauth};Endpoint=h:8080/x`,
    )
    expect(config).toMatchObject({ timeout: 30, useEncryptedEndpoints: false, authenticationType: 'OAuth_2.0' })
    expect(config.endpoints.api).toBe('http://h:8080/x')
  })

  it('reads braces with ; and } inside', () => {
    expect(resolve('AccessToken={a;b}}c}').credentials.accessToken?.reveal()).toBe('a;b}c')
  })

  it('reads an object with numbers, booleans, lists and secrets', () => {
    const config = resolve({
      accessToken: new Secret('tok'),
      services: ['crm', 'DESK'],
      timeout: 5,
      readOnly: true,
      orgId: 7,
    })
    expect(config).toMatchObject({ services: ['crm', 'desk'], timeout: 5, readOnly: true, orgId: '7' })
    expect(config.credentials.accessToken?.reveal()).toBe('tok')
  })

  it('reads an object with connectionString, what stands next to it winning', () => {
    expect(resolve({ connectionString: 'AccessToken=tok;Timeout=1;ReadOnly=true', timeout: 2 })).toMatchObject({
      timeout: 2,
      readOnly: true,
    })
  })

  it('reads the environment in any spelling, and leaves other variables alone', () => {
    const config = resolve(undefined, {
      ZOHOSQL_CLIENTID: 'id',
      ZOHOSQL_CLIENT_SECRET: 'sec',
      ZOHOSQL_RefreshToken: 'ref',
      ZOHOSQL_CONNECTION: 'not a property',
      TIMEOUT: '3',
    })
    expect(config.credentials.refresh?.clientId).toBe('id')
    expect(config.credentials.refresh?.clientSecret.reveal()).toBe('sec')
    expect(config.timeout).toBe(120)
  })

  it('takes the first of two mentions, and an empty value for none', () => {
    expect(resolve('AccessToken=tok;Timeout=1;time_out=2;Road=')).toMatchObject({ timeout: 1, road: 'auto' })
  })

  it('is frozen and prints no secret', () => {
    const config = resolve(oauth)
    expect(Object.isFrozen(config)).toBe(true)
    for (const text of [inspect(config, { depth: 9 }), JSON.stringify(config)]) {
      expect(text).not.toContain('secretsecret')
      expect(text).not.toContain('1000.r.r')
      expect(text).toContain('1000.ABC')
    }
  })
})

describe('Data Factory', () => {
  const secure = (value: string) => ({ type: 'SecureString', value })
  const connectionProperties = {
    authenticationType: 'OAuth_2.0',
    endpoint: 'crm.zoho.eu/crm/private',
    clientId: 'id',
    clientSecrect: secure('sec'),
    accessToken: secure('tok'),
    useEncryptedEndpoints: true,
    useHostVerification: 'true',
    usePeerVerification: false,
  }
  const document = {
    name: 'ZohoLinkedService',
    properties: {
      type: 'Zoho',
      annotations: [],
      connectVia: { referenceName: 'runtime', type: 'IntegrationRuntimeReference' },
      typeProperties: { connectionProperties, encryptedCredential: 'opaque' },
    },
  }
  const { clientSecrect, authenticationType, clientId, ...flat } = connectionProperties

  const forms: [string, RawConnectionInput][] = [
    ['the whole document', document],
    ['its properties', document.properties],
    ['type and typeProperties', { type: 'Zoho', typeProperties: { connectionProperties } }],
    ['the properties alone', connectionProperties],
    ['JSON text', JSON.stringify(document)],
    ['a path', file('linked=service.json', `\uFEFF${JSON.stringify(document)}`)],
  ]

  it.each(forms)('reads %s', (_, input) => {
    const config = resolve(input)
    expect(config).toMatchObject({ authenticationType: 'OAuth_2.0', clientId: 'id', usePeerVerification: false })
    expect(config.clientSecret?.reveal()).toBe('sec')
    expect(config.credentials.accessToken?.reveal()).toBe('tok')
    expect(config.endpoints).toMatchObject({ api: 'https://www.zohoapis.eu', accounts: 'https://accounts.zoho.eu' })
  })

  it('reads the older flat form', () => {
    const config = resolve({ name: 'n', properties: { type: 'Zoho', typeProperties: flat } })
    expect(config.authenticationType).toBe('Access Token')
    expect(config.endpoints.dataCenter).toBe('eu')
  })

  it('refuses what only Data Factory can look up, another type, and unknown names', () => {
    const vault = { type: 'AzureKeyVaultSecret', secretName: 's' }
    expect(refusal({ ...connectionProperties, accessToken: vault })).toMatchObject({ sqlState: 'HY024' })
    expect(refusal({ properties: { type: 'Salesforce', typeProperties: flat } }).message).toContain('Salesforce')
    expect(refusal({ typeProperties: { ...flat, endpiont: 'x' } })).toMatchObject({ sqlState: '01S00' })
    expect(refusal('{"accessToken": "abcdef", }')).toMatchObject({ sqlState: 'HY024' })
    expect(refusal('/nowhere/linked.json')).toMatchObject({ code: 'FILE' })
  })
})

describe('DSN', () => {
  const dsnFile = file(
    'odbc.ini',
    [
      '; a comment',
      '[ODBC Data Sources]',
      'crm = Zoho',
      '[crm]',
      'Driver = Zoho',
      'Description=for tests ; of ini files',
      'AccessToken = a;b=c#d\\e',
      'Timeout=7',
      'Endpoint = "127.0.0.1:9/x;y"',
      '[my.company]',
      'AccessToken=dots',
      'Colour=red',
    ].join('\r\n'),
  )
  const withFile = { ZOHOSQL_DSN_FILE: dsnFile, ZOHOSQL_TIMEOUT: '9', ZOHOSQL_MAXRETRIES: '2' }

  it('keeps ; and = in values', () => {
    const config = resolve('DSN=CRM', withFile)
    expect(config.credentials.accessToken?.reveal()).toBe('a;b=c#d\\e')
    expect(config.endpoints.api).toBe('https://127.0.0.1:9/x;y')
  })

  it('stands between what is explicit and the environment', () => {
    expect(resolve('dsn=crm', withFile)).toMatchObject({ timeout: 7, maxRetries: 2 })
    expect(resolve({ dsn: 'crm', timeout: 1 }, withFile)).toMatchObject({ timeout: 1 })
    expect(resolve('', { ...withFile, ZOHOSQL_DSN: 'crm' })).toMatchObject({ timeout: 7 })
  })

  it('refuses unknown sections, files and names', () => {
    expect(refusal('DSN=nope', withFile)).toMatchObject({
      sqlState: 'IM002',
      hint: expect.stringContaining('my.company'),
    })
    expect(refusal('DSN=crm')).toMatchObject({ sqlState: 'IM002' })
    expect(refusal('DSN=my.company', withFile)).toMatchObject({ sqlState: '01S00' })
  })

  it('looks into ~/.odbc.ini', () => {
    writeFileSync(join(env.HOME, '.odbc.ini'), '[home]\nAccessToken=athome\n')
    expect(resolve('DSN=home').credentials.accessToken?.reveal()).toBe('athome')
  })
})

describe('credentials', () => {
  it('imply the authentication type, the nearest layer deciding', () => {
    expect(resolve(oauth).authenticationType).toBe('OAuth_2.0')
    expect(resolve('AccessToken=tok').authenticationType).toBe('Access Token')
    const other = { ZOHOSQL_CLIENTID: 'i', ZOHOSQL_CLIENTSECRET: 's', ZOHOSQL_REFRESHTOKEN: 'r' }
    expect(resolve('AccessToken=tok', other).credentials.refresh).toBeUndefined()
    expect(resolve('', other).credentials.refresh?.clientId).toBe('i')
  })

  it('are asked for by name', () => {
    const bare = refusal()
    expect(bare).toMatchObject({ sqlState: 'HY024', code: 'MISSING_PROPERTY' })
    expect(bare.hint).toContain('refreshToken')
    expect(refusal('ClientId=a;ClientSecret=b').message).toContain('needs refreshToken')
    expect(refusal('RefreshToken=a').message).toContain('needs clientId and clientSecret')
    expect(refusal('AuthenticationType=Access Token;ClientId=a').message).toContain('needs accessToken')
    expect(refusal('AuthenticationType=OAuth_2.0').message).toContain('clientId and clientSecret and refreshToken')
  })

  it('never travel in clear to another host', () => {
    const plain = 'UseEncryptedEndpoints=false;AccessToken=tok'
    expect(refusal(`${plain};Endpoint=10.0.0.1:80`)).toMatchObject({ sqlState: 'HY024' })
    expect(refusal(plain).message).toContain('www.zohoapis.com')
    expect(refusal(`UseEncryptedEndpoints=0;${oauth};Endpoint=10.0.0.1;AllowInsecure=false`).sqlState).toBe('HY024')
    expect(resolve(`UseEncryptedEndpoints=0;${oauth};Endpoint=localhost;`).endpoints.accounts).toBe('http://localhost')
    expect(refusal(`${plain};Endpoint=[::1]:1;DeskEndpoint=desk.zoho.com;Services=desk`).message).toContain(
      'desk.zoho.com',
    )
    for (const host of ['127.0.0.1:8', 'localhost', '[::1]:80', '127.8.8.8', 'a.localhost:1']) {
      expect(resolve(`${plain};Endpoint=${host}`).endpoints.api).toMatch(/^http:/)
    }
    expect(resolve(`${plain};Endpoint=10.0.0.1;AllowInsecure=true`).endpoints.api).toBe('http://10.0.0.1')
  })
})

describe('proxy', () => {
  it('is an address without its password, or none', () => {
    const config = resolve('AccessToken=tok;Proxy=me:hunter22@proxy:3128')
    expect(config.proxy).toMatchObject({ url: 'http://proxy:3128' })
    expect(JSON.stringify(config) + inspect(config, { depth: 9 })).not.toContain('hunter22')
    expect(resolve('AccessToken=tok;Proxy=None').proxy).toBe('none')
    expect(resolve('AccessToken=tok').proxy).toBeUndefined()
  })
})

describe('refusals', () => {
  it('names the nearest properties for an unknown one', () => {
    const error = refusal('AccessToken=tok;Endpiont=x')
    expect(error).toMatchObject({ sqlState: '01S00', code: 'UNKNOWN_PROPERTY' })
    expect(error.message).toContain('"Endpiont"')
    expect(error.hint).toContain('endpoint')
    expect(refusal('UID=a;PWD=b').hint).toContain('no user and password')
    expect(refusal({ accessToken: 'tok', acessToken: 'x' }).hint).toContain('accessToken')
    expect(refusal('AccessToken=tok', { ZOHOSQL_TIME_OUTS: '1' })).toMatchObject({ sqlState: '01S00' })
  })

  it.each([
    ['Timeout=abc', 'timeout', '"abc"', 'seconds'],
    ['Timeout=0', 'timeout', '"0"', 'seconds'],
    ['UseHostVerification=maybe', 'useHostVerification', '"maybe"', 'true or false'],
    ['MaxConcurrency=0', 'maxConcurrency', '"0"', 'a whole number from 1'],
    ['Road=sea', 'road', '"sea"', 'auto, coql, records, search, single or bulk'],
    ['Services=crm,books', 'services', '"crm,books"', 'crm,desk'],
    ['DataCenter=mars', 'dataCenter', '"mars"', 'eu'],
    ['TimeZone=Mars/Base', 'timeZone', '"Mars/Base"', 'IANA'],
    ['Cache=memroy', 'cache', '"memroy"', 'a path'],
    ['ApiVersion=v9', 'apiVersion', '"v9"', 'v8'],
    ['Endpoint=ftp://x', 'endpoint', '"ftp://x"', 'host[:port]'],
    ['Endpoint=user@host', 'endpoint', '"user@host"', 'host[:port]'],
  ])('says what is wrong with %s', (text, name, value, allowed) => {
    const error = refusal(`AccessToken=tok;${text}`)
    expect(error).toMatchObject({ sqlState: 'HY024', code: 'INVALID_PROPERTY' })
    for (const part of [name, value, allowed]) expect(error.message).toContain(part)
  })

  it('keeps secrets out of messages', () => {
    const error = refusal('AccessToken={two words};Timeout=1')
    expect(error.message).toContain('***')
    expect(error.message).not.toContain('two words')
    expect(refusal('AccessToken=tok;Proxy=ftp://me:hunter22@proxy').message).not.toContain('hunter22')
    const broken = refusal('AccessToken={sesame')
    expect(broken).toMatchObject({ sqlState: 'HY024' })
    expect(broken.message).not.toContain('sesame')
  })
})

describe('profiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zohosql-profiles-'))
  const file = join(folder, 'profiles.json')
  const properties = {
    dataCenter: 'eu',
    clientId: '1000.P',
    clientSecret: 'of-profile',
    refreshToken: 'r-profile',
    timeout: '7',
  }
  writeFileSync(
    file,
    JSON.stringify({
      version: 1,
      default: 'work',
      profiles: { work: { properties }, wrong: { properties: { tiemout: '1' } } },
    }),
  )
  const env = { ZOHOSQL_PROFILE_FILE: file }
  afterAll(() => rmSync(folder, { recursive: true }))

  it('stand below the environment, and that below what is explicit', () => {
    const config = resolveConfig('Profile=work', { env: { ...env, ZOHOSQL_TIMEOUT: '8', ZOHOSQL_MAXRETRIES: '1' } })
    expect(config).toMatchObject({ dataCenter: 'eu', clientId: '1000.P', timeout: 8, maxRetries: 1 })
    expect(resolveConfig({ profile: 'work', timeout: 9 }, { env })).toMatchObject({ timeout: 9 })
    expect(resolveConfig(undefined, { env: { ...env, ZOHOSQL_PROFILE: 'work' } })).toMatchObject({ timeout: 7 })
  })

  it('add no credentials to others', () => {
    const config = resolveConfig('Profile=work;AccessToken=mine', { env })
    expect(config.credentials.refresh).toBeUndefined()
    expect(config).toMatchObject({ authenticationType: 'Access Token', dataCenter: 'eu' })
    expect(() => resolveConfig('Profile=work;RefreshToken=mine', { env })).toThrow('needs clientId and clientSecret')
  })

  it('are meant by a command that names nothing, unless the environment says whose account it is', () => {
    expect(impliedProfile(env)).toBe('work')
    expect(impliedProfile({ ...env, ZOHOSQL_LOGLEVEL: 'trace' })).toBe('work')
    for (const name of ['ACCESSTOKEN', 'CLIENT_ID', 'DSN', 'PROFILE'])
      expect(impliedProfile({ ...env, [`ZOHOSQL_${name}`]: 'x' })).toBeUndefined()
  })

  it('that are not there, or hold what is no property, are named', () => {
    expect(() => resolveConfig('Profile=wok', { env })).toThrow(
      expect.objectContaining({ sqlState: 'IM002', hint: 'Perhaps work is meant.' }),
    )
    expect(() => resolveConfig('Profile=wrong', { env })).toThrow('"tiemout" in the profile wrong')
  })

  it('and the variables of the command are no properties', () => {
    const others = { ZOHOSQL_HISTORY: '', ZOHOSQL_SERVE_PASSWORD: 'x', ZOHOSQL_EDITOR: 'vi', ZOHOSQL_GRANT_CODE: 'x' }
    expect(resolveConfig('Profile=work', { env: { ...env, ...others } }).timeout).toBe(7)
  })
})
