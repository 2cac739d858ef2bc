import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { smallCompany } from '../cli/company.ts'
import { atPrompt, TestTerminal, temporaryHome } from './terminal.ts'

const over = ({ connectionString }: { connectionString: string }) => ['-c', `${connectionString};TokenStore=memory`]

describe('typing', () => {
  it('collects a statement over several lines and shows what is open', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type('SELECT count(*) AS deals,\r')
    await terminal.until(/demo-> $/)
    terminal.type("(1) AS one, 'a\r")
    await terminal.until(/demo'> $/)
    terminal.type("' AS t FROM Deals;\r")
    expect(await terminal.until(/\(1 row\)/)).toContain(' deals | one | t\n-------+-----+-----\n  2500 |   1 | a\\n')
  })

  it('points at the place of an error and goes on', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    expect(await terminal.run('SELECT Stag FROM Deals;')).toContain(
      'LINE 1: SELECT Stag FROM Deals\n               ^\nhint: ',
    )
    expect(await terminal.run('SELECT 1 AS one;')).toContain('(1 row)')
    expect(await terminal.run('\\errverbose')).toContain('kind: UNDEFINED_COLUMN')
    expect(await terminal.run('show tables;')).toContain('\\dt')
    expect(await terminal.run('help')).toContain('\\crosstabview')
    terminal.type('quit\r')
    expect(await terminal.exited).toBe(0)
  })

  it('runs a pasted script when Enter is pressed, statement by statement', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type("\x1b[200~SELECT 'first' AS a;\r\nSELECT 'second' AS b;\r\n\\echo third\x1b[201~")
    await terminal.until(/echo third$/)
    expect(terminal.text()).not.toContain('(1 row)')
    expect(await terminal.run('')).toMatch(/first\n\(1 row\)[\s\S]*second\n\(1 row\)\nthird/)
  })

  it('is cleared by Ctrl-C, left by Ctrl-D', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type('SELECT nonsense\x03\x04')
    expect(await terminal.exited).toBe(0)
  })

  it('goes on after Ctrl-Z where no shell could bring it back', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type('\x1a')
    expect(await terminal.run('SELECT 1 AS one;')).toContain('(1 row)')
  })

  it('edits: words, kills, yanks, undo, and lines above', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type("one two\x17\x17SELECT 'x' AS c;\x01\x0b\x19\x1b[D\x1b[C\r")
    expect(await terminal.until(/\(1 row\)/)).toMatch(/ c\n-+\n x\n/)
  })

  it('keeps long lines readable at the edge of the screen, after a resize too', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], { columns: 40, rows: 12 })
    const names = Array.from({ length: 12 }, (_, i) => `${i} AS column_${i}`).join(', ')
    terminal.type(`SELECT ${names}`)
    await terminal.until(() => terminal.cursorLine().endsWith('column_11'))
    expect(terminal.lines().join('')).toContain(`demo=> SELECT ${names}`)
    terminal.resize(60, 12)
    await terminal.until(() => terminal.lines().at(-1)!.length > 0 && terminal.cursorLine().endsWith('column_11'))
    expect(await terminal.run(';')).toContain('column_11 | 11')
  })
})

describe('history', () => {
  it('outlives the session, is searched by Ctrl-R, holds no secrets and is the user’s own', async () => {
    using home = temporaryHome()
    const env = { HOME: home.path, XDG_DATA_HOME: home.path }
    {
      await using terminal = await atPrompt(['--demo', '--data', 'odd'], { env })
      await terminal.run("SELECT 'to be found' AS a;")
      await terminal.run('SELECT 2 AS b;')
      await terminal.run('\\c clientSecret=hush;nonsense=1')
      await terminal.run('\\echo one \\\\ \\c RefreshToken={hush; x};nonsense=1')
      terminal.type('\x04')
      await terminal.exited
    }
    const path = join(home.path, 'zohosql', 'history')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).not.toContain('hush')
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], { env })
    terminal.type('\x12be fo')
    await terminal.until(/found for "be fo"/)
    terminal.type('\r')
    expect(await terminal.until(/\(1 row\)/)).toContain('to be found')
  })
})

describe('completion', () => {
  it('knows columns of the FROM list and values of picklists', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type("SELECT Deal_Name FROM Deals d WHERE d.Stag\t = 'Closed W\t")
    expect(await terminal.until(/Closed Won'$/)).toContain("WHERE d.Stage = 'Closed Won'")
  })

  it('lists what there is below, and goes through it', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type('\\pset format \t')
    await terminal.until(/ markdown/)
    terminal.type('\t\t')
    await terminal.until(/format box\n/)
    expect(await terminal.run('')).toContain('format is box.')
  })
})

describe('running', () => {
  it('is cancelled by Ctrl-C: the calls end, the prompt stays', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 150 })
    await using terminal = await atPrompt(over(simulator))
    terminal.type("SELECT count(DISTINCT Description || 'x') FROM Deals;\r")
    await terminal.until(/Ctrl-C cancels/)
    terminal.type('\x03')
    await terminal.until(/error: .*cancel/i)
    await terminal.prompt()
    const { calls } = simulator.stats()
    expect(await terminal.run('SELECT 1 AS alive;')).toContain('(1 row)')
    // Of fifty pages, those that were on their way and the statement after.
    expect(simulator.stats().calls - calls).toBeLessThanOrEqual(6)
  })

  it('ends a copy by Ctrl-C without a trace, and describes, lists and completes no longer than is wanted', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 400 })
    await using terminal = await atPrompt(over(simulator))
    terminal.type('select * from Dea\t')
    await terminal.until(/reading names/)
    terminal.type('l')
    await terminal.until(/from Deal$/)
    terminal.type('\x03\\d Deals\r\x03')
    await terminal.until(/The statement was cancelled/)
    terminal.type('\\copy Deals to d.xlsx\r')
    await terminal.until(/[1-9]\d* rows\. Ctrl-C cancels/)
    terminal.type('\x03')
    await terminal.until(/cancelled[\s\S]*cancelled/)
    expect(readdirSync(terminal.home).filter((name) => name.includes('xlsx'))).toEqual([])
  })

  it('says that rows are not all when the server dies, to whoever pages too', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 100_000, latency: 150 })
    await using terminal = await atPrompt([...over(simulator), '-v', 'n=1'])
    terminal.type('SELECT id FROM Deals WHERE id > :n;\r')
    await terminal.until(() => /\[n\]one: $/.test(terminal.cursorLine()))
    terminal.type('a')
    await terminal.until(/\d{15}\n[\s\S]*\d{15}/)
    await simulator.close()
    const text = await terminal.prompt()
    expect(text).toContain('(an error ended it here: the answer is not complete)')
    expect(text).toMatch(/\([\d,]+ rows came before it ended; the answer is not complete\)\nerror: /)
  })

  it('asks before it prints more than a thousand rows', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    terminal.type('SELECT id FROM Deals;\r')
    await terminal.until(/more than [\d,]+ rows.*\[a\]ll/)
    terminal.type('f')
    expect(await terminal.until(/there are more\)/)).toMatch(/\(the first [\d,]+ rows; there are more\)/)
    await terminal.prompt()
    terminal.type('SELECT id FROM Deals;\r')
    await terminal.until(() => /\[n\]one: $/.test(terminal.cursorLine()))
    terminal.type('\x03')
    await terminal.until(/The statement was cancelled/)
    terminal.type('SELECT id FROM Deals;\r')
    await terminal.until(() => /\[n\]one: $/.test(terminal.cursorLine()))
    terminal.type('a')
    await terminal.until(/\(2,500 rows\)/)
  })

  it('asks before it spends more than was allowed', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    await terminal.run('\\pset credits 2')
    terminal.type("SELECT Deal_Name FROM Deals WHERE Deal_Name LIKE '%a%b%';\r")
    await terminal.until(/\[n\]o, \[y\]es: $/)
    terminal.type('n')
    expect(await terminal.prompt()).toContain('The statement was not run.')
  })

  it('asks before the call that leads beyond it, also where all rows are needed before the first is shown', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 30_000 })
    await using terminal = await atPrompt(over(simulator))
    await terminal.run('SELECT id FROM Deals LIMIT 1;')
    await terminal.run('\\pset credits 20')
    const sql = "SELECT count(DISTINCT Description || 'x') AS n FROM Deals;"
    for (const [key, said] of [
      ['n', 'The statement was ended.'],
      ['\x03', 'The statement was cancelled.'],
    ] as const) {
      simulator.resetStats()
      terminal.type(`${sql}\r`)
      await terminal.until(() =>
        /It needs more than 20 credits\. Go on\? \[n\]o, \[y\]es: $/.test(terminal.cursorLine()),
      )
      expect(simulator.stats().credits).toBeLessThanOrEqual(20)
      terminal.type(key)
      await terminal.until(() => terminal.text().includes(`error: ${said}`))
      await terminal.prompt()
    }
    terminal.type(`${sql}\r`)
    await terminal.until(() => /\[y\]es: $/.test(terminal.cursorLine()))
    terminal.type('y')
    expect(await terminal.until(/\(1 row\)/)).toMatch(/\n +\d+\n/)
  })

  it('shows rows wider than the screen a line per value', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    expect(await terminal.run('SELECT * FROM Accounts LIMIT 1;')).toContain('-[ RECORD 1 ]')
    await terminal.run('\\x off')
    expect(await terminal.run('SELECT * FROM Accounts LIMIT 1;')).not.toContain('RECORD')
  })

  it('hands long answers to the pager', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], { env: { PAGER: "sed 's/^/paged /'" } })
    expect(await terminal.run('SELECT id FROM Deals LIMIT 50;')).toMatch(/paged +id\n/)
    expect(await terminal.run('SELECT id FROM Deals LIMIT 3;')).not.toContain('paged')
  })

  it('writes out what would move the cursor', async () => {
    await using simulator = await startSimulator({ data: smallCompany })
    await using terminal = await atPrompt(over(simulator))
    const shown = await terminal.run('SELECT Deal_Name FROM Deals;')
    expect(shown).toContain('Gamma\\u001b[31m')
    expect(terminal.raw).not.toContain('Gamma\x1b[31m')
  })
})

describe('commands', () => {
  it('describes a table: columns, keys, values, and what refers to it', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], { columns: 200, rows: 50 })
    const shown = await terminal.run('\\d Deals')
    expect(shown).toMatch(/Account_Name_id +\| bigint +\| +\| → Accounts.id/)
    expect(shown).toContain("Stage: 'Qualification'")
    expect(shown).toContain('Quotes.Deal_Name_id → id')
  })

  it('runs files, sets variables, and reads its rc file', async () => {
    using home = temporaryHome()
    writeFileSync(join(home.path, '.zohosqlrc'), '\\set who Ada\n')
    writeFileSync(join(home.path, 'q.sql'), "SELECT :'who' AS who \\gset\n\\echo got :who\n")
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], {
      env: { HOME: home.path, XDG_DATA_HOME: home.path },
    })
    expect(await terminal.run('\\i q.sql')).toContain('got Ada')
    expect(await terminal.run('SELECT 1 AS one \\g |tr a-z A-Z')).toContain('ONE')
    await terminal.run("\\copy (SELECT 7 AS n) to 'out.csv'")
    expect(readFileSync(join(home.path, 'out.csv'), 'utf8')).toBe('n\n7\n')
  })

  it('passes over, asks, edits elsewhere, and keeps what was edited', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], {
      env: { EDITOR: "printf 'SELECT 4711 AS e;' >" },
    })
    terminal.type('\\if off\rSELECT nope;\r')
    await terminal.until(/This was passed over[\s\S]*demo@> $/)
    await terminal.run('\\endif')
    terminal.type('\\prompt "Who? " who\rAda\r')
    await terminal.prompt()
    expect(await terminal.run('\\echo :who')).toContain('\nAda\n')
    expect(await terminal.run('\\e')).toContain('4711\n(1 row)')
    terminal.type('\x1b[A')
    await terminal.until(/SELECT 4711 AS e;$/)
  })

  it('says what a statement cost', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'])
    await terminal.run('\\timing')
    expect(await terminal.run('SELECT count(*) FROM Leads;')).toMatch(
      /Time: \d+ ms, \d+ calls?, \d+ credits?, .* by coql/,
    )
    expect(await terminal.run('\\credits')).toMatch(/1 statements?, \d+ calls?, \d+ credits?/)
    expect(await terminal.run('\\trace on')).toContain('is printed')
    expect(await terminal.run('SELECT count(*) FROM Leads;')).toMatch(/POST .*\/coql 200/)
    expect(await terminal.run('\\explain SELECT count(*) FROM Leads')).toContain('Price:')
  })
})

describe('other terminals', () => {
  it('works on a dumb one, without any escape sequence', async () => {
    await using terminal = await atPrompt(['--demo', '--data', 'odd'], { env: { TERM: 'dumb' } })
    expect(await terminal.run('SELECT 1 AS one;')).toContain('(1 row)')
    expect(terminal.raw).not.toContain('\x1b')
    terminal.type('\x04')
    expect(await terminal.exited).toBe(0)
  })

  it('colours what is typed, unless NO_COLOR says not to', async () => {
    await using coloured = await atPrompt(['--demo', '--data', 'odd'])
    coloured.type('SELECT')
    await coloured.until(/SELECT/)
    expect(coloured.raw).toContain('\x1b[0;1;34mS')
    await using plain = await atPrompt(['--demo', '--data', 'odd'], { env: { NO_COLOR: '1' } })
    plain.type('SELECT')
    await plain.until(/SELECT/)
    expect(plain.raw).not.toContain('\x1b[0;1;34m')
  })

  it('ends with an error where there is no account', async () => {
    await using terminal = new TestTerminal([])
    expect(await terminal.exited).toBe(2)
  })
})
