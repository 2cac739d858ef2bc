/** Groups of COQL whose numbers may mean something else: looked for here rather than believed. */
import { expect, it } from 'vitest'
import { CrmKnowledge } from '../../src/services/crm/knowledge.ts'
import { readGroups } from '../../src/services/crm/read/group.ts'
import type { CrmReader } from '../../src/services/crm/read/reader.ts'
import type { CoqlCell, RemoteAggregate } from '../../src/services/crm/request/index.ts'
import { type Page, ScanRefused } from '../../src/source/index.ts'
import { harness, newContext } from '../catalog/answers.ts'

async function cell(name: string): Promise<CoqlCell> {
  const { catalog, context } = harness()
  const column = (await catalog.table('Deals', context))!.columns.find((one) => one.name === name)!
  return { key: name, ref: { path: [], column } }
}

type Group = Readonly<Record<string, unknown>>

/** The values of the groups, or why they are not believed. */
async function read(
  fns: readonly RemoteAggregate['fn'][],
  groups: readonly Group[],
  by: string[] = [],
  guarded = false,
) {
  const amount = await cell('Amount')
  const ask = async () => ({ data: groups, info: { more_records: false } })
  const reader = { ask, version: 'v8', knowledge: new CrmKnowledge('v8') } as unknown as CrmReader
  const request = {
    kind: 'group',
    module: 'Deals',
    by: await Promise.all(by.map(cell)),
    aggregates: fns.map((fn) => (fn === 'count' ? { fn } : { fn, cell: amount })),
    select: Object.keys(groups[0] ?? {}),
    guarded,
    where: undefined,
    firstPage: 200,
  } as const
  const pages: Page[] = []
  try {
    for await (const page of readGroups(request, reader, newContext())) pages.push(page)
    return pages.flatMap(({ rows }) => rows)
  } catch (error) {
    return error instanceof ScanRefused ? error.message : `${(error as { code?: string }).code}`
  }
}

const n = 'COUNT(id)'

it('a least or greatest of zero may be one of nothing, unless another number shows values', async () => {
  expect(await read(['max'], [{ [n]: 3, 'MAX(Amount)': 0 }])).toContain('may be one of nothing')
  expect(await read(['min'], [{ [n]: 3, 'MIN(Amount)': '0' }])).toContain('may be one of nothing')
  expect(await read(['min', 'max'], [{ [n]: 3, 'MIN(Amount)': 0, 'MAX(Amount)': 7 }])).toEqual([[0, 7]])
  expect(await read(['max'], [{ [n]: 3, 'MAX(Amount)': null }])).toEqual([[null]])
  expect(await read(['max'], [{ [n]: 0, 'MAX(Amount)': 0 }])).toEqual([[null]])
  expect(await read(['max'], [{ [n]: 3, 'MAX(Amount)': 0 }], [], true)).toEqual([[0]])
  expect(await read(['max'], [{ [n]: 3, 'MAX(Amount)': null }], [], true)).toContain('may be one of nothing')
  expect(await read(['sum'], [{ [n]: 3, 'SUM(Amount)': null }], [], true)).toContain('no sum')
})

it('a count is a number, or it is counted here', async () => {
  expect(await read(['count'], [{ [n]: '27' }])).toEqual([[27]])
  expect(await read(['count'], [])).toEqual([[0]])
  expect(await read(['count'], [{ [n]: null }])).toContain('counted here')
  for (const wrong of [true, [27], 'many', 2.5, -1])
    expect(await read(['count'], [{ [n]: wrong }])).toBe('REMOTE_ANSWER')
})

it('a group that comes twice is grouped here', async () => {
  const rows = [
    { Stage: 'Won', [n]: 2 },
    { Stage: 'Won', [n]: 2 },
  ]
  expect(await read(['count'], rows, ['Stage'])).toContain('more than once')
  expect(await read(['count'], rows.slice(1), ['Stage'])).toEqual([['Won', 2]])
})
