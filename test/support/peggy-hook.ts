import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileGrammar } from '../../tools/peggy-plugin.ts'

// For processes that tests start with plain Node (`--import` this file): grammars become modules there too.
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.peggy')
      ? { format: 'module', source: compileGrammar(fileURLToPath(url)), shortCircuit: true }
      : next(url, context),
})
