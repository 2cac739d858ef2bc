import type { Socket } from 'node:net'

/**
 * Those that have connected and not yet said who they are. Each address may have a few and all together some more; who
 * comes in addition makes the oldest go, so that connections that say nothing never shut others out.
 */
export class Doorstep {
  readonly #each: number
  readonly #most: number
  readonly #waiting = new Map<string, Set<Socket>>()
  readonly #all = new Set<Socket>()

  /**
   * @param each sockets of one address
   * @param most sockets of all
   */
  constructor(each: number, most: number) {
    this.#each = each
    this.#most = most
  }

  add(socket: Socket): void {
    const address = addressOf(socket)
    const same = this.#waiting.get(address) ?? new Set()
    this.#waiting.set(address, same)
    if (same.size >= this.#each) this.#oldest(same)
    if (this.#all.size >= this.#most) this.#oldest(this.#all)
    same.add(socket)
    this.#all.add(socket)
    socket.once('close', () => this.leave(socket))
  }

  leave(socket: Socket): void {
    if (!this.#all.delete(socket)) return
    const address = addresses.get(socket) ?? ''
    const same = this.#waiting.get(address)
    same?.delete(socket)
    if (same?.size === 0) this.#waiting.delete(address)
  }

  #oldest(sockets: ReadonlySet<Socket>): void {
    const [oldest] = sockets
    if (!oldest) return
    this.leave(oldest)
    oldest.destroy()
  }
}

/** Kept, because a socket that is gone has none. */
const addresses = new WeakMap<Socket, string>()

/** All that come by a Unix socket have one. */
function addressOf(socket: Socket): string {
  const address = socket.remoteAddress ?? ''
  addresses.set(socket, address)
  return address
}
