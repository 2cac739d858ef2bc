import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, readText, root } from '../tidy/sources.ts'

const documents = ['README.md', 'CONTRIBUTING.md', ...filesBelow(['docs', 'src'], '.md')]

/** `src/plan/plan.ts`, `test/oracle/`: what stands in backquotes or a drawing and begins like a path of the repository. */
const named = (text: string): string[] =>
  [...text.matchAll(/(?<![\w./-])(?:src|test|docs|grammar|bench|tools|bin|\.ci)\/[\w./*-]*/g)]
    .map(([path]) => path.replace(/[.]+$/, ''))
    .filter((path) => !path.includes('*'))

/** `[text](file#part)`, without what leads out of the repository. */
const linked = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!.split('#')[0]!).filter((t) => !/^(\w+:|$)/.test(t))

describe('every path is there that is named in', () => {
  it.each(documents)('%s', (document) => {
    const text = readText(document)
    const missing = [
      ...named(text).filter((path) => !existsSync(join(root, path))),
      ...linked(text).filter((path) => !existsSync(join(root, dirname(document), path))),
    ]
    expect(missing).toEqual([])
  })

  it('some are named at all', () => {
    expect(named(readText('docs/architecture.md')).length).toBeGreaterThan(30)
  })
})
