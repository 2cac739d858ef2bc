import { describe, expect, it } from 'vitest'
import {
  all,
  compose,
  count,
  flag,
  type HttpRequest,
  type HttpResponse,
  keys,
  listOf,
  optional,
  parsing,
  retrying,
  text,
  type WholeAnswer,
  whole,
} from '../../src/net/index.ts'

const page: WholeAnswer = {
  statuses: [200],
  body: keys({ data: listOf(keys({ id: text })), info: keys({ more: flag, count: optional(count) }) }),
}

const answer = (status: number, body: string, bytes = body.length): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(body),
  bytes,
})

/** What is said of the answers, one after the other; the last one stays. */
async function asked(wanted: WholeAnswer | undefined, answers: readonly HttpResponse[], maxRetries = 0) {
  let calls = 0
  const send = async (): Promise<HttpResponse> => answers[Math.min(calls++, answers.length - 1)]!
  const request: HttpRequest = { method: 'GET', url: 'https://h/p?secret', kind: 'read', whole: wanted }
  const concerns = [retrying({ maxRetries, sleep: async () => undefined }), whole, parsing]
  const said = await compose(
    send,
    ...concerns,
  )(request).then(
    ({ status }) => String(status),
    (error) => `${error.code}: ${error.message}`,
  )
  return { said, calls }
}

const good = '{"data":[{"id":"1"}],"info":{"more":false}}'

describe('an answer', () => {
  it.each([
    ['', 200, 'https://h/p answered 200, without a body'],
    ['', 204, 'https://h/p answered 204, which is no answer to this'],
    ['', 302, 'https://h/p answered 302, which is no answer to this'],
    [good, 206, 'https://h/p answered 206, which is no answer to this'],
    ['null', 200, 'its body is no object'],
    ['{"info":{"more":false}}', 200, 'its body.data is missing'],
    ['{"data":{},"info":{"more":false}}', 200, 'its body.data is no list'],
    ['{"data":[{"id":"1"},null],"info":{"more":false}}', 200, 'its body.data[1] is no object'],
    ['{"data":[{"id":""}],"info":{"more":false}}', 200, 'its body.data[0].id is no text'],
    ['{"data":[],"info":{"more":"true"}}', 200, 'its body.info.more is neither true nor false'],
    ['{"data":[],"info":{"more":true,"count":-1}}', 200, 'its body.info.count is no count'],
  ])('%s with status %i is not whole', async (body, status, said) => {
    const { said: message } = await asked(page, [answer(status, body)])
    expect(message).toContain('REMOTE_ANSWER')
    expect(message).toContain(said)
  })

  it('that is whole passes, and so do refusals and what nothing is said of', async () => {
    expect((await asked(page, [answer(200, good)])).said).toBe('200')
    expect((await asked({ ...page, empty: true }, [answer(204, '')])).said).toBe('204')
    expect((await asked(page, [answer(404, '')])).said).toBe('404')
    expect((await asked(page, [answer(200, '{"status":"error","code":"NO_PERMISSION"}')])).said).toBe('200')
    expect((await asked(undefined, [answer(200, '')])).said).toBe('200')
  })

  it('that is a file has bytes', async () => {
    expect((await asked({ statuses: [200] }, [answer(200, '', 7)])).said).toBe('200')
    expect((await asked({ statuses: [200] }, [answer(200, '')])).said).toContain('and no file')
  })

  it('that is not whole is asked for again, unless it leads elsewhere', async () => {
    expect(await asked(page, [answer(200, ''), answer(200, good)], 3)).toEqual({ said: '200', calls: 2 })
    expect(await asked(page, [answer(302, ''), answer(200, good)], 3)).toMatchObject({ calls: 1 })
  })

  it('is asked of one thing after the other', () => {
    expect(all(text, flag)('x')).toBe(' is neither true nor false')
  })
})
