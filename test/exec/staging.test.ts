/** Scans that wait for the keys of another one: asked by lists where that is right and cheaper, else whole. */
import { beforeEach, describe, expect, it } from 'vitest'
import { integer, text } from '../../src/base/types.ts'
import { ArrayService, rowsOf } from '../support/arrays.ts'

const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

/** Every tenth item is of a thing that is there; narrow: three of the things are wanted. */
const tables = {
  things: { columns: { id: integer, kind: text }, rows: ids(30).map((id) => [id, id % 10 === 0 ? 'few' : 'many']) },
  items: {
    columns: { id: integer, thing: integer, label: integer },
    rows: ids(300).map((id) => [id, id % 60, 1000 + id]),
  },
  wide: { columns: { id: integer, item: integer }, rows: ids(6000).map((id) => [id, id % 300]) },
}

const join = `SELECT i.id, i.label FROM items i JOIN things t ON t.id = i.thing WHERE t.id IN (10, 20, 30) ORDER BY 1`
const answer = ids(300)
  .filter((id) => [10, 20, 30].includes(id % 60))
  .map((id) => [id, 1000 + id])

let service: ArrayService
beforeEach(() => {
  service = new ArrayService(tables)
})

describe('a scan that is joined to a narrow one', () => {
  it('is asked for the keys that came', async () => {
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked).toEqual(['things keys 3', 'items keys 3'])
  })

  it('is asked by as many lists as the keys fill', async () => {
    service.manners.keys = { most: 2, lists: 2 }
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked.toSorted()).toEqual(['items keys 1', 'items keys 2', 'things keys 3'])
  })

  it('comes whole where there are more keys than lists may hold', async () => {
    service.manners.keys = { most: 1, lists: 2 }
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked).toEqual(['things keys 3', 'items whole'])
  })

  it('comes whole where its service takes no keys', async () => {
    service.manners.keys = { most: 0, lists: 0 }
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked.toSorted()).toEqual(['items whole', 'things whole'])
  })

  it('comes whole where that is known to cost no more', async () => {
    service.manners.expected.set('items', 250)
    service.manners.page = 300
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked).toEqual(['things keys 3', 'items whole'])
  })

  it('comes whole where, with keys, its columns would come in other places', async () => {
    service.manners.shuffled = true
    service.manners.wait = async ({ road, table }) => {
      if (table === 'items') expect(road).toBe('whole')
    }
    expect(await rowsOf(service, join)).toEqual(answer)
  })

  it('comes whole where keys do not filter exactly: each list would bring all rows again', async () => {
    service.manners.keys = { most: 1, lists: 9 }
    service.manners.keyVerdict = 'superset'
    expect(await rowsOf(service, join)).toEqual(answer)
    expect(service.asked).toEqual(['things keys 3', 'items whole'])
  })

  it('asks for nothing where no key came', async () => {
    expect(await rowsOf(service, join.replace('10, 20, 30', '-1, -2'))).toEqual([])
    expect(service.asked).toEqual(['things keys 2'])
  })
})

/** Three scans: the keys of one are read, thousands of them, while pages of the widest one still come. */
it('pages come while the keys of another scan are read', async () => {
  service.manners.page = 500
  // The wide scan hands on a page whenever the keys have had a turn, so that its pages fall among them.
  service.manners.wait = async ({ table }) => {
    if (table === 'wide') await new Promise((resolve) => setImmediate(resolve))
  }
  const many = new ArrayService({
    ...tables,
    keys: { columns: { id: integer, kind: integer }, rows: ids(9000).map((id) => [id, id % 2]) },
    narrowed: { columns: { id: integer, key: integer }, rows: ids(50).map((id) => [id, id * 7]) },
  })
  Object.assign(many.manners, service.manners)
  const sql = `SELECT count(*) FROM keys k JOIN narrowed n ON n.key = k.id CROSS JOIN (SELECT count(*) AS c FROM wide) w
    WHERE k.kind IN (0, 1)`
  expect(await rowsOf(many, sql)).toEqual([[50]])
  expect(many.asked.some((asked) => asked.startsWith('narrowed keys'))).toBe(true)
})
