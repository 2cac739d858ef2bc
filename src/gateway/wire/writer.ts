import type { TransactionStatus } from '../../session/index.ts'
import type { ErrorFields } from './error-fields.ts'

/** A column of a RowDescription. */
export interface ColumnHeader {
  readonly name: string
  /** Object id of the column's table and the column's place in it; 0 where it is none of a table. */
  readonly table?: number
  readonly place?: number
  readonly type: number
  /** Bytes of a value; negative where it varies. */
  readonly size: number
  readonly modifier: number
}

const letterOf = (letter: string): number => letter.charCodeAt(0)

/** Bytes kept between messages; a result's larger buffer is let go. */
const keptMax = 1 << 18

/**
 * Writes messages one after the other into one growing buffer. Values of rows are written in place: a copy for each
 * would cost more than their encoding.
 */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(8192)
  #length = 0
  #lengthAt = 0

  /** Bytes written and not taken yet. */
  get length(): number {
    return this.#length
  }

  /** All that was written, as the caller's own. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#length))
    this.#length = 0
    if (this.#buffer.length > keptMax) this.#buffer = Buffer.allocUnsafe(8192)
    return taken
  }

  // ------------------------------------------------------------------------------------------- fields

  begin(letter: string): this {
    this.#room(5)
    this.#buffer[this.#length] = letterOf(letter)
    this.#lengthAt = this.#length + 1
    this.#length += 5
    return this
  }

  end(): void {
    this.#buffer.writeInt32BE(this.#length - this.#lengthAt, this.#lengthAt)
  }

  /** Gives up the message that was begun. */
  abandon(): void {
    this.#length = this.#lengthAt - 1
  }

  int8(value: number): this {
    this.#room(1)
    this.#buffer[this.#length++] = value
    return this
  }

  int16(value: number): this {
    this.#room(2)
    this.#length = this.#buffer.writeUInt16BE(value & 0xffff, this.#length)
    return this
  }

  int32(value: number): this {
    this.#room(4)
    this.#length = this.#buffer.writeInt32BE(value | 0, this.#length)
    return this
  }

  /** Text and a zero byte; a zero byte within would end it early, so it is left away. */
  text(value: string): this {
    this.#write(value.includes('\0') ? value.replaceAll('\0', '') : value)
    return this.int8(0)
  }

  bytes(value: Uint8Array): this {
    this.#room(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
    return this
  }

  /** Text as a value of a row: its length and its bytes. */
  textValue(value: string): void {
    this.int32(0)
    const start = this.#length
    this.#write(value)
    this.#buffer.writeInt32BE(this.#length - start, start - 4)
  }

  bytesValue(value: Uint8Array): void {
    this.int32(value.length).bytes(value)
  }

  // ----------------------------------------------------------------------------------------- messages

  /** A message without fields: `1` ParseComplete, `2` BindComplete, `3` CloseComplete, `n` NoData … */
  bare(letter: string): void {
    this.begin(letter).end()
  }

  /** Whole messages that another server made. */
  raw(messages: Uint8Array): void {
    this.bytes(messages)
  }

  ready(status: TransactionStatus): void {
    this.begin('Z').int8(letterOf(status)).end()
  }

  complete(tag: string): void {
    this.begin('C').text(tag).end()
  }

  parameterStatus(name: string, value: string): void {
    this.begin('S').text(name).text(value).end()
  }

  error(fields: ErrorFields): void {
    this.#fields('E', fields)
  }

  notice(fields: ErrorFields): void {
    this.#fields('N', fields)
  }

  parameterTypes(types: readonly number[]): void {
    this.begin('t').int16(types.length)
    for (const type of types) this.int32(type)
    this.end()
  }

  /** @param formats one for each column: 0 text, 1 binary. */
  rowDescription(columns: readonly ColumnHeader[], formats: readonly number[]): void {
    this.begin('T').int16(columns.length)
    columns.forEach((column, index) => {
      this.text(column.name)
        .int32(column.table ?? 0)
        .int16(column.place ?? 0)
      this.int32(column.type)
        .int16(column.size)
        .int32(column.modifier)
        .int16(formats[index] ?? 0)
    })
    this.end()
  }

  #fields(letter: string, fields: ErrorFields): void {
    this.begin(letter)
    for (const [field, value] of Object.entries(fields)) this.int8(letterOf(field)).text(value)
    this.int8(0).end()
  }

  #write(text: string): void {
    this.#room(text.length * 3)
    this.#length += this.#buffer.write(text, this.#length)
  }

  #room(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}
