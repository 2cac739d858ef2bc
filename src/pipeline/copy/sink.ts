import type { KnownNames } from '../expression/index.ts'
import type { Dataset, JsonNode } from '../factory/index.ts'
import { readFileSink } from './file-sink.ts'
import { readTableSink } from './table-sink.ts'
import type { CopySink } from './writing.ts'

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function readSink(node: JsonNode, names: KnownNames, dataset: Dataset, from: JsonNode): CopySink {
  if (dataset.kind === 'zoho') throw from.refusal('Copying into Zoho is not supported: zohosql load writes there.')
  return dataset.kind === 'table' ? readTableSink(node, names) : readFileSink(node, dataset)
}
