import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { smallCompany } from '../cli/company.ts'
import { makeCertificates } from '../support/certificates.ts'
import { freePort, listen } from '../support/servers.ts'
import { atPrompt, TestTerminal, temporaryHome } from './terminal.ts'

/** `zohosql login` as a person meets it, and the profile at the prompt afterwards. */

const place = ({ port }: Pick<Simulator, 'port'>): string =>
  `Endpoint=127.0.0.1:${port};AccountsEndpoint=127.0.0.1:${port};UseEncryptedEndpoints=false`

const around = (home: string) => ({
  env: { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), BROWSER: 'none' },
})
const fileIn = (home: string): string => join(home, 'config', 'zohosql', 'profiles.json')

describe('login at a terminal', () => {
  it('leads from nothing to a profile; what was wrong is asked for again; \\c, \\l and \\conninfo know it', async () => {
    using home = temporaryHome()
    await using simulator = await startSimulator({ data: smallCompany })
    await using terminal = new TestTerminal(['login', '-c', place(simulator)], around(home.path))
    await terminal.until(/Name of the profile \[default\]: $/)
    terminal.type('demo\r')
    await terminal.until(/and not demo\.\nName of the profile \[default\]: $/)
    terminal.type('work\r')
    const client = await terminal.until(/Client id: $/)
    expect(client).toContain('1. Open https://api-console.zoho.com and sign in.')
    // Pasted at once: what is secret is not shown for that.
    terminal.type(`${simulator.clientId}\r${simulator.clientSecret}\r`)
    await terminal.until(/Client secret \(not shown while you type\): $/m)
    const code = await terminal.until(/Code: $/)
    expect(code).toMatch(/^ZohoCRM\.settings\.modules\.READ,ZohoCRM\.settings\.fields\.READ,/m)
    terminal.type('1000.no.code\r')
    await terminal.until(/does not accept the grant code[\s\S]*Code: $/)
    terminal.type(`${simulator.grantCode()}\r`)
    expect(await terminal.exited).toBe(0)
    const text = await terminal.until(/zohosql\n?$/)
    expect(text).toMatch(/You are Ada Moss <\S+> of Northwind Trial/)
    expect(text).toContain('zohosql "SELECT count(*) FROM Accounts"')
    expect(terminal.raw).not.toContain(simulator.clientSecret)
    expect(statSync(fileIn(home.path)).mode & 0o777).toBe(0o600)

    await using prompt = new TestTerminal([], around(home.path))
    await prompt.until(() => prompt.cursorLine() === 'work=> ')
    expect(await prompt.run('SELECT count(*) AS n FROM Deals;')).toMatch(/\n 3\n/)
    expect(await prompt.run('\\conninfo')).toMatch(/company_name +Northwind Trial[\s\S]*can: read rows +yes/)
    expect(await prompt.run('\\l')).toMatch(/work \| connected, default \| Northwind Trial +\| Ada Moss \| 127/)
    expect(await prompt.run('\\c demo')).toContain('the simulated company')
    expect(prompt.cursorLine()).toBe('demo=> ')
    prompt.type('\\c w\t')
    await prompt.until(() => prompt.cursorLine().endsWith('\\c work'))
    expect(await prompt.run('')).toContain('You are connected to work.')
    expect(await prompt.run('\\c wirk')).toContain('Perhaps work is meant.')
    expect(prompt.cursorLine()).toBe('work=> ')
  })

  it('is left by Ctrl-C and Ctrl-D at every question, and nothing is kept', async () => {
    using home = temporaryHome()
    const answers = ['work', 'eu', '1000.CLIENT', 'a-secret', '1000.a.code']
    const questions = [/profile \[default\]: $/, /Data centre \[us\]: $/, /Client id: $/, /type\): $/, /Code: $/]
    const leaveAt = async (last: number, key: string): Promise<void> => {
      await using terminal = new TestTerminal(['login'], around(home.path))
      for (const [index, question] of questions.entries()) {
        await terminal.until(question)
        if (index === last) break
        terminal.type(`${answers[index]}\r`)
      }
      terminal.type(key)
      expect([last, await terminal.exited]).toEqual([last, key === '\x03' ? 130 : 1])
    }
    await Promise.all([leaveAt(0, '\x03'), leaveAt(1, '\x03'), leaveAt(2, '\x03')])
    await Promise.all([leaveAt(3, '\x03'), leaveAt(4, '\x03'), leaveAt(3, '\x04')])
    expect(existsSync(fileIn(home.path))).toBe(false)
  })

  it('asks for the data centre again where the client is not known, and speaks with Zoho’s own hosts', async () => {
    using home = temporaryHome()
    const { good } = await makeCertificates()
    await using american = await startSimulator({ data: smallCompany, https: good, clientId: '1000.AMERICAN' })
    await using european = await startSimulator({ data: smallCompany, https: good, clientId: '1000.EUROPEAN' })
    const ports: Record<string, number> = {
      'accounts.zoho.com:443': american.port,
      'accounts.zoho.eu:443': european.port,
      'www.zohoapis.eu:443': european.port,
    }
    const proxy = createServer().on('connect', ({ url }, socket) => {
      const way = connect(ports[url!] ?? 1, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(way).pipe(socket)
      })
      way.on('error', () => socket.destroy())
      socket.on('error', () => way.destroy())
    })
    const { port, close } = await listen(proxy)
    const through = `Proxy=http://127.0.0.1:${port};UseHostVerification=false;UsePeerVerification=false`
    await using terminal = new TestTerminal(['login', '-c', through], around(home.path))
    const answer = async (question: RegExp, text: string): Promise<void> => {
      await terminal.until(question)
      terminal.type(`${text}\r`)
    }
    await answer(/\[default\]: $/, '')
    await answer(/Data centre \[us\]: $/, 'us')
    await answer(/Client id: $/, european.clientId)
    await answer(/type\): $/, european.clientSecret)
    await answer(/Code: $/, european.grantCode()!)
    await terminal.until(/accounts\.zoho\.com does not know the client/)
    // Nothing else is asked again: it may all be right in another data centre.
    await answer(/Data centre \[us\]: $/, 'EU')
    // The screen may show the last words a little after they were written.
    await terminal.until(/You are Ada Moss/)
    expect(await terminal.exited).toBe(0)
    const { properties } = JSON.parse(readFileSync(fileIn(home.path), 'utf8')).profiles.default
    expect(properties).toMatchObject({ dataCenter: 'eu', clientId: '1000.EUROPEAN', useHostVerification: 'false' })
    await close()
  })

  it('tries again when the network failed, with what was said', async () => {
    using home = temporaryHome()
    const port = await freePort()
    const args = ['login', 'work', '-c', place({ port }), '--client-id', '1000.SIMULATEDCLIENTSIMULATEDCLIENT']
    await using terminal = new TestTerminal(args, around(home.path))
    await terminal.until(/type\): $/)
    terminal.type('5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e7\r')
    await terminal.until(/Code: $/)
    terminal.type('1000.a.code\r')
    await terminal.until(/nothing listens there[\s\S]*Try again\? yes or no \[yes\]: $/)
    await using simulator = await startSimulator({ data: smallCompany, port })
    terminal.type('\r')
    await terminal.until(/does not accept the grant code[\s\S]*Code: $/)
    await simulator.close()
    terminal.type('1000.a.code\r')
    await terminal.until(/HTTP 200[\s\S]*Try again\? yes or no \[yes\]: $/)
    terminal.type('no\r')
    expect(await terminal.exited).toBe(1)
    expect(existsSync(fileIn(home.path))).toBe(false)
  })

  it('asks before it replaces, waits for the browser, and hides secrets on a dumb terminal too', async () => {
    using home = temporaryHome()
    const port = await freePort()
    const redirectUris = [`http://127.0.0.1:${port}/callback`]
    const web = { id: '1000.WEB', secret: 'the-web-secret', redirectUris }
    await using simulator = await startSimulator({ data: smallCompany, clients: [web] })
    const options = around(home.path)
    const args = ['login', '-c', place(simulator), '--browser', '--port', String(port), '--client-id', web.id]
    await using first = new TestTerminal([...args, 'web'], { ...options, env: { ...options.env, TERM: 'dumb' } })
    const steps = await first.until(/type\): $/)
    expect(steps).toContain(`     ${redirectUris[0]}`)
    first.type(`${web.secret}\r`)
    await first.until(/Waiting for it/)
    const [url] = /http:\S+\/oauth\/v2\/auth\?[^\s]+/.exec(first.raw)!
    expect(await (await fetch(url)).text()).toContain('Signed in')
    expect(await first.exited).toBe(0)
    expect(first.raw).not.toContain(web.secret)
    expect(first.raw).not.toContain('\x1b')
    const before = readFileSync(fileIn(home.path), 'utf8')
    await using second = new TestTerminal([...args, 'web'], options)
    await second.until(/Replace it\? yes or no \[no\]: $/)
    second.type('\r')
    await second.until(/Name of the profile \[default\]: $/)
    second.type('\x03')
    expect(await second.exited).toBe(130)
    expect(readFileSync(fileIn(home.path), 'utf8')).toBe(before)
  })
})

describe('another connection to the same place', () => {
  it('is what \\road and \\trace make: the demo goes on', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    const portOf = (text: string): string | undefined => /127\.0\.0\.1:(\d+)/.exec(text)?.[1]
    await terminal.run('\\trace on')
    const before = portOf(await terminal.run('SELECT count(*) FROM Leads;'))
    await terminal.run('\\road records')
    const after = portOf(await terminal.run('SELECT count(*) FROM Deals;'))
    expect(before).toMatch(/^\d+$/)
    expect(after).toBe(before)
  })
})
