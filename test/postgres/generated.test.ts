import { afterAll, describe, expect, it } from 'vitest'
import { Statements } from './generate/statements.ts'
import { Judge } from './judge.ts'
import { contradictions } from './logic.ts'
import { Ours } from './ours.ts'
import { company } from './world.ts'

/** A short share of what `npm run oracle:postgres` runs at length. */

const judge = await Judge.open(company)
const ours = await Ours.open(company)
afterAll(() => Promise.all([judge?.[Symbol.asyncDispose](), ours[Symbol.asyncDispose]()]))

describe.runIf(judge)('generated statements', () => {
  it('have the rows that PostgreSQL gives', async () => {
    const wrong: string[] = []
    let filled = 0
    for (let seed = 1; seed <= 150; seed++) {
      const statements = new Statements(seed, company)
      const sql = seed % 3 === 0 ? statements.shaped() : statements.next()
      const { outcome, text, rows } = await judge!.compare(sql)
      if (outcome !== 'same' && outcome !== 'same error') wrong.push(`seed ${seed}: ${outcome} ${text}: ${sql}`)
      if (rows > 0) filled++
    }
    expect(wrong).toEqual([])
    expect(filled).toBeGreaterThan(50)
  })
})

describe('generated conditions', () => {
  it('do not contradict themselves', async () => {
    const wrong: string[] = []
    for (let seed = 1; seed <= 50; seed++) {
      const found = await contradictions(ours, new Statements(seed, company))
      wrong.push(...found.map((text) => `seed ${seed}: ${text}`))
    }
    expect(wrong).toEqual([])
  })
})
