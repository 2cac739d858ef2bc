/** As many queries by chance as you like, compared with PostgreSQL: `npm run oracle -- --help`. */
import { parseArgs } from 'node:util'
import { generate } from './generate.ts'
import { Judge, openSimulator } from './harness.ts'
import { PostgresError } from './postgres.ts'
import { type Numbered, type Outcome, runSetup, shareOf } from './runs.ts'
import { basic, rotated, type Setup, setupByChance, setupNamed } from './setups.ts'
import { written } from './written.ts'

const usage = `Compares zohosql with PostgreSQL, under the simulator's readings of Zoho. Ends with 1 where an answer differs.
  --seed N        of the queries (default: by chance)
  --count N       so many queries (default 1000)
  --from N        number of the first (default 0)
  --written       the queries written by hand too
  --setup NAME    under this setup only
  --all           each query under every setup, not under three of them
  --mixed N       under N setups of many readings at once, by chance
`

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    count: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    setup: { type: 'string' },
    written: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    mixed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (options.help) {
  console.log(usage)
  process.exit()
}

const seed = Number(options.seed)
const byChance = Array.from({ length: Number(options.count) }, (_, i): Numbered => {
  const index = Number(options.from) + i
  return { name: `seed ${seed}, query ${index}`, ...generate(seed, index) }
})
const byHand = [...written].flatMap(([file, questions]) =>
  questions.map((question, i): Numbered => ({ name: `${file}.sql, query ${i + 1}`, ...question })),
)
const questions = options.written ? [...byHand, ...byChance] : byChance

type Task = readonly [setup: Setup, questions: readonly Numbered[]]

function tasks(): Task[] {
  if (options.setup !== undefined) return [[setupNamed(options.setup), questions]]
  const whole = (setup: Setup): Task => [setup, questions]
  if (options.mixed !== undefined) {
    const mixed = Array.from({ length: Number(options.mixed) }, (_, i) => setupByChance(seed * 1000 + i))
    return mixed.map((setup, i): Task => [setup, shareOf(questions, i, mixed.length, 3)])
  }
  if (options.all) return [...basic, ...rotated].map(whole)
  const share = (setup: Setup, index: number): Task => [setup, shareOf(questions, index, rotated.length, 3)]
  return [...basic.map(whole), ...rotated.map(share)]
}

async function printAnswers(judge: Judge): Promise<void> {
  const answers = await Promise.all(questions.map((question) => judge.answer(question)))
  const refused = answers.filter((answer) => answer instanceof PostgresError).length
  const empty = answers.filter((answer) => !(answer instanceof PostgresError) && answer.rows.length === 0).length
  console.log(`${questions.length} queries, seed ${seed}: ${empty} without rows, ${refused} refused by PostgreSQL`)
}

const judge = await Judge.open()
const simulator = await openSimulator()
await printAnswers(judge)
const outcomes: Outcome[] = []
for (const [setup, some] of tasks()) {
  const outcome = await runSetup(setup, some, judge, simulator)
  for (const line of [...outcome.wrong, ...outcome.faults]) console.log(line)
  outcomes.push(outcome)
}
await judge.close()
await simulator.close()

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0)
const wrong = sum((outcome) => outcome.wrong.length)
const faults = sum((outcome) => outcome.faults.length)
console.log(
  `${sum(({ asked }) => asked)} answers compared under ${outcomes.length} setups: ${wrong} wrong, ${faults} rules broken`,
)
process.exitCode = wrong + faults > 0 ? 1 : 0
