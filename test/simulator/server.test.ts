import { request } from 'node:https'
import { generate } from 'selfsigned'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { withSimulator } from './help.ts'

describe('starting and ending', () => {
  it('names its address, credentials and a connection string', async () => {
    await withSimulator({ clientId: '1000.ME', clientSecret: 's3cret' }, async ({ simulator }) => {
      const { port, url, connectionString, refreshToken } = simulator
      expect(url).toBe(`http://127.0.0.1:${port}`)
      expect(connectionString).toBe(
        `Endpoint=127.0.0.1:${port};AccountsEndpoint=127.0.0.1:${port};DeskEndpoint=127.0.0.1:${port};UseEncryptedEndpoints=false;` +
          `AuthenticationType=OAuth_2.0;ClientId=1000.ME;ClientSecret=s3cret;RefreshToken=${refreshToken}`,
      )
    })
  })

  it('refuses a port that is taken', async () => {
    await withSimulator({}, async ({ simulator }) => {
      await expect(startSimulator({ data: 'odd', port: simulator.port })).rejects.toThrow(/EADDRINUSE/)
    })
  })

  it('ends with connections open', async () => {
    const simulator = await startSimulator({ data: 'odd' })
    await fetch(`${simulator.url}/oauth/serverinfo`)
    await simulator.close()
    await expect(fetch(`${simulator.url}/oauth/serverinfo`)).rejects.toThrow()
  })

  it('tells every data centre to come here', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      expect((await get('/oauth/serverinfo')).body).toMatchObject({
        result: 'success',
        locations: { eu: simulator.url },
      })
    })
  })

  it('serves HTTPS with a given certificate, and says so in api_domain', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
    await using simulator = await startSimulator({ data: 'odd', https: { key, cert } })
    expect(simulator.connectionString).not.toContain('UseEncryptedEndpoints')
    const { clientId, clientSecret, refreshToken, url } = simulator
    const grant = {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    }
    const answer = await new Promise<string>((resolve, reject) => {
      const options = { method: 'POST', ca: cert, checkServerIdentity: () => undefined }
      const call = request(`${url}/oauth/v2/token?${new URLSearchParams(grant)}`, options, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      })
      call.on('error', reject).end()
    })
    expect(JSON.parse(answer).api_domain).toBe(url)
  })
})
