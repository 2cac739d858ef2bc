import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Cell, type FormatRow, plain } from '../../output/index.ts'
import type { ExpressionScope, KnownNames, PipelineJson } from '../expression/index.ts'
import { textOf } from '../expression/index.ts'
import {
  compile,
  type Dynamic,
  type Factory,
  type JsonNode,
  type LinkedServiceReference,
  readReference,
  resolve,
  resolvedNode,
  resolveLinkedService,
} from '../factory/index.ts'
import type { Stores } from '../stores/index.ts'

/** What becomes of rows that the sink does not take. */
export interface Skipping {
  /** False: the first of them ends the copy. */
  readonly isAllowed: boolean
  readonly store: LinkedServiceReference | undefined
  readonly path: Dynamic | undefined
}

/**
 * `enableSkipIncompatibleRow` with its log: `logSettings`, or the older `redirectIncompatibleRowSettings`.
 *
 * @throws {ZohoSqlError} PIPELINE_INVALID
 */
export function readSkipping(properties: JsonNode, factory: Factory, names: KnownNames): Skipping {
  const enabled = properties.member('enableSkipIncompatibleRow')
  const isAllowed = enabled.isThere && enabled.flag()
  const settings = properties.member('logSettings')
  const log = settings.member('enableCopyActivityLog')
  const place = settings.member('logLocationSettings')
  settings.member('copyActivityLogSettings').done(['logLevel', 'enableReliableLogging'])
  settings.done()
  const redirect = properties.member('redirectIncompatibleRowSettings')
  const storage = properties.member('logStorageSettings')
  const from = [place, redirect, storage].find((node) => node.isThere)
  if (!from || (log.isThere && !log.flag())) return { isAllowed, store: undefined, path: undefined }
  const skipping = {
    isAllowed,
    store: readReference(factory, from.member('linkedServiceName'), names),
    path: from.member('path').isThere ? compile(from.member('path'), names) : undefined,
  }
  from.done(['logLevel', 'enableReliableLogging'])
  return skipping
}

interface RefusedRow {
  readonly row: FormatRow
  readonly reason: string
  readonly at: Date
}

/** Collects rows that were left out, and writes Data Factory's session log of them. */
export class SkippedRows {
  readonly #rows: RefusedRow[] = []
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  add(row: FormatRow, reason: string): void {
    this.#rows.push({ row, reason, at: new Date(this.#now()) })
  }

  /** @returns the path of the log, below the linked service's folder; undefined where none is wanted */
  async write(
    { store, path }: Skipping,
    activity: string,
    runId: string,
    stores: Stores,
    scope: ExpressionScope,
  ): Promise<string | undefined> {
    if (!store || this.#rows.length === 0) return undefined
    const folder = path === undefined ? '' : textOf(resolve(path, scope))
    const relative = `${folder.replace(/\/+$/, '')}/copyactivity-logs/${activity}/${runId}/`.replace(/^\/+/, '')
    const location = resolvedNode(
      { kind: 'plain', value: { folderPath: relative } as PipelineJson },
      scope,
      store.service.at,
    )
    const file = await stores.file(store.service, resolveLinkedService(store, scope), location, `${randomUUID()}.csv`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(
      file,
      ['Timestamp,Level,OperationName,OperationItem,Message\r\n', ...this.#rows.map(lineOf)].join(''),
    )
    return relative
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The row itself stands in one cell, as a line of its own values. */
function lineOf({ row, reason, at }: RefusedRow): string {
  const time = at.toISOString().replace('T', ' ').replace('Z', '0000')
  const item = row.map((value: Cell) => (value === null ? '' : quoted(plain(value)))).join(',')
  return `${time},Warning,TabularRowSkip,${quoted(item)},${quoted(reason)}\r\n`
}
