/** Ctrl-C goes to whoever began to listen last: a statement under way, before the command that runs it. */

const listeners: (() => void)[] = []

export function interrupt(): void {
  listeners.at(-1)?.()
}

/** Listens until it is disposed of. */
export function onInterrupt(listener: () => void): Disposable {
  if (listeners.length === 0) process.on('SIGINT', interrupt)
  listeners.push(listener)
  return {
    [Symbol.dispose]() {
      listeners.splice(listeners.lastIndexOf(listener), 1)
      if (listeners.length === 0) process.off('SIGINT', interrupt)
    },
  }
}
