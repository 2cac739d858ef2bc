/** Long runs by hand: `npm run oracle:postgres -- --help`. */
import { parseArgs } from 'node:util'
import { corpusFiles, readCorpus } from './corpus.ts'
import { Judge, type Verdict } from './judge.ts'
import { company } from './world.ts'

const usage = `Compares zohosql with PostgreSQL.
  --corpus NAME     the statements of corpus/NAME*.sql
  --sql TEXT        one statement
  --refused         list what ours refuses with 0A000
`

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    sql: { type: 'string' },
    refused: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

const tally = { same: 0, 'same error': 0, refused: 0, different: 0 }

function report(sql: string, { outcome, text }: Verdict, refused: boolean): void {
  tally[outcome]++
  if (outcome === 'different' || (outcome === 'refused' && refused)) console.log(`${outcome}: ${text}\n  ${sql}\n`)
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage)
  await using judge = await Judge.open(company)
  if (!judge) throw new Error('no PostgreSQL')
  if (values.sql) {
    console.log(await judge.theirs(values.sql))
    report(values.sql, await judge.compare(values.sql), true)
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
