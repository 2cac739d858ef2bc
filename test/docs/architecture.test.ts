import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { passes } from '../../src/plan/index.ts'
import { readText, root } from '../tidy/sources.ts'

const architecture = readText('docs/architecture.md')

it('the documents tell all passes of the planner, in their order', () => {
  const section = architecture.split('## The passes of the planner')[1]!.split('\n## ')[0]!
  const told = [...section.matchAll(/^\| ([^|]+?) \|/gm)].map(([, name]) => name).slice(2)
  expect(told).toEqual(passes.map(({ name }) => name))
})

it('the documents tell what every folder of tests proves', () => {
  const folders = readdirSync(`${root}test`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.filter(({ name }) => !architecture.includes(`\`test/${name}\``)).map(({ name }) => name)).toEqual([])
})
