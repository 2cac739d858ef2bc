import { byName } from '../../base/by-name.ts'
import { type Cell, type FormatColumn, loadParquet, type ParquetCodec, type RowWriter } from '../../output/index.ts'
import type { JsonNode } from '../factory/index.ts'

const codecs: Readonly<Record<string, ParquetCodec>> = byName({ snappy: 'SNAPPY', none: 'UNCOMPRESSED' })

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function codecOf(properties: JsonNode): ParquetCodec {
  const node = properties.member('compressionCodec')
  return node.isThere && node.value !== '' ? codecs[node.oneOf(Object.keys(codecs))]! : 'SNAPPY'
}

/** The form counts instants in numbers: their texts are read once more. */
export const parquetRows =
  (codec: ParquetCodec): RowWriter =>
  async ({ batches, columns, ...rest }) => {
    async function* counted() {
      for await (const rows of batches) yield rows.map((row) => row.map((value, i) => counting(value, columns[i]!)))
    }
    return (await loadParquet(codec))({ ...rest, columns, batches: counted() })
  }

const isInstant = ({ sqlType: { name } }: FormatColumn): boolean => name === 'timestamptz' || name === 'timestamp'

/** Milliseconds since 1970 with fractions down to a microsecond. */
function counting(value: Cell, column: FormatColumn): Cell {
  if (typeof value !== 'string' || !isInstant(column)) return value
  const found = /^(.*\.\d{3})(\d{1,3})(Z?)$/.exec(value)
  const at = Date.parse(`${found ? found[1]! + found[3]! : value}${column.sqlType.name === 'timestamp' ? 'Z' : ''}`)
  return found ? at + Number(found[2]!.padEnd(3, '0')) / 1000 : at
}
