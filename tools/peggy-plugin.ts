import { readFileSync } from 'node:fs'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import peggy from 'peggy'

/** Compiles one grammar file to the text of an ES module that exports `parse` and `SyntaxError`. */
export function compileGrammar(path: string): string {
  return peggy.generate(readFileSync(path, 'utf8'), {
    output: 'source',
    format: 'es',
    grammarSource: path,
    cache: false,
  })
}

/** Lets tsup import `grammar/*.peggy` as modules. */
export const peggyForEsbuild: EsbuildPlugin = {
  name: 'peggy',
  setup(build) {
    build.onLoad({ filter: /\.peggy$/ }, (args) => ({
      contents: compileGrammar(args.path),
      loader: 'js',
      watchFiles: [args.path],
    }))
  },
}

/** The same for vitest. */
export const peggyForVite = {
  name: 'peggy',
  enforce: 'pre' as const,
  load(id: string): string | undefined {
    return id.endsWith('.peggy') ? compileGrammar(id) : undefined
  },
}
