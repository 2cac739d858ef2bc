import type { SqlType, Value } from '../base/types.ts'
import { asZohoSqlError, type SqliteConnection } from './sqlite.ts'
import { columnType, type Encoder, encoder, type Raw, type Session } from './values/index.ts'

interface SqliteStatement {
  run(...params: unknown[]): unknown
}

/** Values that one INSERT carries: a third faster than row by row, and more gains nothing. */
const valuesPerInsert = 160

/** Reading so many is not slower than an index. */
const fewRows = 64

/**
 * Zoho may hold more places than the field says it shows: rounding them here would differ from what Zoho compares, so
 * they stay; a value with fewer places shows as many as the type has.
 */
function encoderOf(type: SqlType, session: Session): Encoder {
  if (type.name !== 'numeric' || type.scale === undefined) return encoder(type, session)
  const { scale } = type
  const padded = encoder(type, session)
  const asSent = encoder({ name: 'numeric' }, session)
  return (value) => (placesOf(value) > scale ? asSent(value) : padded(value))
}

function placesOf(value: Value): number {
  const text = String(value)
  if (text.includes('e')) return Infinity
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/** A table for the rows of one scan. Its columns are named by position, and typed so that SQLite converts nothing. */
export class StagingTable {
  readonly #encoders: readonly Encoder[]
  readonly #rowsPerInsert: number
  #rows = 0
  #indexes = 0
  readonly #indexed: string[] = []
  readonly #insertOne: SqliteStatement
  readonly #insertMany: SqliteStatement
  readonly #begin: SqliteStatement
  readonly #commit: SqliteStatement
  readonly #rollback: SqliteStatement
  readonly #db: SqliteConnection
  readonly #name: string

  constructor(db: SqliteConnection, name: string, types: readonly SqlType[], session: Session) {
    this.#name = name
    this.#db = db
    this.#encoders = types.map((type) => encoderOf(type, session))
    // A row without columns still counts.
    const definitions = types.map((type, i) => `c${i} ${columnType(type)}`)
    db.exec(`CREATE TABLE ${name} (${definitions.join(', ') || 'c0 INTEGER'})`)
    const places = `(${types.map(() => '?').join(', ') || 'NULL'})`
    this.#rowsPerInsert = Math.max(1, Math.floor(valuesPerInsert / Math.max(1, types.length)))
    this.#insertOne = db.prepare(`INSERT INTO ${name} VALUES ${places}`)
    this.#insertMany = db.prepare(`INSERT INTO ${name} VALUES ${Array(this.#rowsPerInsert).fill(places).join(', ')}`)
    this.#begin = db.prepare('BEGIN')
    this.#commit = db.prepare('COMMIT')
    this.#rollback = db.prepare('ROLLBACK')
  }

  /** For lookups by this column or expression; small tables are read whole. */
  index(key: string): void {
    if (this.#rows < fewRows || this.#indexed.includes(key)) return
    this.#makeIndex(key)
    // Two together find a row where each alone finds many: a column of a table by its number.
    const [first] = this.#indexed
    if (first !== undefined) this.#makeIndex(first, key)
    this.#indexed.push(key)
  }

  #makeIndex(...keys: readonly string[]): void {
    this.#db.exec(`CREATE INDEX ${this.#name}_${this.#indexes++} ON ${this.#name} (${keys.join(', ')})`)
  }

  /** @throws {ZohoSqlError} when a value is none of its column's type, or the temporary file cannot grow */
  insert(rows: readonly (readonly Value[])[]): void {
    this.#begin.run()
    try {
      this.#insertAll(rows)
      this.#commit.run()
      this.#rows += rows.length
    } catch (error) {
      this.#rollback.run()
      throw asZohoSqlError(error)
    }
  }

  clear(): void {
    this.#db.exec(`DELETE FROM ${this.#name}`)
    this.#rows = 0
  }

  #insertAll(rows: readonly (readonly Value[])[]): void {
    const many = rows.length - (rows.length % this.#rowsPerInsert)
    this.#insertSome(rows, 0, many, this.#rowsPerInsert, this.#insertMany)
    this.#insertSome(rows, many, rows.length, 1, this.#insertOne)
  }

  #insertSome(
    rows: readonly (readonly Value[])[],
    from: number,
    to: number,
    atOnce: number,
    insert: SqliteStatement,
  ): void {
    const encoders = this.#encoders
    const width = encoders.length
    const raw = new Array<Raw>(width * atOnce)
    for (let start = from; start < to; start += atOnce) {
      for (let k = 0; k < atOnce; k++) {
        const row = rows[start + k]!
        for (let i = 0; i < width; i++) raw[k * width + i] = encoders[i]!(row[i]!)
      }
      insert.run(raw)
    }
  }
}
