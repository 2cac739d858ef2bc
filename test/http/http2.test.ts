import { once } from 'node:events'
import { connect } from 'node:http2'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { selfMade } from '../../src/serve/index.ts'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor } from './support.ts'

const { connection } = useSimulator({ rows: 5 })

let door: TestDoor
beforeAll(async () => {
  door = await openDoor(connection(), { certificate: await selfMade('127.0.0.1') })
})
afterAll(() => door[Symbol.asyncDispose]())

async function ask(headers: Record<string, string>): Promise<[number, string]> {
  const session = connect(door.url, { rejectUnauthorized: false })
  try {
    const stream = session.request({ ':path': '/odata/', ...headers })
    const [answer] = await once(stream, 'response')
    let text = ''
    for await (const piece of stream) text += piece
    return [answer[':status'], text]
  } finally {
    session.close()
  }
}

it('HTTP/2 is spoken, and its authority and origin are looked at', async () => {
  const [status, text] = await ask({})
  expect([status, JSON.parse(text)['@odata.context']]).toEqual([200, `${door.url}/odata/$metadata`])
  expect((await ask({ ':authority': 'evil.example' }))[0]).toBe(421)
  expect((await ask({ origin: 'https://evil.example' }))[0]).toBe(403)
})
