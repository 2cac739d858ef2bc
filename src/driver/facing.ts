import type { Callback } from './face/index.ts'

/** What every public method has: npm `odbc`'s callbacks, and errors that tell the line they were called from. */

type FacedMethod = (...given: unknown[]) => unknown

/** Where something was asked for; V8 makes no text of it until an error wants it. */
export interface CallSite {
  readonly stack?: string
}

/** @param below the function whose callers are wanted */
export function callerOf(below: (...given: never[]) => unknown): CallSite {
  const here: CallSite = {}
  Error.captureStackTrace(here, below)
  return here
}

/** The error, with the lines of the program that asked: what is awaited in between loses them. */
export function withCaller(error: unknown, caller: CallSite): unknown {
  if (!(error instanceof Error)) return error
  const lines = (caller.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('(node:'))
  const [first] = lines
  if (first !== undefined && !error.stack?.includes(first)) error.stack = [error.stack, ...lines].join('\n')
  return error
}

/** Tells a callback what becomes of some work; what it throws is its program's own affair, and never swallowed. */
export function deliver<T>(work: Promise<T>, callback: Callback<T>): undefined {
  work.then(
    (value) => process.nextTick(callback, null, value),
    (error) => process.nextTick(callback, error, null),
  )
}

/** Gives methods of a class what public ones have. They must return promises. */
export function face<T extends object>({ prototype }: { readonly prototype: T }, ...names: (keyof T & string)[]): void {
  for (const name of names) {
    const method = prototype[name] as FacedMethod
    const faced = function (this: T, ...given: unknown[]): unknown {
      const callback = typeof given.at(-1) === 'function' ? (given.pop() as Callback<unknown>) : undefined
      const caller = callerOf(faced)
      const work = (async () => method.apply(this, given))().catch((error) => {
        throw withCaller(error, caller)
      })
      return callback ? deliver(work, callback) : work
    }
    Object.defineProperty(prototype, name, { value: faced, writable: true, configurable: true })
  }
}
