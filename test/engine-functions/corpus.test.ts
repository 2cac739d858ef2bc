import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpora, here, postgres, statementsOf, there } from './both.ts'

let db: PGlite
beforeAll(async () => {
  db = await postgres()
})
afterAll(() => db.close())

describe('expressions', () => {
  it.each(corpora)('%s: type, value and SQLSTATE as in PostgreSQL', async (corpus) => {
    const differ: string[] = []
    for (const sql of statementsOf(corpus)) {
      const [ours, theirs] = [here(sql), await there(db, sql)]
      if (ours !== theirs) differ.push(`${sql}\n     ours: ${ours}\n  theirs: ${theirs}`)
    }
    expect(differ.join('\n')).toBe('')
  })

  it('are many', () => {
    expect(corpora.flatMap(statementsOf).length).toBeGreaterThan(800)
  })
})
