/** Result files of bulk-read jobs: CSV in a ZIP, made piece by piece so that other calls are answered meanwhile. */
import { setImmediate as breathe } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { SimColumn } from './columns.ts'
import type { LookupValue, SimRecord, SimWorld } from './model.ts'
import { zonesOf } from './render.ts'
import { renderDatetime } from './zone.ts'

/** Digits without an exponent. */
const plainNumber = (value: number): string =>
  /e/.test(String(value))
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : String(value)

function booleanText(value: boolean, form: 'true' | 'TRUE' | '1'): string {
  if (form === '1') return value ? '1' : '0'
  return form === 'TRUE' ? String(value).toUpperCase() : String(value)
}

/** Nothing between the commas stands for empty. */
function csvCell(column: SimColumn, record: SimRecord, world: SimWorld): string {
  const value = column.read(record)
  if (value === null || value === undefined) return ''
  if (column.kind === 'reference') return (value as LookupValue).id
  if (column.kind === 'datetime') return renderDatetime(value as string, zonesOf(world), world.variants)
  if (column.kind === 'multi') return (value as readonly string[]).join(';')
  if (typeof value === 'boolean') return booleanText(value, world.variants.bulkBoolean)
  if (typeof value === 'number') return plainNumber(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const rowsAtOnce = 2000

/** Rows in pieces, each in another order than by id: results of a job are not sorted. */
function* pieces(records: readonly SimRecord[]): Iterable<readonly SimRecord[]> {
  for (let start = 0; start < records.length; start += rowsAtOnce) {
    yield records.slice(start, start + rowsAtOnce).reverse()
  }
}

/** Headers and cells of a file: the id first or last, then the columns asked for. */
function table(
  columns: readonly SimColumn[],
  world: SimWorld,
): { header: string[]; row: (record: SimRecord) => string[] } {
  const { bulkIdHeader, bulkIdPosition } = world.variants
  const others = columns.filter((column) => column.kind !== 'id' || column.via !== 'record')
  const place = <T>(id: T, rest: T[]): T[] => (bulkIdPosition === 'first' ? [id, ...rest] : [...rest, id])
  const names = others.map((column) => column.text)
  return {
    header: place(bulkIdHeader as string, names),
    row: (record) =>
      place(
        record.id as string,
        others.map((column) => csvCell(column, record, world)),
      ),
  }
}

/** The ZIP of one CSV file called `name`. */
export async function zipOf(
  name: string,
  columns: readonly SimColumn[],
  records: readonly SimRecord[],
  world: SimWorld,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const file = new ZipDeflate(name, { level: 1 })
  zip.add(file)
  const { header, row } = table(columns, world)
  file.push(strToU8(stringify([header])))
  for (const piece of pieces(records)) {
    file.push(strToU8(stringify(piece.map(row))))
    await breathe()
  }
  file.push(new Uint8Array(0), true)
  zip.end()
  return Buffer.concat(chunks)
}
