import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bigint, numeric, type SqlType, text, wideBigint } from '../../src/base/types.ts'
import { writeSqlite } from '../../src/output/files/sqlite.ts'
import { writeXlsx } from '../../src/output/files/xlsx.ts'
import type { Cell, RowWriter } from '../../src/output/index.ts'

const id = '5725767040000000011'
const free: SqlType = { name: 'numeric' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-numbers-'))
})
afterAll(() => rm(folder, { recursive: true }))

const columnsOf = (types: readonly SqlType[]) => types.map((sqlType, i) => ({ name: `c${i}`, sqlType }))

/** Writes rows, each of them a batch of its own. */
async function written(write: RowWriter, types: readonly SqlType[], rows: readonly (readonly Cell[])[]) {
  const path = join(folder, `${Math.random()}`)
  await writeFile(path, '')
  const remarks: string[] = []
  async function* batches() {
    for (const row of rows) yield [row]
  }
  await write({ path, columns: columnsOf(types), batches: batches(), remark: (remark) => remarks.push(remark) })
  return { path, remarks }
}

/** `n` for a number and `t` for a text, with what is in it, row by row. */
async function sheet(types: readonly SqlType[], rows: readonly (readonly Cell[])[]) {
  const { path, remarks } = await written(writeXlsx, types, rows)
  const xml = strFromU8(unzipSync(await readFile(path))['xl/worksheets/sheet1.xml']!)
  const cells = Array.from(
    xml.matchAll(/<c r="[A-Z]+(\d+)"([^>]*)>(.*?)<\/c>/g),
    ([, , attributes, inside]) => `${attributes!.includes('inlineStr') ? 't' : 'n'} ${inside!.replace(/<[^>]*>/g, '')}`,
  )
  const widths = Array.from(xml.matchAll(/<col [^>]*width="([\d.]+)"/g), ([, width]) => Number(width))
  return { cells: cells.slice(types.length), remarks, widths }
}

async function table(types: readonly SqlType[], rows: readonly (readonly Cell[])[]) {
  const { path } = await written(writeSqlite, types, rows)
  const db = new Database(path, { readonly: true })
  try {
    const list = types.map((_, i) => `typeof(c${i}), c${i}`).join(', ')
    return db.prepare(`SELECT ${list} FROM answer`).safeIntegers().raw().all()
  } finally {
    db.close()
  }
}

describe('numbers in Excel files', () => {
  it('stay numbers, whatever their digits', async () => {
    const rows = [['33.3333333333333333'], ['2'], ['12345678901234567890.55'], ['-0.00000000000000001234567890123456']]
    const { cells } = await sheet([free], rows)
    expect(cells).toEqual(['n 33.333333333333336', 'n 2', 'n 12345678901234567000', 'n -1.234567890123456e-17'])
    expect((await sheet([numeric(38, 2)], [['12345678901234567.00']])).cells).toEqual(['n 12345678901234568'])
  })

  it.each([
    ['ids', wideBigint],
    ['sums', free],
    ['counts', bigint],
  ])('are texts where whole ones would change: all of a column (%s)', async (_, type) => {
    expect((await sheet([type], [[5], [null], [id]])).cells).toEqual(['t 5', `t ${id}`])
    expect((await sheet([type], [[5], [7]])).cells).toEqual(['n 5', 'n 7'])
  })

  it('say so where a long one comes late', async () => {
    const rows = [...Array.from({ length: 5000 }, () => [1]), [id]]
    const { cells, remarks } = await sheet([wideBigint], rows)
    expect(cells.at(-1)).toBe(`t ${id}`)
    expect(remarks).toEqual([expect.stringContaining('column "c0" have more digits than Excel keeps')])
  })

  it('have room: columns are as wide as what is in them', async () => {
    const long = 'x'.repeat(300)
    expect((await sheet([wideBigint, text, text], [[id, 'short', long]])).widths).toEqual([21, 10, 60])
  })
})

describe('numbers in SQLite files', () => {
  it('have one storage class per column', async () => {
    const rows = [
      ['33.3333333333333333', 1, '1.00', 'a'],
      ['2', id, '12345678901234567.25', 'b'],
      [null, null, null, null],
    ]
    expect(await table([free, wideBigint, numeric(16, 2), text], rows)).toEqual([
      ['real', 33.333333333333336, 'integer', 1n, 'real', 1, 'text', 'a'],
      ['real', 2, 'integer', BigInt(id), 'real', Number('12345678901234567.25'), 'text', 'b'],
      ['null', null, 'null', null, 'null', null, 'null', null],
    ])
  })

  it('are texts where a double would change whole ones, and refused where one comes late', async () => {
    expect(await table([free], [['2.5'], [id]])).toEqual([
      ['text', '2.5'],
      ['text', id],
    ])
    const late = [...Array.from({ length: 5000 }, () => ['1']), [id]]
    await expect(table([free], late)).rejects.toMatchObject({
      code: 'RESULT_LIMIT',
      hint: 'Write it as text: c0::text.',
    })
  })
})
