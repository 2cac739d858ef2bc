import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZohoSqlError } from '../../src/base/errors.ts'
import {
  errorFields,
  FrameReader,
  type FrontendMessage,
  negotiated,
  readMessage,
  readStartup,
} from '../../src/gateway/wire/index.ts'
import * as client from './messages.ts'

const conversation = Buffer.concat([
  client.query('SELECT 1; SELECT 2'),
  client.parse('SELECT $1', 'a', [23]),
  client.bind(['7', null, Buffer.of(0, 1)], { portal: 'p', statement: 'a', given: [1], wanted: [0, 1] }),
  client.describeStatement('a'),
  client.describePortal('p'),
  client.execute(5, 'p'),
  client.closePortal('p'),
  client.flush(),
  client.sync(),
  client.framed('p', Buffer.from('secret\0')),
  client.framed('d', Buffer.from('1,2')),
  client.terminate(),
])

function read(chunks: readonly Buffer[]): FrontendMessage[] {
  const frames = new FrameReader(1 << 20)
  frames.start()
  const found: FrontendMessage[] = []
  for (const chunk of chunks) {
    frames.push(chunk)
    for (let frame = frames.next(); frame; frame = frames.next()) found.push(readMessage(frame))
  }
  return found
}

describe('messages of a client', () => {
  it('are read whole', () => {
    expect(read([conversation])).toEqual([
      { kind: 'query', sql: 'SELECT 1; SELECT 2' },
      { kind: 'parse', name: 'a', sql: 'SELECT $1', types: [23] },
      {
        kind: 'bind',
        portal: 'p',
        statement: 'a',
        parameterFormats: [1],
        parameters: [Buffer.from('7'), null, Buffer.of(0, 1)],
        resultFormats: [0, 1],
      },
      { kind: 'describe', target: 'statement', name: 'a' },
      { kind: 'describe', target: 'portal', name: 'p' },
      { kind: 'execute', portal: 'p', rowsMax: 5 },
      { kind: 'close', target: 'portal', name: 'p' },
      { kind: 'flush' },
      { kind: 'sync' },
      { kind: 'password', body: Buffer.from('secret\0') },
      { kind: 'copy-data', data: Buffer.from('1,2') },
      { kind: 'terminate' },
    ])
  })

  it('are the same wherever the stream is cut', () => {
    const whole = read([conversation])
    for (let at = 0; at <= conversation.length; at++) {
      expect(read([conversation.subarray(0, at), conversation.subarray(at)])).toEqual(whole)
    }
    expect(read([...conversation].map((byte) => Buffer.of(byte)))).toEqual(whole)
  })

  it.each([
    ['shorter than its own length', Buffer.from([0x51, 0, 0, 0, 3])],
    ['negative', Buffer.from([0x51, 0xff, 0xff, 0xff, 0xff])],
    ['two gigabytes', Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff])],
  ])('a length that is %s is refused before anything is kept for it', (_, bytes) => {
    expect(() => read([bytes])).toThrow(expect.objectContaining({ sqlState: '08P01' }))
  })

  it.each([
    ['an unknown letter', client.framed('!')],
    ['a text without end', client.framed('Q', Buffer.from('SELECT 1'))],
    ['bytes after the last field', client.framed('S', Buffer.from('x'))],
    ['a count beyond the message', client.framed('P', Buffer.from('a\0b\0'), Buffer.of(255, 255))],
    ['a value beyond the message', client.framed('B', Buffer.from('\0\0\0\0\0\x01\x7f\xff\xff\xff', 'latin1'))],
    ['an unknown format', client.bind([], { wanted: [2] })],
    ['an unknown target', client.framed('D', Buffer.from('Xa\0'))],
  ])('%s breaks the protocol', (_, bytes) => {
    expect(() => read([bytes])).toThrow(expect.objectContaining({ sqlState: '08P01' }))
  })

  it('random bytes end in messages or in a violation, and both happen', () => {
    const seen = { messages: 0, violations: 0 }
    const letters = fc.constantFrom(...'QPBDCESHXpdcf!')
    const known = fc.constantFrom(client.query('a'), client.sync(), client.parse('b'), client.execute(1))
    const message = fc
      .tuple(letters, fc.uint8Array({ maxLength: 40 }))
      .map(([letter, body]) => client.framed(letter, Buffer.from(body)))
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            known,
            message,
            fc.uint8Array({ maxLength: 30 }).map((b) => Buffer.from(b)),
          ),
        ),
        (chunks) => {
          try {
            seen.messages += read(chunks).length
          } catch (error) {
            if (!(error instanceof ZohoSqlError) || !/^(08P01|22021)$/.test(error.sqlState)) throw error
            seen.violations++
          }
        },
      ),
      { seed: 5, numRuns: 2000 },
    )
    expect(seen.messages).toBeGreaterThan(100)
    expect(seen.violations).toBeGreaterThan(100)
  })
})

describe('the first message', () => {
  const first = (bytes: Buffer) => {
    const frames = new FrameReader(1000)
    frames.push(bytes)
    return readStartup(frames.next()!.body)
  }

  it('may ask for encryption, for a cancel, or for a session', () => {
    expect(first(client.request(80_877_103))).toEqual({ kind: 'ssl' })
    expect(first(client.request(80_877_104))).toEqual({ kind: 'gss' })
    expect(first(client.request(80_877_102, Buffer.of(0, 0, 0, 7, 1, 2, 3, 4)))).toEqual({
      kind: 'cancel',
      processId: 7,
      key: Buffer.of(1, 2, 3, 4),
    })
    expect(first(client.startup({ user: 'me', database: 'zoho' }))).toEqual({
      kind: 'session',
      minor: 0,
      parameters: new Map([
        ['user', 'me'],
        ['database', 'zoho'],
      ]),
    })
  })

  it('agrees on a version and names the options it declines', () => {
    const agreed = (version: number, parameters = {}) => {
      const message = first(client.startup({ user: 'a', ...parameters }, version))
      return message.kind === 'session' && negotiated(message)
    }
    expect(agreed(196_608)).toEqual({ minor: 0, declined: undefined })
    expect(agreed(196_610)).toEqual({ minor: 2, declined: undefined })
    expect(agreed(196_619)).toEqual({ minor: 2, declined: [] })
    expect(agreed(196_608, { '_pq_.x': '1' })).toEqual({ minor: 0, declined: ['_pq_.x'] })
  })

  it('of another protocol, or too long, is refused', () => {
    expect(() => first(client.startup({}, 131_072))).toThrow(/unsupported frontend protocol 2.0/)
    expect(() => first(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(/invalid length/)
  })
})

describe('errors', () => {
  it('carry state, hint and the position in characters from 1', () => {
    const error = new ZohoSqlError('UNDEFINED_COLUMN', 'no', { position: 4, hint: 'look' })
    expect(errorFields(error, 'ERROR', { sql: "'😀'x" })).toEqual({
      S: 'ERROR',
      V: 'ERROR',
      C: '42703',
      M: 'no',
      H: 'look',
      P: '4',
    })
  })

  it('of ODBC’s making have PostgreSQL’s state', () => {
    expect(errorFields(new ZohoSqlError('TIMEOUT', 'late')).C).toBe('57014')
    expect(errorFields(new Error('oops')).C).toBe('XX000')
  })
})
