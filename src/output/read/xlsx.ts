import { openAsBlob } from 'node:fs'
import { streamXlsxRows } from 'hucre/xlsx'
import { ZohoSqlError } from '../../base/errors.ts'
import type { RowReader } from './row.ts'

/** The first sheet; its first row has the columns' names. */
export const readXlsx: RowReader = async function* (path) {
  const blob = await openAsBlob(path)
  let names: string[] | undefined
  for await (const { values } of streamXlsxRows(await blob.bytes())) {
    if (names) yield Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]))
    else names = headerOf(values, path)
  }
}

function headerOf(values: readonly unknown[], path: string): string[] {
  const names = values.map((value) => String(value ?? ''))
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice === undefined) return names
  throw new ZohoSqlError('FILE', `The first sheet of "${path}" has two columns "${twice}".`)
}
