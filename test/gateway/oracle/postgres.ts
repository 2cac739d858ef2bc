import { PGlite } from '@electric-sql/pglite'
import { databaseName } from '../../../src/base/names.ts'
import { BodyReader, MessageWriter } from '../../../src/gateway/wire/index.ts'

/** PostgreSQL as a judge of the gateway: PGlite, asked in the messages that a client sends. */

/** What came back, message by message. */
interface Answer {
  readonly names: readonly string[]
  readonly types: readonly number[]
  readonly rows: readonly (Buffer | null)[][]
  /** SQLSTATE and message, where it was refused. */
  readonly error: string | undefined
}

export interface Oracle extends AsyncDisposable {
  run(sql: string, format?: number, parameters?: readonly (string | null)[]): Promise<Answer>
  texts(sql: string, parameters?: readonly (string | null)[]): Promise<(string | null)[][]>
}

/** @param schema statements that make the tables */
export async function openOracle(schema = ''): Promise<Oracle> {
  const initial = await PGlite.create()
  await initial.exec(`CREATE DATABASE ${databaseName}`)
  const loadDataDir = await initial.dumpDataDir('none')
  await initial.close()
  const db = await PGlite.create({ loadDataDir, database: databaseName })
  if (schema !== '') await db.exec(schema)
  const run: Oracle['run'] = async (sql, format = 0, parameters = []) =>
    readAnswer(Buffer.from(await db.execProtocolRaw(messages(sql, format, parameters), { syncToFs: false })))
  return {
    run,
    async texts(sql, parameters) {
      const { rows, error } = await run(sql, 0, parameters)
      if (error) throw new Error(`${error}\n${sql}`)
      return rows.map((row) => row.map((value) => value?.toString() ?? null))
    },
    [Symbol.asyncDispose]: () => db.close(),
  }
}

function messages(sql: string, format: number, parameters: readonly (string | null)[]): Buffer {
  const out = new MessageWriter()
  out.begin('P').text('').text(sql).int16(0).end()
  out.begin('B').text('').text('').int16(0).int16(parameters.length)
  for (const value of parameters) {
    if (value === null) out.int32(-1)
    else out.bytesValue(Buffer.from(value))
  }
  out.int16(1).int16(format).end()
  out.begin('D').int8(0x50).text('').end()
  out.begin('E').text('').int32(0).end()
  out.bare('S')
  return out.take()
}

function readAnswer(all: Buffer): Answer {
  const rows: (Buffer | null)[][] = []
  let columns: { name: string; type: number }[] = []
  let error: string | undefined
  for (let at = 0; at < all.length; ) {
    const end = at + 1 + all.readInt32BE(at + 1)
    const body = all.subarray(at + 5, end)
    const letter = String.fromCharCode(all[at]!)
    if (letter === 'D') rows.push(readRow(body))
    else if (letter === 'T') columns = readColumns(body)
    else if (letter === 'E') error = readError(body)
    at = end
  }
  return { names: columns.map(({ name }) => name), types: columns.map(({ type }) => type), rows, error }
}

function readRow(body: Buffer): (Buffer | null)[] {
  const reader = new BodyReader(body)
  return Array.from({ length: reader.count(4) }, () => {
    const length = reader.int32()
    return length < 0 ? null : reader.bytes(length)
  })
}

function readColumns(body: Buffer): { name: string; type: number }[] {
  const reader = new BodyReader(body)
  return Array.from({ length: reader.count(19) }, () => {
    const name = reader.text()
    reader.bytes(6)
    const type = reader.int32()
    reader.bytes(8)
    return { name, type }
  })
}

function readError(body: Buffer): string {
  const reader = new BodyReader(body)
  const fields: Record<string, string> = {}
  for (let letter = reader.int8(); letter !== 0; letter = reader.int8()) {
    fields[String.fromCharCode(letter)] = reader.text()
  }
  return `${fields.C} ${fields.M}`
}
