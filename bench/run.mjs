// npm run bench: how fast, as ratios in one run. Plain JavaScript, so that the grammars' hook is there before the rest.
import '../test/support/bundler-hook.ts'

const { bench } = await import('./bench.ts')
process.exitCode = await bench()
