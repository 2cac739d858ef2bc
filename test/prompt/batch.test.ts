import { describe, expect, it } from 'vitest'
import { smallCompany } from '../cli/company.ts'
import { useSimulator, zohosql } from '../cli/support.ts'

const { connection } = useSimulator({ data: smallCompany })

const script = (input: string, ...options: string[]) => zohosql(['-c', connection(), ...options], { input })

describe('scripts with commands, from a pipe', () => {
  it('write rows to stdout and remarks to stderr', async () => {
    const ran = await script(
      '\\set id 501\nSELECT Deal_Name FROM Deals WHERE id = :id;\n\\echo done\n\\pset format json\nSELECT 1 AS n;',
    )
    expect(ran).toEqual({ code: 0, stdout: 'Deal_Name\nAlpha\ndone\n[\n {"n":1}\n]\n', stderr: 'format is json.\n' })
  })

  it('take values from rows', async () => {
    const ran = await script(
      "SELECT Amount AS a, Deal_Name AS d FROM Deals WHERE id = 501 \\gset my_\nSELECT :'my_d' AS d, :my_a AS a;",
    )
    expect(ran).toMatchObject({ code: 0, stdout: 'd,a\nAlpha,12.50\n' })
  })

  it('end at the first error, with its place', async () => {
    const ran = await script('\\echo one\nSELECT nope;\n\\echo two')
    expect(ran.code).toBe(1)
    expect(ran.stdout).toBe('one\n')
    expect(ran.stderr).toContain('LINE 1: SELECT nope\n               ^')
  })

  it('say which variable is not set', async () => {
    const ran = await script('\\set a 1\nSELECT :a, :b;')
    expect(ran.stderr).toContain(
      'error: :b has no value.\nLINE 1: SELECT 1, :b\n                  ^\nhint: \\set b VALUE',
    )
  })

  it('know their commands', async () => {
    const ran = await script('\\ecko x')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('There is no command \\ecko.\nhint: Perhaps \\echo')
  })

  it.each([
    [
      'box',
      '┌──────┐\n│ t    │\n├──────┤\n│ a<b │\n└──────┘\n'.replaceAll('──────', '─────').replace('│ t    │', '│ t   │'),
    ],
    ['html', '<table border="1">\n  <tr><th>t</th></tr>\n  <tr><td>a&lt;b</td></tr>\n</table>\n'],
    ['insert', `INSERT INTO answer ("t") VALUES ('a<b');\n`],
    ['unaligned', 't\na<b\n'],
  ])('print %s', async (format, text) => {
    expect((await script(`\\pset format ${format}\nSELECT 'a<b' AS t;`, '-q')).stdout).toBe(text)
  })

  it('force a road', async () => {
    const ran = await script('\\road records\nSELECT Deal_Name FROM Deals LIMIT 1;\n\\road')
    expect(ran.stderr).toMatch(/fetched by records/)
    expect((await script('\\road nowhere')).stderr).toContain('nowhere')
  })

  it('draw charts', async () => {
    const ran = await script("SELECT 'a' AS n, 4 AS v UNION ALL SELECT 'bb', -2 \\chart")
    expect(ran.stdout).toBe(` a   4 ${'█'.repeat(72)}\n bb -2 ${'░'.repeat(36)}\n`)
  })
})
