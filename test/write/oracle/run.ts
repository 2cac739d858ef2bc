/** So many statements of one seed, each by both; ends with the first that differs. */
import { chance } from '../../oracle/chance.ts'
import { Statements } from './generate.ts'
import { type Form, type Given, WriteJudge } from './judge.ts'

export interface Difference {
  readonly seed: string
  readonly number: number
  readonly sql: string
  readonly what: string
  readonly postgres: unknown
  readonly ours: unknown
}

export interface Tally {
  readonly difference: Difference | undefined
  /** Statements that wrote, and those that both refused. */
  readonly written: number
  readonly refused: number
}

/** Which of several things that are wrong is said first is each one's own. */
const sameState = (postgres: Given, ours: Given): boolean => (postgres.state === '00000') === (ours.state === '00000')

export async function runSeed(seed: string, count: number, form: Form): Promise<Tally> {
  await using judge = await WriteJudge.open(form)
  const statements = new Statements(chance(`write ${seed}`), form === 'lines')
  let [written, refused] = [0, 0]
  for (let number = 0; number < count; number++) {
    const sql = statements.next()
    const postgres = await judge.postgres(sql)
    // What only Zoho finds out it finds record by record, so that others are written.
    if (postgres.state === '23505') continue
    const ours = await judge.ours(sql)
    const found = (what: string, a: unknown, b: unknown): Tally => ({
      difference: { seed, number, sql, what, postgres: a, ours: b },
      written,
      refused,
    })
    if (!sameState(postgres, ours)) return found('state', postgres, ours)
    if (postgres.state !== '00000') refused++
    else {
      written++
      if (postgres.count !== ours.count) return found('count', postgres.count, ours.count)
      if (postgres.rows.join('\n') !== ours.rows.join('\n')) return found('rows', postgres.rows, ours.rows)
    }
    const [theirs, own] = await judge.tables()
    if (theirs.join('\n') !== own.join('\n')) {
      return found(
        'table',
        theirs.filter((row) => !own.includes(row)),
        own.filter((row) => !theirs.includes(row)),
      )
    }
  }
  return { difference: undefined, written, refused }
}
