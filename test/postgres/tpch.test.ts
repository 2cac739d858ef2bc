import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { Judge } from './judge.ts'
import { tpch } from './tpch-data.ts'

/** The 22 queries of TPC-H as published for PostgreSQL, with their default parameters. */

const folder = new URL('../sql/corpus/tpch/', import.meta.url)
const queries = readdirSync(folder).filter((name) => name.endsWith('.sql'))

const judge = await Judge.open(tpch(1))
afterAll(() => judge?.[Symbol.asyncDispose]())

it('has 22 queries', () => expect(queries).toHaveLength(22))

describe.runIf(judge)('TPC-H as PostgreSQL answers it', () => {
  it.each(queries)('%s', async (name) => {
    const { outcome, text, rows } = await judge!.compare(readFileSync(new URL(name, folder), 'utf8'))
    expect(`${outcome} ${text}`).toBe('same ')
    expect(rows).toBeGreaterThan(0)
  })
})
