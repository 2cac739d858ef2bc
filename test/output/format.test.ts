import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { boolean, numeric, text } from '../../src/base/types.ts'
import { type FormatColumn, type FormatName, type FormatRow, loadFormat } from '../../src/output/format/index.ts'

const columns: readonly FormatColumn[] = [
  { name: 'name', sqlType: text },
  { name: 'amount', sqlType: numeric(10, 2) },
  { name: 'hot', sqlType: boolean },
]

const rows: readonly FormatRow[] = [
  ['Ada', '12.50', true],
  ['東京 🗼', '-3.00', null],
  [null, null, false],
]

async function printed(name: FormatName, batches: readonly (readonly FormatRow[])[], of = columns, header = true) {
  const format = (await loadFormat(name))(of, { header })
  return format.begin() + batches.map((batch) => format.rows(batch)).join('') + format.end()
}

/** Which part printed what: begin, each batch, end. */
async function parts(name: FormatName, batches: readonly (readonly FormatRow[])[]) {
  const format = (await loadFormat(name))(columns, { header: true })
  return [format.begin(), ...batches.map((batch) => format.rows(batch)), format.end()]
}

const one = (value: string | null): readonly (readonly FormatRow[])[] => [[[value]]]
const oneColumn: readonly FormatColumn[] = [{ name: 'c', sqlType: text }]

describe('table', () => {
  it('aligns numbers right, measures wide characters and shows NULL', async () => {
    expect(await printed('table', [rows])).toBe(
      [
        ' name    | amount | hot',
        '---------+--------+-------',
        ' Ada     |  12.50 | true',
        ' 東京 🗼 |  -3.00 | NULL',
        ' NULL    |   NULL | false',
        '',
      ].join('\n'),
    )
  })

  it('leaves the header away', async () => {
    expect(await printed('table', [[['a', '1.00', true]]], columns, false)).toBe(' a | 1.00 | true\n')
  })

  it('writes out what would move the cursor or turn the line around', async () => {
    const nasty = 'a\nb\tc\x1b[31mred\x07\u202eevil\u0000'
    expect(await printed('table', one(nasty), oneColumn, false)).toBe(
      ' a\\nb\\tc\\u001b[31mred\\u0007\\u202eevil\\u0000\n',
    )
  })

  it('prints the first thousand rows together and later ones as they come, uncut', async () => {
    const thousand: FormatRow[] = Array.from({ length: 999 }, (_, i) => [`n${i}`, '1.00', true])
    const texts = await parts('table', [thousand, [['last', '1.00', true]], [['wider than all', '1.00', true]]])
    expect(texts[1]).toBe('')
    expect(texts[2]!.split('\n')).toHaveLength(1003)
    expect(texts[3]).toBe(' wider than all |   1.00 | true\n')
    expect(texts[4]).toBe('')
  })

  it('prints the names of no rows', async () => {
    expect(await printed('table', [])).toBe(' name | amount | hot\n------+--------+-----\n')
  })
})

describe('csv', () => {
  it('quotes what needs it, and keeps NULL and the empty text apart', async () => {
    const cells: FormatRow[] = [['a,b'], ['say "hi"'], ['two\nlines'], [null], [''], [' pad '], ['=1+1']]
    const text = await printed('csv', [cells], oneColumn)
    expect(text).toBe('c\n"a,b"\n"say ""hi"""\n"two\nlines"\n\n""\n" pad "\n=1+1\n')
    expect(parse(text, { skip_empty_lines: false }).map(([cell]) => cell)).toEqual([
      'c',
      'a,b',
      'say "hi"',
      'two\nlines',
      '',
      '',
      ' pad ',
      '=1+1',
    ])
  })

  it('quotes every sign of control, whatever some reader takes for the end of a line, and what ends a COPY', async () => {
    const control = Array.from({ length: 160 }, (_, code) => code).filter((code) => code < 32 || code >= 127)
    const signs = [...control, 0x2028, 0x2029, 0xfeff]
    for (const sign of signs) {
      const cell = `a${String.fromCharCode(sign)}b`
      const isSeen = sign === 0xfeff
      expect(await printed('csv', one(cell), oneColumn)).toBe(isSeen ? `c\n${cell}\n` : `c\n"${cell}"\n`)
    }
    expect(await printed('csv', one('\\.'), oneColumn)).toBe('c\n"\\."\n')
    expect(await printed('csv', one('\ufefffirst'), oneColumn, false)).toBe('"\ufefffirst"\n')
  })

  it('prints values as they are', async () => {
    expect(await printed('csv', [rows])).toBe('name,amount,hot\nAda,12.50,true\n東京 🗼,-3.00,\n,,false\n')
    expect(await printed('csv', [rows.slice(0, 1)], columns, false)).toBe('Ada,12.50,true\n')
    expect(await printed('csv', [])).toBe('name,amount,hot\n')
  })
})

describe('json and ndjson', () => {
  const numbers: FormatRow[] = [
    ['Ada', 12.5, true],
    [null, Number.NaN, null],
  ]
  it('keeps types, and what JSON cannot say as text', async () => {
    const text = await printed('json', [numbers.slice(0, 1), [], numbers.slice(1)])
    expect(text).toBe('[\n {"name":"Ada","amount":12.5,"hot":true},\n {"name":null,"amount":"NaN","hot":null}\n]\n')
    expect(await printed('ndjson', [numbers])).toBe(
      '{"name":"Ada","amount":12.5,"hot":true}\n{"name":null,"amount":"NaN","hot":null}\n',
    )
  })

  it('is an empty array without rows', async () => {
    expect(await printed('json', [])).toBe('[]\n')
    expect(await printed('ndjson', [])).toBe('')
  })

  it('loses no value of columns that share a name', async () => {
    const same = ['id', 'id_2', 'id', 'id'].map((name) => ({ name, sqlType: text }))
    expect(await printed('ndjson', [[['a', 'b', 'c', 'd']]], same)).toBe(
      '{"id":"a","id_2":"b","id_3":"c","id_4":"d"}\n',
    )
  })
})

describe('markdown', () => {
  it('escapes what would end a cell or begin markup', async () => {
    expect(await printed('markdown', [[['a|b\nc <b> *x* my_name', '1.00', null]]])).toBe(
      '| name | amount | hot |\n| --- | ---: | --- |\n| a\\|b<br>c &lt;b> \\*x\\* my_name | 1.00 |  |\n',
    )
  })
})

describe('vertical', () => {
  it('numbers the records across batches', async () => {
    const text = await printed('vertical', [[rows[0]!], [rows[2]!]])
    expect(text).toBe(
      [
        `-[ RECORD 1 ]${'-'.repeat(27)}`,
        'name   | Ada',
        'amount | 12.50',
        'hot    | true',
        `-[ RECORD 2 ]${'-'.repeat(27)}`,
        'name   | NULL',
        'amount | NULL',
        'hot    | false',
        '',
      ].join('\n'),
    )
  })
})
