/** Messages as a client writes them, for tests that speak the protocol byte by byte. */

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.from(`${value}\0`)

export const framed = (letter: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body])
}

const values = (given: readonly (string | Buffer | null)[]): Buffer[] => [
  int16(given.length),
  ...given.flatMap((value) => {
    if (value === null) return [int32(-1)]
    const bytes = Buffer.from(value)
    return [int32(bytes.length), bytes]
  }),
]
const formats = (given: readonly number[]): Buffer => Buffer.concat([int16(given.length), ...given.map(int16)])

export const startup = (parameters: Readonly<Record<string, string>>, version = 196_608): Buffer =>
  framed('', int32(version), ...Object.entries(parameters).flatMap(([k, v]) => [text(k), text(v)]), Buffer.of(0))
export const request = (code: number, ...parts: Buffer[]): Buffer => framed('', int32(code), ...parts)
export const query = (sql: string): Buffer => framed('Q', text(sql))
export const parse = (sql: string, name = '', types: readonly number[] = []): Buffer =>
  framed('P', text(name), text(sql), int16(types.length), ...types.map(int32))
export const bind = (
  parameters: readonly (string | Buffer | null)[] = [],
  { portal = '', statement = '', given = [] as number[], wanted = [] as number[] } = {},
): Buffer => framed('B', text(portal), text(statement), formats(given), ...values(parameters), formats(wanted))
export const describePortal = (name = ''): Buffer => framed('D', Buffer.from('P'), text(name))
export const describeStatement = (name = ''): Buffer => framed('D', Buffer.from('S'), text(name))
export const closePortal = (name = ''): Buffer => framed('C', Buffer.from('P'), text(name))
export const execute = (rowsMax = 0, portal = ''): Buffer => framed('E', text(portal), int32(rowsMax))
export const copyData = (data: string | Buffer): Buffer => framed('d', Buffer.from(data))
export const copyDone = (): Buffer => framed('c')
export const copyFail = (reason: string): Buffer => framed('f', text(reason))
export const sync = (): Buffer => framed('S')
export const flush = (): Buffer => framed('H')
export const terminate = (): Buffer => framed('X')

/** What a server said: each message as `letter` and its body. */
export function serverMessages(bytes: Buffer): { letter: string; body: Buffer }[] {
  const found: { letter: string; body: Buffer }[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readInt32BE(at + 1)
    found.push({ letter: String.fromCharCode(bytes[at]!), body: bytes.subarray(at + 5, at + 1 + length) })
    at += 1 + length
  }
  return found
}

/** One line per message: what a reader of a test wants to see. */
export const transcript = (bytes: Buffer): string[] =>
  serverMessages(bytes).map(({ letter, body }) => `${letter} ${printable(letter, body)}`.trimEnd())

function printable(letter: string, body: Buffer): string {
  if (letter === 'E' || letter === 'N') return fieldsText(body)
  if (letter === 'D') return rowText(body)
  if (letter === 'T') return columnsText(body)
  if (letter === 't') return `${Array.from({ length: body.readUInt16BE() }, (_, i) => body.readUInt32BE(2 + i * 4))}`
  if (letter === 'R') return String(body.readInt32BE())
  if (letter === 'H' || letter === 'G') return ''
  if (letter === 'K') return `pid + ${body.length - 4} bytes`
  return body.toString().replaceAll('\0', ' ').trim()
}

function fieldsText(body: Buffer): string {
  const fields = new Map(
    body
      .toString()
      .split('\0')
      .map((part) => [part[0] ?? '', part.slice(1)]),
  )
  const position = fields.get('P')
  return `${fields.get('S')} ${fields.get('C')} ${fields.get('M')}${position ? ` @${position}` : ''}`
}

export function rowValues(body: Buffer): (Buffer | null)[] {
  const found: (Buffer | null)[] = []
  for (let at = 2; at < body.length; ) {
    const length = body.readInt32BE(at)
    found.push(length < 0 ? null : body.subarray(at + 4, at + 4 + length))
    at += 4 + Math.max(length, 0)
  }
  return found
}

const rowText = (body: Buffer): string =>
  rowValues(body)
    .map((value) => value?.toString() ?? 'NULL')
    .join('|')

function columnsText(body: Buffer): string {
  const found: string[] = []
  for (let at = 2; at < body.length; ) {
    const end = body.indexOf(0, at)
    found.push(`${body.toString('utf8', at, end)}:${body.readUInt32BE(end + 7)}`)
    at = end + 19
  }
  return found.join(' ')
}
