/**
 * Our parser against PostgreSQL's own: the same tree, or a clear refusal, never another meaning.
 *
 * `ZOHOSQL_SQL_COUNT` statements are generated (500), from seed `ZOHOSQL_SQL_SEED` (1) on.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isBlank, lex } from '../../src/sql/index.ts'
import { Generator, mutate } from './support/generate.ts'
import { type Judgement, judge, queryOf } from './support/judge.ts'
import { columnPlaces } from './support/places.ts'
import { statements } from './support/statements.ts'

const count = Number(process.env.ZOHOSQL_SQL_COUNT ?? 500)
const seed = Number(process.env.ZOHOSQL_SQL_SEED ?? 1)
const patience = 30_000 + 10 * count
const corpus = new URL('corpus/', import.meta.url)

/** `?` is no PostgreSQL: numbered for the oracle. */
function numbered(sql: string): string {
  let index = 0
  return lex(sql)
    .map((token) => (token.text === '?' ? `$${++index}` : token.text))
    .join('')
}

const generated = Array.from({ length: count }, (_, index) => new Generator(seed + index).statement())

function wrong(texts: readonly string[], judged: (verdict: Judgement, text: string) => void = () => {}): string[] {
  return texts.flatMap((text) => {
    const judgement = judge(text)
    judged(judgement, text)
    return judgement.verdict === 'WRONG' ? [`${text}\n  ${judgement.detail}`] : []
  })
}

const few = (problems: readonly string[]): readonly string[] => problems.slice(0, 5)

describe('the same tree as PostgreSQL', () => {
  it.each(statements)('%s', (text) => {
    expect(judge(text)).toEqual({ verdict: 'same', detail: '' })
  })

  const tpch = new URL('tpch/', corpus)
  it.each(readdirSync(tpch).sort())('TPC-H %s', (file) => {
    expect(judge(readFileSync(new URL(file, tpch), 'utf8'))).toEqual({ verdict: 'same', detail: '' })
  })

  it('for what clients and BI tools send', () => {
    const queries = JSON.parse(readFileSync(new URL('clients.json', corpus), 'utf8')) as {
      client: string
      sql: string
    }[]
    const refused = new Set<string>()
    const problems = wrong(
      queries.map(({ sql }) => numbered(sql)),
      ({ verdict, detail }) => verdict === 'not supported' && refused.add(detail.replace(/ \(.*/, '')),
    )
    expect(few(problems)).toEqual([])
    expect([...refused]).toEqual([])
  })

  it(
    `for ${count} generated statements from seed ${seed}`,
    () => {
      const tally: Record<string, number> = {}
      const problems = wrong(generated, ({ verdict }) => {
        tally[verdict] = (tally[verdict] ?? 0) + 1
      })
      expect(few(problems)).toEqual([])
      expect(tally).not.toHaveProperty('refused')
      expect(tally).not.toHaveProperty('not supported')
      expect(tally).not.toHaveProperty('lenient')
      expect(tally.same).toBeGreaterThan(count * 0.8)
    },
    patience,
  )
})

describe('the same refusals as PostgreSQL', () => {
  it(
    `for ${count} broken statements from seed ${seed}`,
    () => {
      const tally = { same: 0, 'both refuse': 0, refused: 0, 'not supported': 0, lenient: 0, WRONG: 0 }
      let samePlace = 0
      const broken = generated.map((text, index) => {
        const tokens = lex(text).filter((token) => !isBlank(token))
        return mutate(
          tokens.map((token) => token.text),
          seed + index,
        )
      })
      // A question mark is a parameter here and an operator there.
      const comparable = broken.filter((text) => !text.includes('?'))
      const problems = wrong(comparable, ({ verdict, samePlace: same }) => {
        tally[verdict]++
        samePlace += same ? 1 : 0
      })
      expect(few(problems)).toEqual([])
      expect(tally['both refuse']).toBeGreaterThan(count / 2)
      expect(samePlace / tally['both refuse']).toBeGreaterThan(0.9)
      // Left over: operators as names of result columns (`SELECT a or FROM t`), and unknown fields of EXTRACT.
      expect(tally.refused).toBeLessThan(count / 100)
      expect(tally.lenient).toBeLessThanOrEqual(count / 500)
    },
    patience,
  )
})

describe('the same places as PostgreSQL', () => {
  it(
    'of columns and operators',
    () => {
      for (const text of generated) {
        const expected = columnPlaces.postgres(text)
        if (expected) expect(columnPlaces.ours(queryOf(text)), text).toEqual(expected)
      }
    },
    patience,
  )
})
