/** Writes the same rows in several forms, and as JSON what readers should find in them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { numeric, type SqlType, text, wideBigint } from '../../src/base/types.ts'
import { writeSqlite } from '../../src/output/files/sqlite.ts'
import { textWriter } from '../../src/output/files/text.ts'
import { writeXlsx } from '../../src/output/files/xlsx.ts'
import type { Cell } from '../../src/output/index.ts'

const folder = process.argv[2]!

/** Every sign of control alone, in the middle, at an end and doubled; signs that mean something to some reader. */
const signs = [
  ...Array.from({ length: 32 }, (_, i) => i + 1),
  ...Array.from({ length: 33 }, (_, i) => i + 127),
  ...[0x2028, 0x2029, 0xfeff, 0x200b, 0x1f600],
].map((code) => String.fromCodePoint(code))
const texts = [
  ...signs.flatMap((sign) => [sign, `a${sign}b`, `${sign}b`, `a${sign}`, `${sign}${sign}`, `"${sign}"`, `a,${sign}`]),
  ...[
    '"',
    '""',
    'a"b',
    ',',
    'a,b',
    "'",
    '\\',
    '\\.',
    '\r\n',
    'a\r\nb',
    '\n\r',
    '',
    ' ',
    '#',
    '=1+1',
    'NULL',
    'NaN',
    'nan',
    'NA',
  ],
  null,
]

async function written(name: string, types: readonly SqlType[], rows: readonly (readonly Cell[])[]) {
  const columns = types.map((sqlType, i) => ({ name: i === 0 ? 'n' : `c\r${i}`, sqlType }))
  for (const [ending, write] of [
    ['csv', textWriter('csv', { header: true })],
    ['xlsx', writeXlsx],
    ['sqlite', writeSqlite],
  ] as const) {
    if (ending === 'xlsx' && name === 'texts') continue
    const path = join(folder, `${name}.${ending}`)
    async function* batches() {
      yield rows
    }
    await writeFile(path, '')
    await write({ path, columns, batches: batches(), remark: () => {} })
  }
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ names: columns.map((c) => c.name), rows }))
}

await written(
  'texts',
  [text, text, text],
  texts.map((cell, i) => [String(i), cell, 'last']),
)
await written(
  'numbers',
  [wideBigint, { name: 'numeric' }, numeric(16, 2), { name: 'numeric' }],
  [
    ['5725767040000000011', '33.3333333333333333', '12.50', '5725767040000000011'],
    ['5725767040000000012', '2', '9999999999.99', '7'],
  ],
)
