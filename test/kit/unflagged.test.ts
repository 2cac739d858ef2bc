/** Lists by offset whose answers do not say whether there is more. */
import { expect, it } from 'vitest'
import { unflagged } from '../../src/services/kit/pages/unflagged.ts'
import type { AnswerRow } from '../../src/services/kit/rows.ts'

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1))

/** What is read of a list, and the offsets that were asked for. `before` may change the list before each call. */
async function read(
  list: string[],
  {
    base = 0,
    reach,
    before = () => undefined,
  }: { base?: number; reach?: number; before?: (call: number) => void } = {},
) {
  const asked: number[] = []
  const found: string[] = []
  const ask = async (from: number, limit: number): Promise<AnswerRow[]> => {
    before(asked.length)
    asked.push(from)
    const start = Math.max(0, from - base)
    return list.slice(start, start + limit).map((id) => ({ id }))
  }
  const tooLong = (rows: number): Error => new Error(`more than ${rows}`)
  for await (const rows of unflagged({ limit: 10, reach, ask, tooLong }))
    found.push(...rows.map(({ id }) => String(id)))
  return { found, asked }
}

it('all rows come once, whether offsets begin at 0 or at 1', async () => {
  for (const count of [0, 1, 9, 10, 11, 19, 20, 37]) {
    for (const base of [0, 1]) expect((await read(ids(count), { base })).found).toEqual(ids(count))
  }
  expect((await read(ids(25))).asked).toEqual([0, 9, 18])
})

it('a row that goes meanwhile hides no other', async () => {
  const list = ids(40)
  const { found } = await read(list, { before: (call) => void (call === 1 && list.splice(2, 3)) })
  expect(found).toEqual(ids(40))
})

it('a row that comes meanwhile doubles none', async () => {
  const list = ids(40)
  const { found } = await read(list, { before: (call) => void (call === 1 && list.unshift('new')) })
  expect(found).toEqual(ids(40))
})

it('the end of what offsets reach is told', async () => {
  expect((await read(ids(18), { reach: 9 })).found).toHaveLength(18)
  // A full page at the end of what can be asked for may have been the last one: nobody says.
  await expect(read(ids(19), { reach: 9 })).rejects.toThrow('more than 19')
})

it('a page that comes again, and rows that go all the time, are errors', async () => {
  const same = async (): Promise<AnswerRow[]> => ids(10).map((id) => ({ id }))
  const pages = unflagged({ limit: 10, reach: undefined, ask: same, tooLong: () => new Error() })
  await pages.next()
  await expect(pages.next()).rejects.toMatchObject({ code: 'REMOTE_ANSWER' })
  let fresh = 0
  const list = Array.from({ length: 10 }, () => String(fresh++))
  await expect(
    read(list, { before: () => void list.splice(0, 10, ...Array.from({ length: 10 }, () => String(fresh++))) }),
  ).rejects.toMatchObject({ code: 'REMOTE_ANSWER' })
})

it('a list that is empty all at once, though its first rows were full, is an error', async () => {
  let calls = 0
  const ask = async (): Promise<AnswerRow[]> => (calls++ === 0 ? ids(10).map((id) => ({ id })) : [])
  const pages = unflagged({ limit: 10, reach: undefined, ask, tooLong: () => new Error() })
  await pages.next()
  await expect(pages.next()).rejects.toMatchObject({ code: 'REMOTE_ANSWER' })
})
