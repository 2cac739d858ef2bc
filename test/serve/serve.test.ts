import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import { scratchFolder } from '../../src/base/scratch.ts'
import { Spending } from '../../src/base/spending.ts'
import {
  BegunParts,
  drain,
  isPassword,
  listen,
  Metrics,
  portOf,
  Register,
  readUsers,
  usersOf,
} from '../../src/serve/index.ts'

/** What doors share, without a protocol: the gateway's own tests hold it over PostgreSQL's. */

const client = (calls = 0, active = false) => {
  const spent = new Spending()
  spent.add({ calls, credits: calls * 2 })
  return { spent, activity: { query: '', since: 0, active }, cancel: () => undefined }
}
const register = (most = 10) => new Register<ReturnType<typeof client>>(most, (entry) => entry)

it('the register counts what those spent who are gone, and takes no more than it may', () => {
  const here = register(2)
  const first = here.enter(client(3))
  here.enter(client(4, true))
  expect(() => here.enter(client())).toThrow(expect.objectContaining({ code: 'TOO_MANY_CONNECTIONS' }))
  here.leave(first)
  here.leave(first)
  expect(here.find(first)).toBeUndefined()
  expect({ ...here.spent() }).toEqual({ calls: 7, credits: 14 })
  expect(new Metrics(here).text()).toMatch(
    /zohosql_statements_active 1\n[\s\S]*refused_total 1\n[\s\S]*credits_total 14\n/,
  )
})

it('a register that is closed says why', () => {
  const here = register()
  here.close(new ZohoSqlError('SHUTDOWN', 'over'))
  expect(() => here.enter(client())).toThrow('over')
})

it('a password is known by its verifier, whatever the protocol', async () => {
  const users = usersOf(new Map([['ann', 'secret']]))
  expect(await isPassword('secret', users.get('ann'))).toBe(true)
  expect(await isPassword('Secret', users.get('ann'))).toBe(false)
  expect(await isPassword('secret', users.get('bob'))).toBe(false)
})

it('users of a file may have passwords or verifiers', async () => {
  await using folder = await scratchFolder()
  const path = join(folder.path, 'users')
  await writeFile(path, '# who may\nann:secret\n')
  const users = await readUsers(path)
  expect([...users.keys()]).toEqual(['ann'])
  expect(await isPassword('secret', users.get('ann'))).toBe(true)
})

it('a port that is taken, an address of others: told with a hint', async () => {
  const first = createServer()
  await listen(first, { host: '127.0.0.1', port: 0 })
  const port = portOf(first)!
  await expect(listen(createServer(), { host: '127.0.0.1', port })).rejects.toMatchObject({
    message: `Cannot listen at 127.0.0.1:${port}: EADDRINUSE.`,
    hint: expect.stringContaining('another port'),
  })
  await expect(listen(createServer(), { host: '203.0.113.5', port: 0 })).rejects.toMatchObject({ code: 'FILE' })
  first.close()
  await once(first, 'close')
})

it('what was begun ends last first, each once, though one fails', async () => {
  const ended: number[] = []
  const begun = new BegunParts()
  for (const n of [1, 2, 3]) {
    begun.add(async () => {
      ended.push(n)
      if (n === 2) throw new Error('no')
    })
  }
  await begun.end()
  await begun.end()
  expect(ended).toEqual([3, 2, 1])
})

it('a server drains: who works when the time is up ends all the same', async () => {
  const server = createServer()
  await listen(server, { host: '127.0.0.1', port: 0 })
  const theirs = connect(portOf(server)!, '127.0.0.1')
  const [socket] = await once(server, 'connection')
  const told: string[] = []
  const works = {
    stop: () => void told.push('stop'),
    end: ({ message }: Error) => {
      told.push(message)
      socket.destroy()
    },
  }
  await drain(server, () => [works], new ZohoSqlError('SHUTDOWN', 'over'), 0)
  theirs.destroy()
  expect(told).toEqual(['stop', 'over'])
})
