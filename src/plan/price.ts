/** What a plan is expected to cost, to choose between plans of the same query. */
import { creditsFor } from '../source/index.ts'
import type { Plan } from './plan.ts'

/** What each scan costs is known. */
export const isBounded = ({ scans }: Plan): boolean => scans.every(({ empty, offer }) => empty || !offer.price.perPage)

/** Of a scan whose length is not known, two pages. */
export function expectedCredits({ scans }: Plan): number {
  return scans.reduce((sum, { empty, offer: { price } }) => {
    if (empty) return sum
    return sum + creditsFor(price, price.rows ?? 2 * (price.perPage?.rows ?? 0))
  }, 0)
}

/** Conditions that nothing of was sent. */
export const localTests = ({ scans }: Plan): number =>
  scans.reduce((sum, { offer }) => sum + offer.verdicts.filter(({ outcome }) => outcome === 'local').length, 0)
