import { Readable } from 'node:stream'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { uniqueNames } from '../../base/names.ts'
import type { JsValue, ResultRows } from '../../driver/inner.ts'
import { loadFormat } from '../../output/index.ts'
import { exactForms, type JsRow, jsonForms, type RequestSession } from '../asking.ts'
import { asError, bodyOf } from '../errors.ts'

type JsRows = readonly JsRow[]

/** Rows that were begun: the first of them were read, so that most errors still have a status of their own. */
export interface BegunAnswer {
  readonly answer: ResultRows
  readonly batches: AsyncIterable<JsRows>
}

/**
 * Reads the first rows. What goes wrong until then is an error of the request.
 *
 * @param most rows that may be given; one more is an error
 */
export async function begin(answer: ResultRows, most: number | undefined): Promise<BegunAnswer> {
  const iterator = answer[Symbol.asyncIterator]()
  const first = await iterator.next()
  let count = 0
  const counted = (rows: JsRows): JsRows => {
    count += rows.length
    if (most === undefined || count <= most) return rows
    throw new ZohoSqlError('RESULT_SIZE', `The answer has more than ${most} rows, which is as many as may be given.`, {
      hint: 'Ask for less by conditions or LIMIT, or page through a table.',
    })
  }
  if (!first.done) counted(first.value)
  async function* batches() {
    if (first.done) return
    yield first.value
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield counted(next.value)
  }
  return { answer, batches: batches() }
}

/** How an answer is written. */
export interface Form {
  readonly type: string
  readonly forms: typeof jsonForms | typeof exactForms
  write(begun: BegunAnswer, asking: RequestSession): AsyncGenerator<string>
}

const columnsOf = ({ columns }: ResultRows) =>
  columns.map(({ name, dataTypeName, nullable }) => ({ name, type: dataTypeName, nullable }))

/** A row as JSON text, its keys told apart. */
function objects({ columns }: ResultRows): (row: JsRow) => string {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name))
  return (row) => `{${row.map((value, i) => `${keys[i]}:${valueText(value)}`).join(',')}}`
}

/** JSON has no NaN and no infinity: they stay readable as texts. */
const valueText = (value: JsValue): string =>
  JSON.stringify(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)

const endOf = (answer: ResultRows) => {
  const { complete, ...stats } = answer.stats()
  return { complete, stats }
}

export const formats: Readonly<Record<string, Form>> = byName({
  json: {
    type: 'application/json; charset=utf-8',
    forms: jsonForms,
    async *write({ answer, batches }) {
      const line = objects(answer)
      yield `{"columns":${JSON.stringify(columnsOf(answer))},"rows":[`
      let first = true
      for await (const rows of batches) {
        if (rows.length === 0) continue
        yield `${first ? '\n' : ',\n'}${rows.map(line).join(',\n')}`
        first = false
      }
      const { complete, stats } = endOf(answer)
      yield `\n],"complete":${complete},"stats":${JSON.stringify(stats)}}\n`
    },
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    forms: jsonForms,
    async *write({ answer, batches }) {
      const line = objects(answer)
      try {
        for await (const rows of batches) yield rows.map((row) => `${line(row)}\n`).join('')
      } catch (thrown) {
        yield `${JSON.stringify({ $error: bodyOf(asError(thrown)).error })}\n`
        return
      }
      yield `${JSON.stringify({ $end: endOf(answer) })}\n`
    },
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    forms: exactForms,
    async *write({ answer, batches }) {
      const format = (await loadFormat('csv'))(answer.columns, { header: true })
      yield format.begin()
      for await (const rows of batches) yield format.rows(rows)
      yield format.end()
    },
  },
})

/** A stream for a reply: as fast as the client reads, ended with it. An error after rows breaks the connection. */
export function streamOf(form: Form, begun: BegunAnswer, asking: RequestSession): Readable {
  async function* texts() {
    try {
      yield* form.write(begun, asking)
    } finally {
      asking.ended(begun.answer)
      await begun.answer.close()
    }
  }
  return Readable.from(texts(), { objectMode: false, highWaterMark: 65_536 })
}
