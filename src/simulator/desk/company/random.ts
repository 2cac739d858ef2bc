/** Chance by name: the same seed and the same name give the same number, whatever was asked before. */
import { between, fraction, hashText, mix } from '../../hash.ts'

const dayMs = 86_400_000
/** The last day of a desk that is not told another; nothing in it is younger. */
const usualEnd = Date.UTC(2026, 5, 30, 18)

export class Chance {
  readonly #seed: number
  /** The desk's last instant: nothing in it is younger. */
  readonly end: number
  constructor(seed: number, end = usualEnd) {
    this.#seed = seed
    this.end = end
  }
  hash(name: string, index: number): number {
    return mix(hashText(name, this.#seed), index)
  }
  /** True in `share` of the cases. */
  yes(share: number, name: string, index: number): boolean {
    return fraction(this.hash(name, index)) < share
  }
  number(low: number, high: number, name: string, index: number): number {
    return between(this.hash(name, index), low, high)
  }
  pick<T>(pool: readonly T[], name: string, index: number): T {
    return pool[this.hash(name, index) % pool.length]!
  }
  /** The first ones much more often. */
  pickEarly<T>(pool: readonly T[], name: string, index: number): T {
    return pool[Math.floor(fraction(this.hash(name, index)) ** 2 * pool.length)]!
  }
  maybe<T>(share: number, value: T, name: string, index: number): T | null {
    return this.yes(share, name, index) ? value : null
  }
}

/** A stored time. */
export const stamp = (at: number): string => new Date(at).toISOString()
export const days = (count: number): number => count * dayMs
