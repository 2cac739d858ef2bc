/** Chance that repeats itself: numbers from a seed, and what tests make of them. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number, both bounds included. */
  whole(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  /** True so often out of one. */
  odds(share: number): boolean
}

/** FNV-1a: any text as a seed. */
function hash(text: string): number {
  let value = 2166136261
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619)
  return value >>> 0
}

/** mulberry32. */
export function chance(seed: string): Chance {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return { next, whole, pick: (list) => list[whole(0, list.length - 1)]!, odds: (share) => next() < share }
}
