/**
 * What the planner calls exact is exact, and what it calls a superset loses no row: the remote query is sent as it is
 * planned, past the driver and its checks, and its rows are held against PostgreSQL's, under every reading of how Zoho
 * compares.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator, Variants } from '../../src/simulator/index.ts'
import { chance } from '../oracle/chance.ts'
import { condition } from '../oracle/generate.ts'
import { Judge, openSimulator, type Question, Stage } from '../oracle/harness.ts'
import { termsOf } from '../oracle/literals.ts'
import { PostgresError } from '../oracle/postgres.ts'
import { written } from '../oracle/written.ts'

const readings: readonly Partial<Variants>[] = [
  {},
  { coqlTextCompare: 'sensitive' },
  { coqlNotEqualKeepsNull: true },
  { coqlLikeWildcards: 'sql' },
  { coqlTrimsText: true },
  { coqlEmptyLiteral: 'null' },
  { coqlBackslash: 'escape' },
  { coqlTextCompare: 'sensitive', coqlNotEqualKeepsNull: true, coqlLikeWildcards: 'sql', coqlTrimsText: true },
]

const byChance = Array.from({ length: 50 }, (_, i): Question => {
  const random = chance(`verdict ${i}`)
  const table = random.pick(['Accounts', 'Contacts', 'Deals', 'Leads', 'Tasks', 'Gadgets'])
  return { sql: `SELECT t.id FROM "${table}" t WHERE ${condition(termsOf(table, 't'), random)}` }
})
const questions = [...written.get('filters')!.filter(({ sql }) => /^SELECT id\b/.test(sql)), ...byChance]

let judge: Judge
let simulator: Simulator
beforeAll(async () => {
  judge = await Judge.open()
  simulator = await openSimulator()
})
afterAll(async () => {
  await judge.close()
  await simulator.close()
})

/** Ids that PostgreSQL gives. */
async function wanted(question: Question): Promise<Set<string>> {
  const answer = await judge.answer(question)
  if (answer instanceof PostgresError) throw answer
  return new Set(answer.rows.map(([id]) => String(id)))
}

type Claim = 'exact' | 'superset' | 'local'

interface Tried {
  readonly claim: Claim
  readonly wrong?: string
}

async function tried(question: Question, stage: Stage): Promise<Tried> {
  const { scans } = await stage.explain(question.sql)
  const [scan] = scans
  const should = await wanted(question)
  if (scan!.empty) return { claim: 'exact', ...(should.size > 0 ? { wrong: `${question.sql}: not empty` } : {}) }
  const text = scan!.text[0]!.replace(/ limit \d+(?: offset \d+)?$/, ' limit 2000')
  const rows = await stage.coql(text)
  if (typeof rows === 'string') return { claim: 'exact', wrong: `${text}: ${rows}` }
  const got = new Set(rows.map(({ id }) => String(id)))
  const claim: Claim = scan!.verdicts.every(({ outcome }) => outcome === 'exact')
    ? 'exact'
    : scan!.verdicts.some(({ outcome }) => outcome !== 'local')
      ? 'superset'
      : 'local'
  const lost = [...should].filter((id) => !got.has(id))
  const more = claim === 'exact' ? [...got].filter((id) => !should.has(id)) : []
  if (lost.length === 0 && more.length === 0) return { claim }
  return { claim, wrong: `${question.sql}\n  ${text}\n  lacks ${lost.length}, has ${more.length} too many` }
}

describe('conditions that are sent', () => {
  it.each(readings.map((variants): [string, Partial<Variants>] => [JSON.stringify(variants), variants]))(
    'keep what they claim where %s',
    async (name, variants) => {
      await using stage = await Stage.open({ name, variants }, simulator)
      const outcomes: Tried[] = []
      for (const question of questions) outcomes.push(await tried(question, stage))
      expect(outcomes.flatMap(({ wrong }) => wrong ?? []).join('\n')).toBe('')
      const count = (claim: Claim): number => outcomes.filter((outcome) => outcome.claim === claim).length
      expect(count('exact')).toBeGreaterThan(80)
      expect(count('superset')).toBeGreaterThan(80)
      expect(count('local')).toBeGreaterThan(5)
    },
  )
})
