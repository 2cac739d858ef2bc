import { ZohoSqlError } from '../../base/errors.ts'

/** What one result may hold; 0: as much as there is. */
export interface ResultLimits {
  readonly rows: number
  readonly bytes: number
}

/** Counts what a result has sent so far. */
export class ResultCount {
  readonly #limits: ResultLimits
  #rows = 0
  #bytes = 0

  constructor(limits: ResultLimits) {
    this.#limits = limits
  }

  /** @throws {ZohoSqlError} 54000: a result is refused as a whole, never cut short in silence */
  add(bytes: number): void {
    this.#rows++
    this.#bytes += bytes
    const { rows, bytes: bytesMax } = this.#limits
    if (rows > 0 && this.#rows > rows) throw tooLarge(`${rows} rows`)
    if (bytesMax > 0 && this.#bytes > bytesMax) throw tooLarge(`${bytesMax} bytes`)
  }
}

const tooLarge = (limit: string): ZohoSqlError =>
  new ZohoSqlError(
    'RESULT_SIZE',
    `the result is larger than ${limit}, the most that this server gives for one statement`,
  )
