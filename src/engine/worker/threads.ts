import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Thread } from './thread.ts'

/** Threads for stores, shared by all statements of the process. */

/** Beyond so many, statements share threads: each waits for the other's longest step. */
const threadsMax = 8
/** Milliseconds after which a thread without stores ends. */
const idleMs = 30_000
/** Milliseconds for a cancelled store to come back, which it does at the next row it looks at. */
const stuckMs = 2000

const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './engine-worker.js', import.meta.url)

let available: boolean | undefined

/** False where the worker's file was left behind, by a bundler that did not know of it. */
export function threadsAvailable(): boolean {
  available ??= file.protocol === 'file:' && existsSync(fileURLToPath(file))
  return available
}

const threads = new Set<Thread>()

/** Milliseconds for threads to come back when the process ends. */
const haltMs = 1000

const haltAll = (): void => {
  for (const thread of threads) if (!thread.stuck) thread.halt(haltMs)
}

/** A thread for one more store: an idle one, else a new one, else the one with the fewest. */
export function takeThread(flag: Int32Array): Thread {
  if (!process.listeners('exit').includes(haltAll)) process.on('exit', haltAll)
  for (const thread of threads) if (!thread.alive) threads.delete(thread)
  const free = [...threads].filter(({ stuck }) => !stuck).toSorted((a, b) => a.stores - b.stores)
  const least = free[0]
  const thread = least && (least.stores === 0 || free.length >= threadsMax) ? least : new Thread(file)
  threads.add(thread)
  thread.stores++
  thread.flags.add(flag)
  return thread
}

/** Gives a store's place back once the store has closed; a thread that does not come back is given up. */
export function leaveThread(thread: Thread, flag: Int32Array, closed: Promise<unknown>): void {
  const late = setTimeout(() => giveUp(thread), stuckMs).unref()
  const leave = (): void => {
    clearTimeout(late)
    thread.stores--
    thread.flags.delete(flag)
    thread.stuck = false
    if (thread.stores === 0) endWhenIdle(thread)
  }
  closed.then(leave, leave)
}

/** It is taken again when it comes back; meanwhile there may be one thread more. */
function giveUp(thread: Thread): void {
  thread.stuck = true
  thread.abandon()
}

function endWhenIdle(thread: Thread): void {
  setTimeout(() => {
    if (thread.stores > 0 || !threads.delete(thread)) return
    thread.terminate()
  }, idleMs).unref()
}
