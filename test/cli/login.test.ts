import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { saveProfile } from '../../src/config/index.ts'
import { wantedScopes } from '../../src/driver/inner.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { freePort } from '../support/servers.ts'
import { smallCompany } from './company.ts'
import { type Ran, zohosql } from './support.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zohosql-login-'))
  file = join(folder, 'config', 'profiles.json')
  vi.stubEnv('ZOHOSQL_PROFILE_FILE', file)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const start = (options: SimulatorOptions = {}): Promise<Simulator> =>
  startSimulator({ data: smallCompany, scopes: wantedScopes(['crm'], false), ...options })

const place = ({ port }: Simulator): string =>
  `Endpoint=127.0.0.1:${port};AccountsEndpoint=127.0.0.1:${port};UseEncryptedEndpoints=false;TokenStore=memory`

const env = () => ({ ZOHOSQL_PROFILE_FILE: file, BROWSER: 'none' })

/** What a script says on stdin, and its options. */
const login = (simulator: Simulator, input: readonly string[], ...args: readonly string[]): Promise<Ran> =>
  zohosql(['login', '-c', place(simulator), '--client-id', simulator.clientId, ...args], {
    input: `${input.join('\n')}\n`,
    env: env(),
  })

const contents = () => JSON.parse(readFileSync(file, 'utf8'))

describe('login by a script', () => {
  it('keeps a tested profile for its owner alone, and names the next command', async () => {
    await using simulator = await start()
    const ran = await login(simulator, [simulator.clientSecret, simulator.grantCode()!], 'work')
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    expect(ran.stderr).toMatch(/You are Ada Moss <\S+> of Northwind Trial \(enterprise, production\), with 2 tables\./)
    expect(ran.stderr).toContain('  zohosql "SELECT count(*) FROM Accounts"\n')
    expect(ran.stderr).not.toContain(simulator.clientSecret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'config')).mode & 0o777).toBe(0o700)
    expect(contents()).toMatchObject({ default: 'work', profiles: { work: { organisation: 'Northwind Trial' } } })
    const elsewhere = { ...env(), ZOHOSQL_CONNECTION: 'AccessToken=other' }
    const second = await zohosql(
      ['login', 'work', '--replace', '-c', place(simulator), '--client-id', simulator.clientId],
      { input: `${simulator.clientSecret}\n${simulator.grantCode()}\n`, env: elsewhere },
    )
    expect(second.stderr).toContain('  zohosql -P work "SELECT count(*) FROM Accounts"\n')
    const asked = await zohosql(['SELECT count(*) AS n FROM Deals'], { env: env() })
    expect(asked).toEqual({ code: 0, stdout: 'n\n3\n', stderr: '' })
  })

  it('takes secret and code from the environment, and writes out what would move the cursor', async () => {
    await using simulator = await start({ data: { ...smallCompany, org: { company_name: 'Ev\x1b[31mil' } } })
    const secrets = { ZOHOSQL_CLIENT_SECRET: simulator.clientSecret, ZOHOSQL_GRANT_CODE: simulator.grantCode()! }
    const ran = await zohosql(['login', '-c', place(simulator), '--client-id', simulator.clientId], {
      input: '',
      env: { ...env(), ...secrets },
    })
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('of Ev\\u001b[31mil') })
    expect(ran.stderr).not.toContain('\x1b')
    expect(Object.keys(contents().profiles)).toEqual(['default'])
  })

  it('keeps a refresh token that is there already, and other properties', async () => {
    await using simulator = await start()
    const { clientSecret, refreshToken } = simulator
    const given = `${place(simulator)};ClientSecret=${clientSecret};RefreshToken=${refreshToken};MaxCredits=7`
    const ran = await zohosql(['login', '-c', given, '--client-id', simulator.clientId], { input: '', env: env() })
    expect(ran).toMatchObject({ code: 0 })
    expect(contents().profiles.default.properties).toMatchObject({ refreshToken, maxCredits: '7' })
  })

  it('does not replace a profile unless told to', async () => {
    await using simulator = await start()
    const secrets = () => [simulator.clientSecret, simulator.grantCode()!]
    await login(simulator, secrets(), 'work')
    const before = readFileSync(file, 'utf8')
    const refused = await login(simulator, secrets(), 'work')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('"work" already (Ada Moss')
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect((await login(simulator, secrets(), 'work', '--replace')).code).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toBe(before)
  })

  const wrongs: readonly [string, (simulator: Simulator) => readonly string[], number, string][] = [
    ['a wrong secret', (s) => ['wrong-secret', s.grantCode()!], 1, 'does not accept the client secret'],
    ['a code that is none', (s) => [s.clientSecret, '1000.no.code'], 1, 'can be used once and for a few minutes'],
    ['no code', (s) => [s.clientSecret], 2, '$ZOHOSQL_GRANT_CODE, or as a line on stdin'],
    ['nothing at all', () => [], 2, 'Client secret (not shown while you type) is missing'],
    ['too few scopes', (s) => [s.clientSecret, s.grantCode(['ZohoCRM.org.READ'])!], 1, 'nothing can be asked of it'],
  ]
  it.each(wrongs)('%s: says so, and keeps nothing', async (_, input, code, words) => {
    await using simulator = await start()
    const ran = await login(simulator, input(simulator))
    expect(ran).toMatchObject({ code, stdout: '' })
    expect(ran.stderr).toContain(words)
    expect(() => statSync(file)).toThrow('ENOENT')
  })

  it('a code that was used, one that is too old, another client’s, and no network', async () => {
    let now = Date.now()
    const other = { id: '1000.OTHER', secret: 'other-secret' }
    await using simulator = await start({ clock: () => now, clients: [other] })
    const code = simulator.grantCode()!
    expect((await login(simulator, [simulator.clientSecret, code], 'one')).code).toBe(0)
    const late = simulator.grantCode()!
    const foreign = simulator.grantCode()!
    const again = await login(simulator, [simulator.clientSecret, code], 'two')
    expect(again.stderr).toContain('does not accept the grant code (invalid_code)')
    const byOther = await login(simulator, [other.secret, foreign], 'two', '--client-id', other.id)
    expect(byOther.stderr).toContain('does not accept the grant code')
    now += 4 * 60_000
    expect((await login(simulator, [simulator.clientSecret, late], 'two')).stderr).toContain('does not accept')
    await simulator.close()
    const down = await login(simulator, [simulator.clientSecret, late], 'two')
    expect(down).toMatchObject({ code: 1 })
    expect(down.stderr).toContain('nothing listens there')
    expect(Object.keys(contents().profiles)).toEqual(['one'])
  })

  it('finds no place to keep it before the code is used', async () => {
    await using simulator = await start()
    file = join(folder, 'a-file', 'profiles.json')
    writeFileSync(join(folder, 'a-file'), '')
    const ran = await login(simulator, [simulator.clientSecret, simulator.grantCode()!])
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.stderr).toContain('profiles.json cannot be written')
    expect(simulator.stats().calls).toBe(0)
  })

  it('refuses a name, a data centre and a scope that are none', async () => {
    const run = (...args: string[]) => zohosql(['login', ...args], { input: '', env: env() })
    expect((await run('demo')).stderr).toContain('cannot be the name')
    expect((await run('--dc', 'mars')).stderr).toContain('property dataCenter')
    expect((await run('--scopes', 'all of it!')).stderr).toContain('is no scope')
    expect((await run('--browser', '--port', '0')).stderr).toContain('--port')
  })
})

const withSecret = () => ({ ...env(), ZOHOSQL_CLIENT_SECRET: 'web-secret' })

/** A run whose words are read while it goes on. */
function running(args: readonly string[]): { readonly code: Promise<number>; said(wanted: RegExp): Promise<string> } {
  let text = ''
  const stderr = new Writable({
    write(chunk, _, done) {
      text += String(chunk)
      done()
    },
  })
  const stdin = Object.assign(Readable.from([]), { isTTY: false })
  const stdout = new Writable({ write: (_, __, done) => done() })
  return {
    code: main(args, { stdin, stdout, stderr, env: withSecret() }),
    async said(wanted) {
      await vi.waitFor(() => expect(text).toMatch(wanted), { timeout: 10_000, interval: 10 })
      return wanted.exec(text)![0]
    },
  }
}

/** A sign-in that waits for its browser. */
async function waiting(simulator: Simulator, port: number, ...args: readonly string[]) {
  const more = args.find((arg) => arg.startsWith(';')) ?? ''
  const run = running([
    ...[
      'login',
      '-c',
      place(simulator) + more.replace('PORT', String(simulator.port)),
      '--browser',
      '--port',
      String(port),
      '--client-id',
      '1000.WEB',
    ],
    ...args.filter((arg) => arg !== '' && !arg.startsWith(';')),
  ])
  return { ...run, url: await run.said(/^http:\S+oauth\/v2\/auth\?\S+$/m) }
}

const html = { headers: { accept: 'text/html' }, redirect: 'manual' } as const

describe('login by the browser', () => {
  const withClient = async (port: number): Promise<Simulator> =>
    start({
      clients: [{ id: '1000.WEB', secret: 'web-secret', redirectUris: [`http://127.0.0.1:${port}/callback`] }],
    })

  /** What the button of the consent page leads to. */
  async function press(
    simulator: Simulator,
    url: string,
    decision: 'accept' | 'reject',
    scopes = wantedScopes(['crm'], false),
  ): Promise<string> {
    const page = await (await fetch(url, html)).text()
    for (const scope of scopes) expect(page).toContain(`<li><code>${scope}</code></li>`)
    const action = /action="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    const body = new URLSearchParams({ decision })
    const pressed = await fetch(new URL(action, simulator.url), { method: 'POST', body, ...html })
    expect(pressed.status).toBe(302)
    return pressed.headers.get('location')!
  }

  it('goes over the page of consent and back, and keeps what it got', async () => {
    const port = await freePort()
    await using simulator = await withClient(port)
    const run = await waiting(simulator, port, 'web')
    const back = await fetch(await press(simulator, run.url, 'accept'))
    expect(await back.text()).toContain('Signed in')
    expect(back.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await run.code).toBe(0)
    expect(contents().profiles.web.properties).toMatchObject({ clientId: '1000.WEB', clientSecret: 'web-secret' })
    // A second time: prompt=consent asks again and gives a refresh token again.
    const again = await waiting(simulator, port, 'again')
    await fetch(await press(simulator, again.url, 'accept'))
    expect(await again.code).toBe(0)
  })

  it.each([
    ['--read-write', ['--read-write'], ''],
    ['readOnly=false', [], ';readOnly=false'],
    ['two services', ['--read-write'], ';services=crm,desk;DeskEndpoint=127.0.0.1:PORT'],
  ] as const)('%s: asks for what writing needs', async (_, options, more) => {
    const port = await freePort()
    await using simulator = await withClient(port)
    const run = await waiting(simulator, port, 'writes', ...options, more)
    const asked = new URL(run.url).searchParams.get('scope')!.split(',')
    expect(asked).toEqual(wantedScopes(more.includes('desk') ? ['crm', 'desk'] : ['crm'], true))
    expect(asked).toEqual(
      expect.arrayContaining(['ZohoCRM.modules.READ', 'ZohoCRM.modules.CREATE', 'ZohoFiles.files.ALL']),
    )
    await fetch(await press(simulator, run.url, 'accept', asked))
    expect(await run.code).toBe(0)
  })

  it('does not take --read-write with readOnly=true', async () => {
    await using simulator = await start()
    const ran = await zohosql(
      ['login', '-c', `${place(simulator)};readOnly=true`, '--read-write', '--client-id', 'x'],
      {
        input: '',
        env: env(),
      },
    )
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--read-write contradicts readOnly=true') })
  })

  it('ends when the user says no', async () => {
    const port = await freePort()
    await using simulator = await withClient(port)
    const run = await waiting(simulator, port)
    const back = await fetch(await press(simulator, run.url, 'reject'))
    expect(await back.text()).toContain('Not signed in')
    expect(await run.code).toBe(1)
    await run.said(/Access was refused in the browser/)
  })

  it('takes no answer of another sign-in, method or path, and waits on', async () => {
    const port = await freePort()
    await using simulator = await withClient(port)
    const run = await waiting(simulator, port)
    const callback = `http://127.0.0.1:${port}/callback`
    const statuses = [
      await fetch(`${callback}?code=1000.evil.code&state=guessed`),
      await fetch(`${callback}?code=1000.evil.code`),
      await fetch(`${callback}?error=access_denied&state=`),
      await fetch(`http://127.0.0.1:${port}/`),
      await fetch(callback, { method: 'POST' }),
    ].map(({ status }) => status)
    expect(statuses).toEqual([400, 400, 400, 404, 404])
    await fetch(await press(simulator, run.url, 'accept'))
    expect(await run.code).toBe(0)
  })

  it('tells no secret to a server that is none of Zoho’s', async () => {
    const port = await freePort()
    await using simulator = await withClient(port)
    const run = await waiting(simulator, port)
    const target = new URL(await press(simulator, run.url, 'accept'))
    target.searchParams.set('accounts-server', 'https://accounts.zoho.evil')
    await fetch(target)
    expect(await run.code).toBe(1)
    await run.said(/names an accounts server that is not Zoho’s/)
  })

  it('says which redirect address the client lacks', async () => {
    const [port, other] = [await freePort(), await freePort()]
    await using simulator = await withClient(other)
    const run = await waiting(simulator, port)
    const page = await fetch(run.url, html)
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('invalid_redirect_uri')])
    process.emit('SIGINT')
    expect(await run.code).toBe(130)
  })

  it('needs its port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    await using simulator = await withClient(port)
    const options = ['--browser', '--port', String(port), '--client-id', '1000.WEB']
    const ran = await zohosql(['login', '-c', place(simulator), ...options], { input: '', env: withSecret() })
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.stderr).toContain('choose another --port')
    taken.close()
  })
})

describe('profiles', () => {
  const profile = (properties: Record<string, string>) => ({ properties })
  const write = (profiles: Record<string, unknown>, chosen?: string): void => {
    file = join(folder, 'profiles.json')
    vi.stubEnv('ZOHOSQL_PROFILE_FILE', file)
    writeFileSync(file, JSON.stringify({ version: 1, ...(chosen && { default: chosen }), profiles }), { mode: 0o644 })
  }
  const ofSimulator = (simulator: Simulator): Record<string, string> => ({
    endpoint: `127.0.0.1:${simulator.port}`,
    accountsEndpoint: `127.0.0.1:${simulator.port}`,
    useEncryptedEndpoints: 'false',
    tokenStore: 'memory',
    clientId: simulator.clientId,
    clientSecret: simulator.clientSecret,
    refreshToken: simulator.refreshToken,
  })

  it('are listed, chosen, and kept to their owner', async () => {
    write({ work: { ...profile({ dataCenter: 'eu' }), organisation: 'Zylker', user: 'Ada' }, home: profile({}) })
    const list = () => zohosql(['profiles'], { env: env() })
    expect((await list()).stdout).toBe('name,default,organisation,user,data_center\nhome,,,,\nwork,,Zylker,Ada,eu\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await zohosql(['profiles', 'work'], { env: env() })).code).toBe(0)
    expect((await list()).stdout).toContain('work,yes,')
    const wrong = await zohosql(['profiles', 'wark'], { env: env() })
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('Perhaps work is meant.')
  })

  it('are kept one after the other, whoever keeps them', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `p${i}`)
    await Promise.all(names.map((name) => saveProfile(env(), { name, properties: { dataCenter: 'eu' } })))
    expect(Object.keys(contents().profiles).sort()).toEqual(names)
    expect(readdirSync(join(folder, 'config'))).toEqual(['profiles.json'])
  })

  it('are used by -P, before the connection of the environment', async () => {
    await using simulator = await start()
    write({ work: profile(ofSimulator(simulator)) })
    const surroundings = { ...env(), ZOHOSQL_CONNECTION: 'Endpoint=127.0.0.1:9;AccessToken=other' }
    const ran = await zohosql(['-P', 'work', 'SELECT count(*) FROM Deals', '--no-header'], { env: surroundings })
    expect(ran).toEqual({ code: 0, stdout: '3\n', stderr: '' })
    const limited = await zohosql(['-P', 'work', '-c', 'MaxCredits=0', 'SELECT Deal_Name FROM Deals'], { env: env() })
    expect(limited.stderr).toContain('53400')
  })

  it('revoke their token when they go', async () => {
    await using simulator = await start()
    write({ work: profile(ofSimulator(simulator)), copy: profile(ofSimulator(simulator)) }, 'work')
    const out = (...args: string[]) => zohosql(['logout', ...args], { env: env() })
    expect((await out()).stderr).toContain('its token stays valid, since copy has it too')
    expect(contents()).toMatchObject({ default: 'copy' })
    expect((await out('copy')).stderr).toBe('The profile copy is gone; its token was revoked.\n')
    expect(simulator.revoke()).toBe(false)
    expect((await out('copy')).code).toBe(2)
    write({ work: profile(ofSimulator(simulator)) })
    expect((await out('work')).stderr).toContain('Zoho did not know its token any more')
    write({ work: profile({}), one: profile({}), two: profile({}) }, 'work')
    expect((await out()).stderr).toBe(
      'The profile work is gone; it had no token to revoke.\n' +
        'None is used where no profile is named now: zohosql profiles NAME chooses one.\n',
    )
    await simulator.close()
    write({ work: profile(ofSimulator(simulator)) })
    expect((await out('work')).stderr).toContain('zohosql logout work --local')
    expect((await out('work', '--local')).code).toBe(0)
  })

  it('are not read from a file that is damaged, which is not shown', async () => {
    write({})
    writeFileSync(file, '{"secret": "hush-hush')
    const ran = await zohosql(['-P', 'work', 'SELECT 1'], { env: env() })
    expect(ran.stderr).toContain('is no file of profiles')
    expect(ran.stderr).not.toContain('hush')
  })
})
