#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node must be able to read this far and be told what it lacks.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `zohosql needs Node.js 22.18 or newer and this is ${process.version}. Install a newer one, or run it as: npx -p node@24 -p zohosql zohosql …\n`,
  )
  process.exitCode = 2
} else {
  const { enableCompileCache, flushCompileCache } = await import('node:module')
  // What was compiled once starts faster the next time; where it cannot be kept, nothing is lost.
  enableCompileCache()
  // It is written at the end, which a server that is killed has not.
  setTimeout(flushCompileCache, 2000).unref()
  const { main } = await import('../dist/cli.js')
  process.exitCode = await main(process.argv.slice(2))
}
