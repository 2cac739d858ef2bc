import { readdirSync, readFileSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { comparable, here, postgres, there } from './oracle.ts'

/**
 * Statements in two engines: parsed, bound and run here, and run by PostgreSQL (PGlite) over the same tables. Rows,
 * their order where one is asked for, and SQLSTATEs of errors must be the same.
 */

const folder = new URL('corpus/', import.meta.url)
const statementsOf = (file: string): string[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .split(/;\s*$/m)
    .map((text) => text.replace(/^\s*--.*$/gm, '').trim())
    .filter((text) => text !== '')

let db: PGlite
beforeAll(async () => {
  db = await postgres()
})
afterAll(() => db.close())

it.each(readdirSync(folder).filter((file) => file.endsWith('.sql')))('%s', async (file) => {
  const wrong: object[] = []
  let empty = 0
  const statements = statementsOf(file)
  for (const sql of statements) {
    const ours = here(sql)
    const theirs = await there(db, sql)
    const [expected, got] = [comparable(theirs, ours.ordered), comparable(ours, ours.ordered)]
    if (expected.join('\n') !== got.join('\n')) wrong.push({ sql, expected, got, message: ours.message })
    if (expected.length === 0) empty++
  }
  expect(wrong).toEqual([])
  expect(empty).toBeLessThan(statements.length / 4)
})
