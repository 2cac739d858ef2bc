import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { BodyReader, MessageWriter } from '../wire/index.ts'
import { type Executable, noBinding, type Outlet, type StatementSource } from './source.ts'

/** COPY (query) TO STDOUT: rows of a query as lines of text, CSV, or PostgreSQL's binary file. */

interface CopyFormat {
  readonly binary: boolean
  readonly head: Buffer | undefined
  readonly tail: Buffer | undefined
  readonly row: (values: readonly (Buffer | null)[]) => Buffer
}

const meantBy: Readonly<Record<string, string>> = byName({ t: '\t', n: '\n', r: '\r', b: '\b', f: '\f' })

const unquoted = (value: string): string => {
  const escaped = /^e'(.*)'$/is.exec(value)
  if (escaped) return escaped[1]!.replace(/\\(.)/g, (_, char: string) => meantBy[char] ?? char).replace(/''/g, "'")
  return value.replace(/^(['"])(.*)\1$/s, '$2').replaceAll("''", "'")
}

type CopyOptionTexts = ReadonlyMap<string, string>

const option = (options: CopyOptionTexts, name: string, otherwise: string): string => {
  const value = options.get(name)
  return value === undefined || value === '' ? otherwise : unquoted(value)
}

const knownOptions = new Set(['format', 'header', 'delimiter', 'null', 'quote', 'escape', 'encoding', 'force_quote'])

function readFormat(options: CopyOptionTexts, names: readonly string[]): CopyFormat {
  for (const name of options.keys()) {
    if (!knownOptions.has(name)) throw new ZohoSqlError('SYNTAX_ERROR', `option "${name}" not recognized`)
  }
  const format = option(options, 'format', 'text').toLowerCase()
  if (format === 'binary') return binaryFormat
  const row = format === 'csv' ? csvRow(options) : textRow(options)
  if (format !== 'csv' && format !== 'text') {
    throw new ZohoSqlError('INVALID_ARGUMENT', `COPY format "${format}" not recognized`)
  }
  const hasHeader = options.has('header') && !/^(off|false|0)$/i.test(options.get('header') ?? '')
  const head = hasHeader ? row(names.map((name) => Buffer.from(name))) : undefined
  return { binary: false, head, tail: undefined, row }
}

const textEscapes: Readonly<Record<string, string>> = byName({
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
})

function textRow(options: CopyOptionTexts): CopyFormat['row'] {
  const delimiter = option(options, 'delimiter', '\t')
  const nothing = option(options, 'null', '\\N')
  const escaped = (text: string): string => text.replace(/[\b\f\n\r\t\v\\]/g, (char) => textEscapes[char]!)
  const shown = (text: string): string =>
    delimiter === '\t' ? escaped(text) : escaped(text).replaceAll(delimiter, `\\${delimiter}`)
  return (values) =>
    Buffer.from(`${values.map((value) => (value ? shown(value.toString()) : nothing)).join(delimiter)}\n`)
}

function csvRow(options: CopyOptionTexts): CopyFormat['row'] {
  const delimiter = option(options, 'delimiter', ',')
  const nothing = option(options, 'null', '')
  const quote = option(options, 'quote', '"')
  const escapes = option(options, 'escape', quote)
  const all = options.has('force_quote')
  const special = (text: string): boolean => text.includes(delimiter) || text.includes(quote) || /[\r\n]/.test(text)
  const quoted = (text: string): string => {
    const inner = escapes === quote ? text : text.replaceAll(escapes, escapes + escapes)
    return quote + inner.replaceAll(quote, escapes + quote) + quote
  }
  // A text that looks like NULL has to be told from it; so has the line that ends a COPY.
  const shown = (text: string): string =>
    all || text === nothing || text === '\\.' || special(text) ? quoted(text) : text
  return (values) =>
    Buffer.from(`${values.map((value) => (value ? shown(value.toString()) : nothing)).join(delimiter)}\n`)
}

const binaryFormat: CopyFormat = {
  binary: true,
  head: Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'),
  tail: Buffer.of(0xff, 0xff),
  row: (values) => {
    const out = new MessageWriter()
    out.int16(values.length)
    for (const value of values) {
      if (value) out.bytesValue(value)
      else out.int32(-1)
    }
    return out.take()
  },
}

/** @throws {ZohoSqlError} 42601, 22023 for options that are none */
export function copyOut(query: Executable, options: CopyOptionTexts): Executable {
  if (query.parameterTypes.length > 0) throw new ZohoSqlError('UNDEFINED_PARAMETER', 'there is no parameter $1')
  const columns = query.columns ?? []
  const format = readFormat(
    options,
    columns.map(({ name }) => name),
  )
  return {
    parameterTypes: [],
    columns: undefined,
    open: () =>
      new CopySource(query.open({ ...noBinding, resultFormats: [format.binary ? 1 : 0] }), format, columns.length),
  }
}

/** Rows taken from the query at a time. */
const portion = 500

class CopySource implements StatementSource {
  readonly columns = undefined
  readonly #rows: StatementSource
  readonly #format: CopyFormat
  readonly #width: number
  #count = 0
  #first: Buffer | undefined

  constructor(rows: StatementSource, format: CopyFormat, width: number) {
    this.#rows = rows
    this.#format = format
    this.#width = width
  }

  async pull(_max: number, outlet: Outlet): Promise<number> {
    const { writer } = outlet
    // Errors of the query come before the copy is announced.
    let rows = await this.#portion()
    this.#announce(writer)
    while (rows.length > 0) {
      for (const row of rows) this.#send(writer, this.#format.row(row))
      this.#count += rows.length
      await outlet.full()
      rows = rows.length < portion ? [] : await this.#portion()
    }
    if (this.#format.tail) this.#send(writer, this.#format.tail)
    writer.bare('c')
    return 0
  }

  tag(): string {
    return `COPY ${this.#count}`
  }

  close(reason?: unknown): Promise<void> {
    return this.#rows.close(reason)
  }

  /** The binary file's head travels with what comes first, as PostgreSQL sends it: clients rely on it. */
  #send(writer: MessageWriter, bytes: Buffer): void {
    copyData(writer, this.#first ? Buffer.concat([this.#first, bytes]) : bytes)
    this.#first = undefined
  }

  #announce(writer: MessageWriter): void {
    const code = this.#format.binary ? 1 : 0
    writer.begin('H').int8(code).int16(this.#width)
    for (let i = 0; i < this.#width; i++) writer.int16(code)
    writer.end()
    if (!this.#format.head) return
    if (this.#format.binary) this.#first = this.#format.head
    else copyData(writer, this.#format.head)
  }

  async #portion(): Promise<(Buffer | null)[][]> {
    const writer = new MessageWriter()
    await this.#rows.pull(portion, { writer, full: async () => undefined })
    return rowsOf(writer.take())
  }
}

const copyData = (writer: MessageWriter, bytes: Buffer): void => writer.begin('d').bytes(bytes).end()

/** Values of DataRow messages; what is no row (a notice) is left out. */
function rowsOf(messages: Buffer): (Buffer | null)[][] {
  const rows: (Buffer | null)[][] = []
  for (let at = 0; at < messages.length; at += 1 + messages.readInt32BE(at + 1)) {
    if (messages[at] !== 0x44) continue
    const reader = new BodyReader(messages.subarray(at + 5, at + 1 + messages.readInt32BE(at + 1)))
    rows.push(Array.from({ length: reader.count(4) }, () => readValue(reader)))
  }
  return rows
}

function readValue(reader: BodyReader): Buffer | null {
  const length = reader.int32()
  return length < 0 ? null : reader.bytes(length)
}
