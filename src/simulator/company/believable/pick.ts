import { fraction, mix } from '../../hash.ts'
import type { LookupValue } from '../../model.ts'
import type { CellMaker } from '../cells.ts'

/** One of a list, by a hash of its own. */
export const pick = <T>(list: readonly T[], hash: number, salt = 0): T =>
  list[Math.floor(fraction(mix(hash, salt)) * list.length)]!

/** Amounts around a middle: most a little below it, few far above. */
export const spread = (middle: number, hash: number): number =>
  middle * Math.exp((fraction(mix(hash, 21)) + fraction(mix(hash, 22)) - 1) * 1.4)

export const cents = (amount: number): number => Math.round(amount * 100) / 100

/** The lookup that a row holds under a name, if it holds one. */
export const held = (value: unknown): LookupValue | undefined => (value as LookupValue | null) ?? undefined

/** `alder-foods.example` for Alder Foods GmbH. */
export const domainOf = (firm: string): string =>
  `${firm
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\b(gmbh|ltd|inc|ag|bv|ab|sa|spa)\b\.?/g, '')
    .trim()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-+$/, '')}.example`

const letters = (text: unknown): string =>
  String(text ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')

/** `first.last@firm.example`, told apart by a number where two people might share it. */
export const mailOf = (first: unknown, last: unknown, domain: string, index: number): string =>
  `${[letters(first), letters(last) || 'office'].filter(Boolean).join('.')}${index % 7 === 0 ? index : ''}@${domain}`

export const text =
  (list: readonly unknown[]): CellMaker =>
  (hash) =>
    pick(list, hash)
