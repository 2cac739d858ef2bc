/** The second desk at its full length compared with PostgreSQL: `npm run oracle:desk -- --help`. */
import { parseArgs } from 'node:util'
import { hurry } from '../support/hurry.ts'
import { openCompany } from './open.ts'
import { companyQuestions, questions } from './questions.ts'
import { byWay, type DeskSetup, mixed, single } from './setups.ts'

const usage = `Compares zohosql with PostgreSQL over a desk made by chance. Ends with 1 where an answer differs.
  --seed N       of company, queries and mixes (default 1)
  --tickets N    of the company (default 12000)
  --count N      queries by chance (default 200)
  --from N       number of the first
  --written      the queries written by hand too
  --setup NAME   under this setup only
  --mixed N      under so many mixes by chance, not under each reading by itself
  --share N      each query under one of N setups (default 1: under all)
  --demo         the demo's desk in its place
`

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    tickets: { type: 'string', default: '12000' },
    count: { type: 'string', default: '200' },
    from: { type: 'string', default: '0' },
    written: { type: 'boolean', default: false },
    setup: { type: 'string' },
    mixed: { type: 'string' },
    share: { type: 'string', default: '1' },
    demo: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (options.help) {
  console.log(usage)
  process.exit()
}

hurry()
const seed = Number(options.seed)
const place = await openCompany({ seed, tickets: Number(options.tickets), demo: options.demo })
const byChance = await place.queries(seed, Number(options.from), Number(options.count))
const written = options.written ? (options.demo ? questions : companyQuestions) : []
const all = [...written, ...byChance]

function setups(): readonly DeskSetup[] {
  const mixes = Array.from({ length: Number(options.mixed ?? 0) }, (_, i) => mixed(seed * 1000 + i))
  if (options.setup !== undefined) {
    const named = [...byWay, ...single].find(({ name }) => name === options.setup)
    const mix = /^mix (\d+)$/.exec(options.setup)
    return named ? [named] : mix ? [mixed(Number(mix[1]))] : []
  }
  return options.mixed === undefined ? [...byWay, ...single] : mixes
}

const share = Number(options.share)
let [asked, wrong] = [0, 0]
for (const [index, setup] of setups().entries()) {
  const some = all.filter((_sql, i) => (i + index) % share === 0)
  const found = await place.disagreements(setup, some)
  asked += some.length
  wrong += found.length
  for (const line of found) console.log(`[${setup.name}] ${line}`)
}
await place[Symbol.asyncDispose]()
console.log(`${asked} answers of seed ${seed} compared: ${wrong} wrong`)
process.exitCode = wrong > 0 ? 1 : 0
