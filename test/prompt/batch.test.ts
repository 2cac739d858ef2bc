import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { metaCommands } from '../../src/cli/prompt/meta/index.ts'
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

  it('pass over what \\if excludes, inside a statement too', async () => {
    const ran = await script(
      '\\set x 5\n\\if :{?x}\nSELECT :x AS a\n\\else\nSELECT nope AS a\n\\endif\n, 2 AS b;\n' +
        '\\if 0 \\echo no \\elif yes \\echo elif \\else \\echo else \\endif\n\\if :{?y}\n\\if true\n\\echo inner\n\\endif\n',
    )
    expect(ran).toEqual({ code: 0, stdout: 'a,b\n5,2\nelif\n', stderr: 'notice: an \\if has no \\endif\n' })
    expect((await script('\\endif')).stderr).toContain('\\endif stands without an \\if.')
    expect((await script('\\if maybe\n\\echo no\n\\endif')).code).toBe(2)
  })

  it('go on after errors where that is asked for, and still end with 1', async () => {
    const text = 'SELECT nope;\n\\echo :ERROR :SQLSTATE\nSELECT 1 AS n;'
    const ran = await script(text, '--on-error', 'resume')
    expect(ran).toMatchObject({ code: 1, stdout: 'true 42703\nn\n1\n' })
    expect((await script(`\\set ON_ERROR_STOP off\n${text}`)).stdout).toBe(ran.stdout)
    expect(await script('SELECT nope;\nSELECT 1 AS n;', '--on-error', 'resume')).toMatchObject({
      code: 1,
      stdout: '\nn\n1\n',
    })
    expect((await script('\\echo', '--on-error', 'maybe')).code).toBe(2)
  })

  it('take variables and parameters from the command line', async () => {
    const ran = await script(
      "\\echo :n\nSELECT :'who' AS a, :n AS n, :p AS p, $1::int AS d \\bind 7 \\g\n",
      '-v',
      "who=O'Neil",
      '-v',
      'n=5',
      '-v',
      'p=6',
    )
    expect(ran).toMatchObject({ code: 0, stdout: "5\na,n,p,d\nO'Neil,5,6,7\n" })
    expect((await script('\\t\nSELECT :p AS p;', '--param', 'p=x')).stdout).toBe('x\n')
    expect((await script("SELECT :'who' AS a", '-v', 'who=x')).stdout).toBe('a\nx\n')
    expect((await script('SELECT 1', '-v', 'no name=x')).code).toBe(2)
  })

  it('describe, pivot and execute answers', async () => {
    const ran = await script(
      "SELECT Amount, 'x' AS t FROM Deals \\gdesc\nSELECT * FROM (VALUES ('a','p',1),('b','q',2),('a','q',3)) v(r,c,n) \\crosstabview\n" +
        "SELECT 'SELECT ' || g || ' AS n' FROM generate_series(1,2) g \\gexec\nSELECT 1 AS n \\g (format=json)\nSELECT 2 AS n;",
    )
    const pivot = 'r,p,q\na,1,3\nb,,2\n'
    const table = ' Column | Type\n--------+---------------\n Amount | numeric(16,2)\n t      | text\n'
    expect(ran).toMatchObject({ code: 0, stdout: `${table}${pivot}n\n1\nn\n2\n[\n {"n":1}\n]\nn\n2\n` })
    const twice = await script('SELECT * FROM (VALUES (1,1,1),(1,1,2)) v(a,b,c) \\crosstabview')
    expect(twice.stderr).toContain('more than one value for row "1", column "1"')
  })

  it('see the world around, and answer in a sentence what Zoho has not', async () => {
    const ran = await script(
      '\\set d `echo shell`\n\\echo -n :d\n\\setenv ZOHOSQL_T tee\n\\getenv t ZOHOSQL_T\n\\qecho :t\n\\warn w\n\\encoding\n\\ds+\n\\sf x',
    )
    expect(ran.stdout).toBe('shelltee\n')
    expect(ran.stderr).toMatch(/^w\nUTF8\nThere are no sequences.*\nerror: Functions are built in/)
    expect((await script('\\prompt x')).stderr).toContain('There was no answer for :x.')
  })

  it('list every command once', async () => {
    const { stdout } = await script('\\?')
    for (const name of Object.keys(metaCommands)) expect(stdout).toContain(`\\${name}`)
  })

  it('obey -o and --explain as scripts without commands do', async () => {
    const path = join(tmpdir(), `zohosql-batch-${process.pid}.txt`)
    expect(await script('\\echo kept\nSELECT 1 AS n;', '-f', 'csv', '-o', path)).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(path, 'utf8')).toBe('kept\nn\n1\n')
    expect((await script('\\echo lost\nSELECT nope;', '-o', path)).stderr).toContain(`${path} was not written.`)
    expect(readFileSync(path, 'utf8')).toBe('kept\nn\n1\n')
    rmSync(path)
    expect((await script('SELECT 1 \\g x.xlsx')).stderr).toContain('"x.xlsx" would not be text.')
    expect((await script('\\t\nSELECT id FROM Deals;', '--explain')).stdout).toContain('Price: at least 1 call')
  })

  it('force a road', async () => {
    const ran = await script('\\road records\nSELECT Deal_Name FROM Deals LIMIT 1;\n\\road')
    expect(ran.stderr).toMatch(/fetched by records/)
    expect((await script('\\road nowhere')).stderr).toContain('nowhere')
  })

  it('draw charts', async () => {
    const ran = await script("SELECT 'a' AS n, 4 AS v UNION ALL SELECT 'bb', -2 \\chart")
    expect(ran.stdout).toBe(` a   4 ${' '.repeat(24)}${'█'.repeat(48)}\n bb -2 ${'░'.repeat(24)}\n`)
    expect((await script('SELECT 1 AS a \\chart')).stderr).toContain('A chart needs a column')
  })

  it('show and keep instants in the session’s zone, as tables do', async () => {
    const zone = "SET timezone = 'Asia/Tokyo';\n"
    const at = (offset: string): string => `TIMESTAMPTZ '2026-01-01 00:00:00${offset}'`
    const kept = await script(`${zone}SELECT ${at('+09')} AS t \\gset\nSELECT :'t' AS kept, :'t'::timestamptz AS same;`)
    expect(kept.stdout).toContain('\n2026-01-01 00:00:00+09,2025-12-31T15:00:00.000Z\n')
    const months = `SELECT ${at('+09')} + g * interval '1 month' AS m, g AS n FROM generate_series(0, 4) g`
    const line = await script(`${zone}${months} \\chart`)
    expect(line.stdout.trimEnd().split('\n').at(-1)).toMatch(/^ *2026-01-01 .* 2026-05-01$/)
    expect((await script(`${zone}${months} \\chart bar`)).stdout).toMatch(/^ 2026-01-01 00:00:00\+09 0$/m)
    const across = await script(`${zone}SELECT 'x' AS k, ${at('+09')} AS c, 1 AS v \\crosstabview`)
    expect(across.stdout).toContain('2026-01-01 00:00:00+09')
  })

  it('draw lines over days and numbers, with gaps where there is no value', async () => {
    const days =
      "SELECT DATE '2025-01-01' + 30 * g AS d, CASE WHEN g <> 3 THEN g * g - 8 END AS n FROM generate_series(0, 6) g"
    const { stdout } = await script(`${days} \\chart`)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThan(24)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.at(-1)).toMatch(/^ *2025-01-01 .* 2025-06-30$/)
    expect(stdout).toMatch(/^ *20┤ {50,}┃$/m)
    expect(stdout).toMatch(/━━┛\n *│\n/)
    expect((await script(`${days} \\chart bar`)).stdout).toContain(' 2025-04-01 NULL\n')
    const dumb = await zohosql(['-c', connection()], { input: `${days} \\chart`, env: { TERM: 'dumb' } })
    expect(dumb.stdout).toMatch(/^[ -~\n]*$/)
  })
})
