import { describe, expect, it } from 'vitest'
import { smallCompany } from './company.ts'
import { useSimulator, zohosql } from './support.ts'

const { connection } = useSimulator({ data: smallCompany })
const run = (...args: readonly string[]) => zohosql(['-c', connection(), ...args])

describe('what other databases call otherwise is answered with how it is said here', () => {
  it.each([
    ['SHOW TABLES', 'information_schema.tables'],
    ['show full columns from Deals', 'information_schema.columns'],
    ['SHOW DATABASES', 'information_schema.schemata'],
    ['DESCRIBE Deals', 'zohosql describe Deals'],
    ['DESC Deals;', '\\d Deals'],
    ['.tables', '\\dt'],
    ['.schema Deals', '\\d Deals'],
    ['USE crm', '\\c PROFILE'],
    ['SELECT TOP 5 * FROM Deals', 'LIMIT 5'],
    ['SELECT TOP (5) Deal_Name FROM Deals', 'LIMIT 5'],
    ['SELECT [Deal_Name] FROM Deals', '"Deal Name" for [Deal Name]'],
    ['SELECT * FROM [Deals]', '"Deal Name" for [Deal Name]'],
    ['SELECT `Amount` FROM Deals', '"Deal Name" for `Deal Name`'],
    ['SELECT IFNULL(Amount, 0) FROM Deals', 'coalesce(a, b)'],
    ['SELECT ISNULL(Amount, 0) FROM Deals', 'coalesce(a, b)'],
    ['SELECT NVL(Amount, 0) FROM Deals', 'coalesce(a, b)'],
    ['SELECT YEAR(Closing_Date) FROM Deals', 'extract(year FROM day)'],
    ['SELECT GETDATE()', 'now()'],
    ['SELECT CURDATE()', 'current_date'],
    ['SELECT DATEADD(day, 1, Closing_Date) FROM Deals', "day + interval '1 month'"],
    ['SELECT DATEDIFF(Closing_Date, Closing_Date) FROM Deals', 'day - other_day'],
    ['SELECT LEN(Deal_Name) FROM Deals', 'length(text)'],
    ['SELECT IIF(Amount > 1, 1, 0) FROM Deals', 'CASE WHEN'],
    ["SELECT GROUP_CONCAT(Deal_Name SEPARATOR ', ') FROM Deals", 'string_agg'],
    ["SELECT CHARINDEX('a', Deal_Name) FROM Deals", "position('part' IN text)"],
    ['SELECT CONVERT(int, Amount) FROM Deals', 'CAST(a AS integer)'],
    ['SELECT SYSDATE FROM Deals', 'now()'],
    ['SELECT id FROM Deals WHERE ROWNUM <= 5', 'LIMIT 5'],
    ['SELECT 1 FROM dual', 'needs no FROM'],
    ["SELECT id FROM Deals WHERE Deal_Name RLIKE 'a'", "text ~ 'pattern'"],
    ['SELECT id FROM Deals WITH (NOLOCK)', 'nothing is locked'],
    ['SELECT id FROM Deals WHERE Deal_Name = "Closed Won"', "single ones: 'Closed Won'"],
    ["SELECT id FROM Deals WHERE Deal_Name IN ('x', \"It's\")", "single ones: 'It''s'"],
  ])('%s', async (sql, hint) => {
    const { code, stderr } = await run(sql)
    expect(code).toBe(1)
    expect(stderr.split('\n').find((line) => line.startsWith('hint: '))).toContain(hint)
  })

  it('and what is wrong otherwise keeps its own hint', async () => {
    expect((await run('SELECT Amonut FROM Deals')).stderr).toContain('Perhaps you meant')
    expect((await run('SELECT "Amonut" + 1 FROM Deals')).stderr).not.toContain('single ones')
    expect((await run('SELECT lenght(Deal_Name) FROM Deals')).stderr).toContain('length')
  })
})

describe('commands that are misspelt', () => {
  it.each([
    [['descibe', 'Deals'], 'describe'],
    [['tabels'], 'tables'],
    [['cpoy', 'SELECT 1', 'x.csv'], 'copy'],
    [['pingg'], 'ping'],
  ])('%j', async (words, meant) => {
    const { code, stdout, stderr } = await run(...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`hint: Perhaps zohosql ${meant} is meant.`)
  })
})
