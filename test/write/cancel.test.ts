/** A statement that is ended in mid-write: what was written is told, and nothing more is sent. */
import { describe, expect, it } from 'vitest'
import { failure, place } from './help.ts'

const sql = (rows: number): string =>
  `INSERT INTO Parts (Name) VALUES ${Array.from({ length: rows }, (_, i) => `('c ${i}')`).join()}`

describe('a signal', () => {
  it('lets the batch on its way be answered, and begins no other', async () => {
    await using at = await place('MaxConcurrency=1', {
      faults: { script: [{ kind: 'slow', path: /\/Parts$/, delay: 300, nth: 2 }] },
    })
    const ends = new AbortController()
    const running = failure(() => at.db.query(sql(450), [], { signal: ends.signal }))
    while (at.simulator.rows('Parts').length < 350) await new Promise((resolve) => setTimeout(resolve, 5))
    ends.abort()
    const error = await running
    const written = at.simulator.rows('Parts').filter(({ Name }) => String(Name).startsWith('c ')).length
    const told = error.outcomes!.map(({ outcome }) => outcome)
    expect(error.sqlState).toBe('57014')
    expect(told.filter((one) => one === 'written')).toHaveLength(written)
    expect(told.filter((one) => one === 'unknown')).toEqual([])
    expect(told.at(-1)).toBe('notSent')
    expect(written).toBeLessThan(450)
    // Nothing arrives afterwards.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(at.simulator.rows('Parts').filter(({ Name }) => String(Name).startsWith('c ')).length).toBe(written)
  })

  it('before the first batch sends nothing', async () => {
    await using at = await place()
    const error = await failure(() => at.db.query(sql(3), [], { signal: AbortSignal.abort() }))
    expect([error.sqlState, at.simulator.writes().length]).toEqual(['57014', 0])
  })

  it('closing the connection in mid-write leaves every row told', async () => {
    const at = await place('', { faults: { script: [{ kind: 'slow', when: 'after', path: /\/Parts$/, delay: 150 }] } })
    const running = failure(() => at.db.query(sql(5)))
    while (at.simulator.rows('Parts').length < 255) await new Promise((resolve) => setTimeout(resolve, 5))
    await at[Symbol.asyncDispose]()
    const error = await running
    // It was written, and the answer may have come or not: never is it called refused or not sent.
    for (const { outcome } of error.outcomes ?? []) expect(['written', 'unknown']).toContain(outcome)
  })
})
