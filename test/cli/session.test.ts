import { describe, expect, it } from 'vitest'
import { smallCompany } from './company.ts'
import { useSimulator, zohosql } from './support.ts'

const { connection } = useSimulator({ data: smallCompany })

const run = (script: string, ...more: readonly string[]) =>
  zohosql(['-c', `${connection()};TimeZone=Europe/Berlin`, ...more, script])
/** The same by the code of the prompt, which scripts with a backslash command run by. */
const atPrompt = (script: string, ...more: readonly string[]) => run(`\\echo\n${script}`, ...more)

const months = "SELECT date_trunc('month', Created_Time) AS m, Created_Time AS c FROM Deals ORDER BY id LIMIT 1"

describe.each([
  ['the command', run],
  ['the prompt', atPrompt],
])('time in %s', (_, ask) => {
  it.each(['table', 'box', 'vertical', 'markdown', 'html', 'unaligned'])(
    '%s: in the zone of the connection, with its offset',
    async (format) => {
      const { stdout } = await ask(months, '-f', format)
      expect(stdout).toContain('2024-01-01 00:00:00+01')
      expect(stdout).toContain('2024-01-01 01:00:00+01')
      expect(stdout).not.toContain('Z')
    },
  )

  it.each(['csv', 'json', 'ndjson', 'insert'])('%s, which programs read: in UTC', async (format) => {
    expect((await ask(months, '-f', format)).stdout).toContain('2023-12-31T23:00:00.000Z')
  })

  it('the zone is that of SET, for literals too; SHOW tells it', async () => {
    const script = `SHOW timezone;
SET timezone TO 'Asia/Kolkata';
SHOW TIME ZONE;
SELECT TIMESTAMPTZ '2026-01-01 05:30' AS t, current_setting('timezone') AS z;
SET TIME ZONE 'UTC'; SELECT TIMESTAMPTZ '2026-01-01 05:30+05:30' AS t;
RESET timezone; SHOW timezone`
    const { code, stdout } = await ask(script, '-f', 'table', '--no-header')
    expect(code).toBe(0)
    expect(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => line.trim()),
    ).toEqual([
      'Europe/Berlin',
      'Asia/Kolkata',
      '2026-01-01 05:30:00+05:30 | Asia/Kolkata',
      '2026-01-01 00:00:00+00',
      'Europe/Berlin',
    ])
  })

  it('times without a zone, infinity and what is no time', async () => {
    const { stdout } = await ask(
      "SELECT TIMESTAMP '2026-07-01 12:00:00.5' AS a, TIMESTAMPTZ 'infinity' AS b, DATE '2026-07-01' AS c, NULL::timestamptz AS d",
      '-f',
      'table',
      '--no-header',
    )
    expect(stdout.trim()).toBe('2026-07-01 12:00:00.5 | infinity | 2026-07-01 | NULL')
  })

  it('an unknown zone or setting is refused', async () => {
    expect((await ask("SET timezone = 'Europe/Atlantis'")).stderr).toContain('SQLSTATE: 22023')
    expect((await ask('SET nonsense = 1')).stderr).toContain('SQLSTATE: 42704')
    expect((await ask('SHOW nonsense')).stderr).toContain('SQLSTATE: 42704')
  })

  it('settings reach statements, and set_config reaches settings', async () => {
    const { stdout } = await ask(
      `SET app.stage = 'Alpha'; SELECT id FROM Deals WHERE Deal_Name = current_setting('app.stage', true);
SELECT set_config('app.stage', 'x', false); SHOW app.stage`,
      '--no-header',
    )
    expect(stdout.split('\n').filter(Boolean)).toEqual(['501', 'x', 'x'])
  })
})

describe.each([
  ['the command', run],
  ['the prompt', atPrompt],
])('transactions in %s', (_, ask) => {
  it('are taken', async () => {
    const { code, stderr, stdout } = await ask(
      `START TRANSACTION; SET app.a = '1'; SAVEPOINT s; SET app.a = '2'; ROLLBACK TO s; SHOW app.a; COMMIT;
BEGIN; SET app.a = '3'; ROLLBACK; SHOW app.a; END`,
      '--no-header',
    )
    expect(code).toBe(0)
    expect(stdout.split('\n').filter(Boolean)).toEqual(['1', '1'])
    expect(stderr).toContain('START TRANSACTION\n')
    expect(stderr).toContain('ROLLBACK\n')
    expect(stderr).toContain('notice: there is no transaction in progress\n')
  })

  it('that failed take nothing until they end', async () => {
    const { stderr, stdout } = await ask('BEGIN; SELECT nonsense; SELECT 1; ROLLBACK; SELECT 2', '--on-error', 'resume')
    expect(stderr).toContain('SQLSTATE: 42703')
    expect(stderr).toContain('SQLSTATE: 25P02')
    expect(stdout.match(/^[12]$/gm)).toEqual(['2'])
  })

  it('hold nothing that could not be rolled back', async () => {
    const { stderr } = await ask("BEGIN; INSERT INTO Deals (Deal_Name) VALUES ('x')")
    expect(stderr).toContain('INSERT cannot run inside a transaction block')
  })
})
