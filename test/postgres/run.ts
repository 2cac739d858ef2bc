/** Long runs by hand: `npm run oracle:postgres -- --help`. */
import { parseArgs } from 'node:util'
import { corpusFiles, readCorpus } from './corpus.ts'
import { Statements } from './generate/statements.ts'
import { Judge, type Verdict } from './judge.ts'
import { contradictions } from './logic.ts'
import { Ours } from './ours.ts'
import { company } from './world.ts'

const usage = `Compares zohosql with PostgreSQL.
  --corpus NAME     the statements of corpus/NAME*.sql
  --sql TEXT        one statement
  --seed N          generated statements, from this seed (default 1) …
  --count N         … so many
  --shapes          with --count: statements of rarer shapes
  --logic           with --count: generated conditions against themselves; needs no PostgreSQL
  --properties TEXT connection properties: pushdown=false;road=records
  --refused         list what ours refuses with 0A000
`

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    sql: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    shapes: { type: 'boolean' },
    logic: { type: 'boolean' },
    properties: { type: 'string', default: '' },
    refused: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

const tally = { same: 0, 'same error': 0, refused: 0, different: 0, 'with rows': 0 }

function report(sql: string, { outcome, text, rows }: Verdict, refused: boolean): void {
  tally[outcome]++
  if (rows > 0) tally['with rows']++
  if (outcome === 'different' || (outcome === 'refused' && refused)) console.log(`${outcome}: ${text}\n  ${sql}\n`)
}

async function logic(first: number, count: number): Promise<void> {
  await using ours = await Ours.open(company, values.properties)
  let wrong = 0
  for (let seed = first; seed < first + count; seed++) {
    const found = await contradictions(ours, new Statements(seed, company)).catch((error: Error) => [
      `failed: ${error.message}`,
    ])
    for (const text of found) console.log(`seed ${seed}: ${text}\n`)
    wrong += found.length
  }
  console.log({ conditions: count, wrong })
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage)
  if (values.logic) return logic(Number(values.seed), Number(values.count ?? 100))
  await using judge = await Judge.open(company, values.properties)
  if (!judge) throw new Error('no PostgreSQL')
  if (values.sql) {
    console.log(await judge.theirs(values.sql))
    report(values.sql, await judge.compare(values.sql), true)
  } else if (values.count) {
    const first = Number(values.seed)
    for (let seed = first; seed < first + Number(values.count); seed++) {
      const statements = new Statements(seed, company)
      const sql = values.shapes ? statements.shaped() : statements.next()
      report(`seed ${seed}: ${sql}`, await judge.compare(sql), values.refused === true)
    }
  } else {
    const files = corpusFiles.filter((file) => file.startsWith(values.corpus ?? ''))
    for (const file of files) {
      for (const { sql, refused } of readCorpus(file))
        report(sql, await judge.compare(sql), refused === undefined && values.refused === true)
    }
  }
  console.log(tally)
}

await main()
