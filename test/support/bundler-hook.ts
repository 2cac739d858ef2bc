/**
 * For processes that are started with plain Node (`--import` this file): what bundlers make modules of becomes modules
 * there too, grammars and the package's own JSON.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileGrammar } from '../../tools/peggy-plugin.ts'

/** As bundlers have it: each key that may be a name is an export. */
function jsonModule(path: string): string {
  const value: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'))
  return Object.keys(value)
    .filter((key) => /^[a-z]\w*$/i.test(key))
    .map((key) => `const ${key}_ = ${JSON.stringify(value[key])}\nexport { ${key}_ as ${key} }`)
    .join('\n')
}

const packageJson = new URL('../../package.json', import.meta.url).href

registerHooks({
  load(url, context, next) {
    const compiled = url.endsWith('.peggy') ? compileGrammar : url === packageJson ? jsonModule : undefined
    return compiled
      ? { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true }
      : next(url, context)
  },
})
