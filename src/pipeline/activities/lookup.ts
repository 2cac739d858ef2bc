import { ZohoSqlError } from '../../base/errors.ts'
import type { FormatColumn } from '../../output/index.ts'
import { readSource } from '../copy/index.ts'
import { jsonText, narrowed, type PipelineJson, type PipelineJsonObject } from '../expression/index.ts'
import { readDatasetReference, resolveDataset } from '../factory/index.ts'
import type { StoreRows } from '../stores/stores.ts'
import type { ReadWork } from './activity.ts'

/** Data Factory's limits of what a Lookup gives. */
const rowsMax = 5000
const bytesMax = 4 * 1024 * 1024

/** Reads one row, or some, for later expressions. */
export const readLookup: ReadWork = ({ properties, reading }) => {
  const reference = readDatasetReference(reading.factory, properties.member('dataset'), reading.names)
  const source = readSource(
    properties.member('source'),
    reading.names,
    reference.dataset.kind,
    properties.member('dataset'),
  )
  const first = properties.member('firstRowOnly')
  const isFirst = !first.isThere || first.flag()
  properties.done()
  return {
    services: [reference.dataset.store.service],
    input: (scope) => {
      const dataset = resolveDataset(reference, scope)
      return { source: { type: source.type, query: source.query(dataset, scope) }, firstRowOnly: isFirst }
    },
    async preview({ scope, environment: { stores } }) {
      const dataset = resolveDataset(reference, scope)
      const price = await source.price(dataset, stores, scope)
      return [`reads ${source.query(dataset, scope)}`, ...(price === undefined ? [] : [price])]
    },
    async run({ scope, environment, signal, name }) {
      const rows = await source.open(resolveDataset(reference, scope), environment.stores, scope, signal)
      const { found, isWhole } = await firstRows(rows, isFirst ? 1 : rowsMax)
      // As documented the further rows are left out, but not without a word.
      if (!isWhole && !isFirst) environment.note(`${name}: the first ${rowsMax} rows alone are given; there are more.`)
      const output: PipelineJsonObject = isFirst
        ? { count: found.length, ...(found[0] && { firstRow: found[0] }) }
        : { count: found.length, value: found }
      const size = Buffer.byteLength(jsonText(output))
      if (size > bytesMax) {
        throw new ZohoSqlError('RESULT_LIMIT', `A Lookup gives 4 MB at the most, not ${Math.ceil(size / 1e6)} MB.`, {
          hint: 'Select fewer columns or rows, or copy them.',
        })
      }
      return output
    },
  }
}

async function firstRows({ columns, batches }: StoreRows, most: number) {
  const found: PipelineJsonObject[] = []
  for await (const rows of batches) {
    for (const row of rows) {
      if (found.length === most) return { found, isWhole: false }
      found.push(
        Object.fromEntries(row.map((value, i) => [columns[i]!.name, jsonOf(value as PipelineJson, columns[i]!)])),
      )
    }
  }
  return { found, isWhole: true }
}

/** Numbers come as texts, to keep their digits: JSON's numbers are made of them. */
function jsonOf(value: PipelineJson, { sqlType: { name, wide } }: FormatColumn): PipelineJson {
  if (typeof value !== 'string') return value
  if (name === 'bigint' && !wide) return narrowed(BigInt(value))
  if (name !== 'numeric' && name !== 'double precision' && name !== 'real') return value
  if (/^-?\d+$/.test(value)) return narrowed(BigInt(value))
  return Number.isFinite(Number(value)) ? Number(value) : value
}
