import { parentPort, workerData } from 'node:worker_threads'
import { ZohoSqlError } from '../../base/errors.ts'
import type { SettingChange } from '../../base/session-state.ts'
import { Store, type StoreRow } from '../store.ts'
import { zoneOf } from '../values/zone.ts'
import {
  type CommandOutcome,
  carried,
  type EngineCommand,
  type OpenStore,
  type ThreadOptions,
  type WorkerBatch,
  type WorkerReply,
  type WorkerRequest,
} from './protocol.ts'

/** The thread that stores live in. Between two commands of one, those of others have their turn. */

/** Rows handed over at a time. */
const batchRows = 1000
/** Characters after which no more rows are added: whoever takes them over copies them at once. */
const batchCharacters = 1_000_000

interface Hosted {
  readonly store: Store
  readonly runs: Map<number, IterableIterator<StoreRow>>
  readonly changes: SettingChange[]
}

const stores = new Map<number, Hosted>()

const open = ({ zone, now, state, memory, deadline, flag }: OpenStore): Hosted => ({
  store: new Store({ session: { zone: zoneOf(zone), now, state }, memory, deadline, flag }),
  changes: state.changes,
  runs: new Map(),
})

function obey({ store: number, command }: WorkerRequest): CommandOutcome {
  if (command.kind === 'open') {
    stores.set(number, open(command))
    return undefined
  }
  const hosted = stores.get(number)
  // Whoever could not open closes as well.
  if (hosted === undefined && command.kind === 'close') return undefined
  if (hosted === undefined) throw new ZohoSqlError('INTERNAL', `there is no store ${number}`)
  if (command.kind === 'close') stores.delete(number)
  return work(hosted, command)
}

function work({ store, runs, changes }: Hosted, command: Exclude<EngineCommand, OpenStore>): CommandOutcome {
  switch (command.kind) {
    case 'stage':
      return void store.stage(command.table, command.types)
    case 'insert':
      return void store.insert(command.table, command.rows)
    case 'clear':
      return void store.clear(command.table)
    case 'run':
      return void runs.set(command.run, store.run(command.program))
    case 'next':
      return next(runs, command.run, changes)
    case 'end':
      return void end(runs, command.run)
    case 'size':
      return store.size
    case 'close':
      return void store.close()
  }
}

function next(runs: Hosted['runs'], run: number, made: SettingChange[]): WorkerBatch {
  const source = runs.get(run)
  const rows: StoreRow[] = []
  let characters = 0
  while (source !== undefined && rows.length < batchRows && characters < batchCharacters) {
    const { value, done } = source.next()
    if (done) return { rows, done: true, changes: made.splice(0) }
    rows.push(value)
    for (const one of value) if (typeof one === 'string') characters += one.length
  }
  return { rows, done: source === undefined, changes: made.splice(0) }
}

function end(runs: Hosted['runs'], run: number): void {
  runs.get(run)?.return?.()
  runs.delete(run)
}

function answer(request: WorkerRequest): WorkerReply {
  try {
    return { id: request.id, outcome: obey(request) }
  } catch (error) {
    return { id: request.id, error: carried(error) }
  }
}

const { busy } = workerData as ThreadOptions

parentPort?.on('message', (request: WorkerRequest) => {
  Atomics.store(busy, 0, 1)
  parentPort?.postMessage(answer(request))
  Atomics.store(busy, 0, 0)
  Atomics.notify(busy, 0)
})
