import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { FileRow, RowReader } from './row.ts'

/** So many rows of a group at a time: of a file of one group a part only is made values. */
const rowsAtOnce = 5000

export const readParquet: RowReader = async function* (path) {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const total = Number(metadata.num_rows)
  for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
    const rowEnd = Math.min(total, rowStart + rowsAtOnce)
    yield* (await parquetReadObjects({ file, metadata, rowStart, rowEnd })) as FileRow[]
  }
}
