/** As many writing statements by chance as you like, compared with PostgreSQL: `npm run oracle:write -- [SEED] [SEEDS] [STATEMENTS]`. */
import { runSeed } from './run.ts'

const [seed = Date.now() % 1_000_000, seeds = 20, statements = 60] = process.argv.slice(2).map(Number)
let failed = 0
for (let i = 0; i < seeds; i++) {
  const form = i % 2 === 0 ? 'records' : 'lines'
  const { difference, written, refused } = await runSeed(String(seed + i), statements, form)
  process.stdout.write(`seed ${seed + i}, ${form}: ${written} wrote, ${refused} were refused by both\n`)
  if (!difference) continue
  failed++
  process.stdout.write(`${JSON.stringify(difference, null, 2)}\n`)
}
process.exitCode = failed > 0 ? 1 : 0
