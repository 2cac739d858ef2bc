/** Medians over rounds, with the spread that the machine's noise makes. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

type Work = () => unknown

async function elapsedMs(work: Work): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, least: sorted[0]!, most: sorted.at(-1)! }
}

const warmUps = 3

async function repeat<T>(rounds: number, round: () => Promise<T>): Promise<T[]> {
  for (let i = 0; i < warmUps; i++) await round()
  const results: T[] = []
  for (let i = 0; i < rounds; i++) results.push(await round())
  return results
}

/** Milliseconds. */
export const time = async (work: Work, rounds: number): Promise<Spread> =>
  spread(await repeat(rounds, () => elapsedMs(work)))

export interface Comparison {
  readonly ratio: Spread
  readonly ownMs: Spread
}

/** How many times as long as the base; both in turn, so that what slows the machine down slows both. */
export async function compare(own: Work, base: Work, rounds: number): Promise<Comparison> {
  const pairs = await repeat(rounds, async () => ({ own: await elapsedMs(own), base: await elapsedMs(base) }))
  return {
    ratio: spread(pairs.map((pair) => pair.own / pair.base)),
    ownMs: spread(pairs.map((pair) => pair.own)),
  }
}
