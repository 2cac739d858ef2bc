import { ZohoSqlError } from '../../base/errors.ts'
import { BodyReader, type ErrorFields, MessageWriter } from '../wire/index.ts'

/** Statements as the messages that the catalogue is sent, and what it answers taken apart. */

/** A statement of the gateway's own: parameters and values are texts. */
export const textUnit = (sql: string, parameters: readonly (string | null)[] = []): Unit => ({
  sql,
  types: parameters.map(() => 25),
  parameters: parameters.map((value) => (value === null ? null : Buffer.from(value))),
  parameterFormats: [],
  resultFormats: [],
})

/** A statement with everything that Bind says. */
export interface Unit {
  readonly sql: string
  /** Object ids of parameters' types; 0 where the client left them open. */
  readonly types: readonly number[]
  readonly parameterFormats: readonly number[]
  readonly parameters: readonly (Uint8Array | null)[]
  readonly resultFormats: readonly number[]
}

function parseMessage(out: MessageWriter, { sql, types }: Pick<Unit, 'sql' | 'types'>): void {
  out.begin('P').text('').text(sql).int16(types.length)
  for (const type of types) out.int32(type)
  out.end()
}

export function describeUnit(sql: string, types: readonly number[]): Buffer {
  const out = new MessageWriter()
  parseMessage(out, { sql, types })
  out.begin('D').int8(0x53).text('').end()
  out.bare('S')
  return out.take()
}

export function executeUnit(unit: Unit): Buffer {
  const out = new MessageWriter()
  parseMessage(out, unit)
  out.begin('B').text('').text('')
  formats(out, unit.parameterFormats)
  out.int16(unit.parameters.length)
  for (const value of unit.parameters) {
    if (value) out.bytesValue(value)
    else out.int32(-1)
  }
  formats(out, unit.resultFormats)
  out.end()
  out.begin('D').int8(0x50).text('').end()
  out.begin('E').text('').int32(0).end()
  out.bare('S')
  return out.take()
}

function formats(out: MessageWriter, given: readonly number[]): void {
  out.int16(given.length)
  for (const format of given) out.int16(format)
}

/** What came back, message by message. */
export interface Answer {
  /** RowDescription whole, or undefined for a statement without rows. */
  readonly description: Buffer | undefined
  readonly parameterTypes: readonly number[]
  /** DataRow messages whole. */
  readonly rows: readonly Buffer[]
  readonly notices: readonly Buffer[]
  readonly tag: string
}

/** The answers of several units sent together: each ends with ReadyForQuery. */
export function readAnswers(bytes: Uint8Array): Answer[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const answers: Answer[] = []
  let start = 0
  for (let at = 0; at < all.length; ) {
    const ready = all[at] === 0x5a
    at += 1 + all.readInt32BE(at + 1)
    if (!ready) continue
    answers.push(readAnswer(all.subarray(start, at)))
    start = at
  }
  return answers
}

/** @throws {ZohoSqlError} CATALOGUE_REFUSED with the fields that PostgreSQL sent */
export function readAnswer(bytes: Uint8Array): Answer {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: { -readonly [K in keyof Answer]: Answer[K] } & { rows: Buffer[]; notices: Buffer[] } = {
    description: undefined,
    parameterTypes: [],
    rows: [],
    notices: [],
    tag: '',
  }
  for (let at = 0; at < all.length; ) {
    const end = at + 1 + all.readInt32BE(at + 1)
    const message = all.subarray(at, end)
    const letter = String.fromCharCode(all[at]!)
    if (letter === 'D') found.rows.push(message)
    else if (letter === 'N') found.notices.push(message)
    else if (letter === 'T') found.description = message
    else if (letter === 't') found.parameterTypes = readTypes(message.subarray(5))
    else if (letter === 'C') found.tag = new BodyReader(message.subarray(5)).text()
    else if (letter === 'E') throw refused(message.subarray(5))
    at = end
  }
  return found
}

function readTypes(body: Buffer): number[] {
  const reader = new BodyReader(body)
  return Array.from({ length: reader.count(4) }, () => reader.uint32())
}

function refused(body: Buffer): ZohoSqlError {
  const reader = new BodyReader(body)
  const fields: Record<string, string> = {}
  for (let letter = reader.int8(); letter !== 0; letter = reader.int8()) {
    fields[String.fromCharCode(letter)] = reader.text()
  }
  return new ZohoSqlError('CATALOGUE_REFUSED', fields.M ?? '', { cause: withoutPlace(fields) })
}

/** File, line and routine are PGlite's, and tell a client nothing. */
const withoutPlace = ({ F: _file, L: _line, R: _routine, ...fields }: Record<string, string>): ErrorFields => fields

/** The texts of a DataRow. */
export function rowTexts(message: Buffer): (string | null)[] {
  const reader = new BodyReader(message.subarray(5))
  return Array.from({ length: reader.count(4) }, () => {
    const length = reader.int32()
    return length < 0 ? null : reader.bytes(length).toString()
  })
}
