import { afterAll, describe, expect, it } from 'vitest'
import { corpusFiles, readCorpus } from './corpus.ts'
import { Judge } from './judge.ts'
import { company } from './world.ts'

/** The written statements, compared with PostgreSQL; what ours refuses by name is marked so, and must stay so. */

const judge = await Judge.open(company)
afterAll(() => judge?.[Symbol.asyncDispose]())

it('has a thousand statements', () => {
  expect(corpusFiles.flatMap(readCorpus).length).toBeGreaterThan(1000)
})

describe.runIf(judge)('as PostgreSQL answers it', () => {
  it.each(corpusFiles)('%s', async (file) => {
    const wrong: string[] = []
    for (const { sql, refused } of readCorpus(file)) {
      const { outcome, text } = await judge!.compare(sql)
      const right = refused ? outcome === 'refused' : outcome === 'same' || outcome === 'same error'
      if (!right) wrong.push(`${outcome} ${text}: ${sql}`)
    }
    expect(wrong).toEqual([])
  })
})
