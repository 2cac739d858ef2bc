import {
  type CopyResult,
  readSink,
  readSkipping,
  readSource,
  readTranslator,
  SkippedRows,
  translated,
} from '../copy/index.ts'
import type { PipelineJsonObject } from '../expression/index.ts'
import { type DatasetReference, type JsonNode, readDatasetReference, resolveDataset } from '../factory/index.ts'
import type { StoreRows } from '../stores/stores.ts'
import type { ActivityReading, ReadWork } from './activity.ts'

/** Properties about Data Factory's machines: what is copied does not depend on them. */
const harmless = [
  'enableStaging',
  'stagingSettings',
  'parallelCopies',
  'dataIntegrationUnits',
  'cloudDataMovementUnits',
  'validateDataConsistency',
]

/** Copies rows of a statement to a file or a table. */
export const readCopy: ReadWork = ({ properties, activity, reading }) => {
  const from = onlyDataset(activity.member('inputs'), reading)
  const to = onlyDataset(activity.member('outputs'), reading)
  const { names, factory } = reading
  const source = readSource(properties.member('source'), names, from.dataset.kind, activity.member('inputs'))
  const sink = readSink(properties.member('sink'), names, to.dataset, activity.member('outputs'))
  const translate = readTranslator(properties.member('translator'), names)
  const skipping = readSkipping(properties, factory, names)
  properties.done(harmless)
  const services = [
    from.dataset.store.service,
    to.dataset.store.service,
    ...(skipping.store ? [skipping.store.service] : []),
  ]
  return {
    services,
    input: (scope) => {
      const dataset = resolveDataset(from, scope)
      return { source: { type: source.type, query: source.query(dataset, scope) }, sink: { type: sink.type } }
    },
    async preview({ scope, environment: { stores }, runId }) {
      const [origin, target] = [resolveDataset(from, scope), resolveDataset(to, scope)]
      const price = await source.price(origin, stores, scope)
      return [
        `reads ${source.query(origin, scope)}`,
        `writes ${await sink.target(target, stores, `data_${runId}`)}`,
        ...(price === undefined ? [] : [price]),
      ]
    },
    async run(running) {
      const { scope, environment, signal, runId } = running
      const begun = environment.now()
      const rows = await source.open(resolveDataset(from, scope), environment.stores, scope, signal)
      const skipped = new SkippedRows(environment.now)
      const written = await sink.write({
        dataset: resolveDataset(to, scope),
        rows: translated(rows, translate(scope)),
        stores: environment.stores,
        scope,
        signal,
        ...(skipping.isAllowed && { refused: (row, reason) => skipped.add(row, reason) }),
        wrote: (count) => running.progress(count),
        fileName: `data_${runId}`,
      })
      const log = await skipped.write(skipping, running.name, runId, environment.stores, scope)
      for (const notice of rows.spent().notices) environment.note(`${running.name}: ${notice}`)
      return outputOf(rows, written, (environment.now() - begun) / 1000, log)
    },
  }
}

function onlyDataset(node: JsonNode, { factory, names }: ActivityReading): DatasetReference {
  const [only, ...others] = node.elements()
  if (!only || others.length > 0)
    throw node.refusal(`A Copy activity has one dataset here, not ${node.elements().length}.`)
  return readDatasetReference(factory, only, names)
}

/** What Data Factory's output says of a copy. */
function outputOf(rows: StoreRows, written: CopyResult, seconds: number, log: string | undefined): PipelineJsonObject {
  const { bytes, credits, calls } = rows.spent()
  return {
    dataRead: bytes,
    dataWritten: written.bytes,
    ...(written.files !== undefined && { filesWritten: written.files }),
    rowsRead: written.rows + written.skipped,
    rowsCopied: written.rows,
    ...(written.skipped > 0 && { rowsSkipped: written.skipped }),
    copyDuration: Math.ceil(seconds),
    throughput: Math.round((bytes / 1024 / Math.max(seconds, 0.001)) * 100) / 100,
    usedParallelCopies: 1,
    ...(log !== undefined && { logFilePath: log }),
    errors: [],
    zohoCalls: calls,
    zohoCredits: credits,
  }
}
