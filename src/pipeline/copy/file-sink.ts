import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { byName } from '../../base/by-name.ts'
import { type RowWriter, wholeFile } from '../../output/index.ts'
import { type Dataset, type JsonNode, knownNode, type ResolvedDataset } from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'
import { compressionOf, encodingOf, packedText } from './compression.ts'
import { delimitedText, readDelimited } from './delimited.ts'
import { jsonText } from './json.ts'
import { codecOf, parquetRows } from './parquet.ts'
import type { CopyResult, CopySink, CopyWriting } from './writing.ts'

interface FileSinkKind {
  readonly sink: string
  readonly settings: string
  readonly ending: string
}

/** Sinks that are files, by the kind of their dataset. */
const kinds: Readonly<Record<string, FileSinkKind>> = byName({
  delimited: { sink: 'DelimitedTextSink', settings: 'DelimitedTextWriteSettings', ending: '.txt' },
  json: { sink: 'JsonSink', settings: 'JsonWriteSettings', ending: '.json' },
  parquet: { sink: 'ParquetSink', settings: 'ParquetWriteSettings', ending: '.parquet' },
})

interface FileSinkSettings {
  readonly quoteAllText: boolean
  readonly ending: string
  readonly pattern: 'setOfObjects' | 'arrayOfObjects'
}

/** @throws {ZohoSqlError} PIPELINE_INVALID */
export function readFileSink(node: JsonNode, dataset: Dataset): CopySink {
  const kind = kinds[dataset.kind]!
  node.member('type').oneOf([kind.sink])
  readStore(node.member('storeSettings'))
  const settings = readFormat(node.member('formatSettings'), kind)
  checkDataset(dataset, settings.quoteAllText)
  node.done(['maxConcurrentConnections', 'disableMetricsCollection', 'sinkRetryCount', 'sinkRetryWait'])
  return {
    type: kind.sink,
    target: (dataset, stores, fileName) => pathOf(dataset, stores, fileName, settings),
    write: (writing) => write(writing, dataset.kind, settings),
  }
}

/** Finds what is wrong with a dataset before anything runs, as far as it is not computed. */
function checkDataset({ kind, properties, at }: Dataset, quoteAllText: boolean): void {
  const known = knownNode(properties, at)
  if (kind === 'parquet') return void codecOf(known)
  compressionOf(known)
  encodingOf(known)
  if (kind === 'delimited') readDelimited(known, quoteAllText)
}

/** How the store is written to does not change what the file holds. */
function readStore(node: JsonNode): void {
  const type = node.member('type')
  if (type.isThere && !/WriteSettings$/.test(type.text())) throw type.refusal('These are no settings for writing.')
  const behaviour = node.member('copyBehavior')
  if (behaviour.isThere) behaviour.oneOf(['PreserveHierarchy', 'FlattenHierarchy', 'MergeFiles'])
  node.done(['maxConcurrentConnections', 'blockSizeInMB', 'disableMetricsCollection', 'metadata', 'expiryDateTime'])
}

function readFormat(node: JsonNode, kind: FileSinkKind): FileSinkSettings {
  const type = node.member('type')
  if (type.isThere) type.oneOf([kind.settings])
  const quoteAll = node.member('quoteAllText')
  const extension = node.member('fileExtension')
  const pattern = node.member('filePattern')
  const settings: FileSinkSettings = {
    quoteAllText: quoteAll.isThere && quoteAll.flag(),
    ending: extension.optionalText() ?? kind.ending,
    pattern: pattern.isThere ? pattern.oneOf(['setOfObjects', 'arrayOfObjects']) : 'setOfObjects',
  }
  node.done()
  return settings
}

async function pathOf(
  dataset: ResolvedDataset,
  stores: Stores,
  fileName: string,
  { ending }: FileSinkSettings,
): Promise<string> {
  const location = dataset.properties.member('location')
  const packed = dataset.dataset.kind === 'parquet' ? '' : compressionOf(dataset.properties).ending
  const named = location.member('fileName').optionalText()
  location.member('type').text()
  return stores.file(dataset.store, dataset.storeProperties, location, named ?? `${fileName}${ending}${packed}`)
}

async function write(writing: CopyWriting, kind: string, settings: FileSinkSettings): Promise<CopyResult> {
  const { dataset, rows, stores, signal, wrote } = writing
  const path = await pathOf(dataset, stores, writing.fileName, settings)
  await mkdir(dirname(path), { recursive: true })
  let count = 0
  async function* batches() {
    for await (const batch of rows.batches) {
      signal.throwIfAborted()
      yield batch
      count += batch.length
      wrote(count)
    }
  }
  const write = writerOf(kind, dataset, settings)
  const writeAll = (temporary: string): Promise<void> =>
    write({ path: temporary, columns: rows.columns, batches: batches(), remark: () => {} })
  await wholeFile(path, writeAll)
  return { rows: count, skipped: 0, bytes: (await stat(path)).size, files: 1 }
}

function writerOf(
  kind: string,
  { properties }: ResolvedDataset,
  { quoteAllText, pattern }: FileSinkSettings,
): RowWriter {
  if (kind === 'parquet') return parquetRows(codecOf(properties))
  const text = kind === 'delimited' ? delimitedText(readDelimited(properties, quoteAllText)) : jsonText(pattern)
  return packedText(text, encodingOf(properties), compressionOf(properties))
}
