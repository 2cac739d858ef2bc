/** Deterministic pseudo-random numbers: the same seed gives the same company and the same faults on every machine. */

/** A 32-bit number from two; good enough mixing that neighbours share nothing (Murmur3's finaliser). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(b + 0x7f4a_7c15, 0xc2b2_ae35)
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A 32-bit number from text (FNV-1a). */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c_9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x0100_0193)
  return mix(h >>> 0, text.length)
}

/** A hash as a fraction: 0 ≤ x < 1. */
export const fraction = (hash: number): number => hash / 0x1_0000_0000

/** A whole number from `low` to `high`, both included. */
export const between = (hash: number, low: number, high: number): number =>
  low + Math.floor(fraction(hash) * (high - low + 1))
