import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { here, postgres, there } from './both.ts'

/** Expressions made by chance (from a fixed seed), answered here and by PostgreSQL. */

let db: PGlite
beforeAll(async () => {
  db = await postgres()
})
afterAll(() => db.close())

const seed = 20_260_314

async function compare(expressions: fc.Arbitrary<string>, count: number): Promise<void> {
  const differ: string[] = []
  for (const expression of new Set(fc.sample(expressions, { numRuns: count, seed }))) {
    const sql = `SELECT ${expression}`
    const [ours, theirs] = [here(sql), await there(db, sql)]
    if (ours !== theirs) differ.push(`${sql}\n     ours: ${ours}\n  theirs: ${theirs}`)
  }
  expect(differ.join('\n')).toBe('')
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))
/** Numerics of all sizes and scales, in parentheses because some are negative. */
const numeric = fc
  .tuple(fc.boolean(), digits(12), fc.option(digits(8), { nil: undefined }))
  .map(
    ([negative, whole, fraction]) =>
      `(${negative ? '-' : ''}${whole}${fraction === undefined ? '' : `.${fraction}`})::numeric`,
  )
const positive = fc.tuple(digits(6), digits(6)).map(([whole, fraction]) => `${whole}.${fraction}1::numeric`)
const small = fc.integer({ min: -6, max: 6 })

describe('numeric', () => {
  it('adds, multiplies, divides and compares', () =>
    compare(
      fc
        .tuple(numeric, fc.constantFrom('+', '-', '*', '/', '%', '=', '<'), numeric)
        .map(([a, op, b]) => `${a} ${op} ${b}`),
      240,
    ))

  it('rounds, cuts and prints', () =>
    compare(
      fc.tuple(fc.constantFrom('round', 'trunc'), numeric, small).map(([name, a, n]) => `${name}(${a}, ${n})::text`),
      90,
    ))

  it('has roots, logarithms and powers', () =>
    compare(
      fc.oneof(
        fc.tuple(fc.constantFrom('sqrt', 'ln', 'log'), positive).map(([name, a]) => `${name}(${a})`),
        // Whole powers have another scale in PostgreSQL 15, whose way is ours.
        fc
          .tuple(positive, fc.integer({ min: -300, max: 300 }))
          .map(([a, n]) => `power(${a}, ${n % 100 === 0 ? n / 100 + 0.5 : n / 100})`),
        fc.integer({ min: -9000, max: 9000 }).map((n) => `exp(${n / 100}::numeric)`),
        fc.tuple(positive, positive).map(([a, b]) => `log(${a}, ${b})`),
      ),
      150,
    ))

  it('fits into templates', () =>
    compare(
      fc
        .tuple(
          fc.oneof(
            numeric,
            fc.integer({ min: -2000, max: 2000 }).map((n) => `(${n / 100})::numeric`),
          ),
          fc.stringMatching(/^(FM)?(S|MI|PL|SG|L)?[09][09,]{0,8}([.D][09]{0,4})?(S|MI|PL|PR|th)?$/),
        )
        .map(([a, template]) => `to_char(${a}, '${template}')`),
      240,
    ))
})

const two = (n: number): string => String(n).padStart(2, '0')
const moment = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 1, max: 9999 })),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 86_399 }),
    fc.integer({ min: 0, max: 999_999 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([year, month, day, second, micro, era]) => {
    const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
    // Microseconds that far from 1970 do not fit into the form in which values travel here.
    const part = year < 1700 || year > 2250 || era === 0 ? micro - (micro % 1000) : micro
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${clock}.${String(part).padStart(6, '0')}${era === 0 ? ' BC' : ''}`
  })
const timestamp = fc
  .tuple(fc.constantFrom('timestamp', 'timestamptz'), moment)
  .map(([type, text]) => `${type} '${text}'`)
const interval = fc
  .tuple(
    fc.integer({ min: -30, max: 30 }),
    fc.integer({ min: -400, max: 400 }),
    fc.integer({ min: -200_000, max: 200_000 }),
    small,
  )
  .map(
    ([months, days, seconds, tenth]) =>
      `interval '${months} months ${days} days ${seconds}.${Math.abs(tenth)} seconds'`,
  )

describe('dates and times', () => {
  it('print and read back', () =>
    compare(
      timestamp.map((t) => `(${t})::text, (${t})::date, (${t})::time`),
      90,
    ))

  it('give their fields', () =>
    compare(
      fc
        .tuple(
          fc.constantFrom(
            'century',
            'decade',
            'dow',
            'doy',
            'epoch',
            'isodow',
            'isoyear',
            'julian',
            'millennium',
            'quarter',
            'second',
            'week',
            'year',
            'milliseconds',
          ),
          timestamp,
        )
        .map(([field, t]) => `extract(${field} FROM ${t})`),
      180,
    ))

  it('are cut to units', () =>
    compare(
      fc
        .tuple(
          fc.constantFrom(
            'century',
            'decade',
            'week',
            'month',
            'quarter',
            'year',
            'day',
            'hour',
            'minute',
            'millennium',
          ),
          timestamp,
        )
        .map(([unit, t]) => `date_trunc('${unit}', ${t})`),
      120,
    ))

  it('move by intervals and apart', () =>
    compare(
      fc.oneof(
        fc.tuple(timestamp, fc.constantFrom('+', '-'), interval).map(([t, op, i]) => `${t} ${op} ${i}`),
        fc
          .tuple(moment, moment)
          .map(([a, b]) => `timestamp '${a}' - timestamp '${b}', age(timestamp '${a}', timestamp '${b}')`),
        fc
          .tuple(interval, fc.constantFrom('*', '/'), fc.integer({ min: 1, max: 70 }))
          .map(([i, op, n]) => `${i} ${op} ${n / 10}::double precision`),
        fc
          .tuple(interval, interval)
          .map(([a, b]) => `${a} + ${b}, ${a} < ${b}, justify_interval(${a}), justify_days(${b})`),
      ),
      180,
    ))

  it('go from zone to zone', () =>
    compare(
      fc
        .tuple(
          timestamp,
          fc.constantFrom(
            'Europe/Berlin',
            'America/New_York',
            'Asia/Kolkata',
            'Australia/Lord_Howe',
            'Africa/Casablanca',
            'UTC',
          ),
        )
        .map(([t, zone]) => `${t} AT TIME ZONE '${zone}'`),
      150,
    ))

  it('fit into templates', () =>
    compare(
      fc
        .tuple(
          timestamp,
          fc.array(
            fc.constantFrom(
              'YYYY',
              'FMMM',
              'MM',
              'DD',
              'FMDDth',
              'Day',
              'FMMonth',
              'MON',
              'HH12',
              'HH24',
              'MI',
              'SS',
              'US',
              'MS',
              'AM',
              'Q',
              'WW',
              'IW',
              'IYYY',
              'ID',
              'D',
              'DDD',
              'J',
              'CC',
              'Y,YYY',
              'RM',
              'BC',
              '-',
              ' ',
              ':',
              '"at"',
            ),
            { minLength: 1, maxLength: 6 },
          ),
        )
        .map(([t, parts]) => `to_char(${t}, '${parts.join(' ')}')`),
      180,
    ))
})

const letters = fc.stringMatching(/^[abcÄ1 _%]{0,8}$/)
const pattern = fc.stringMatching(/^(a|b|c|\.|1|\[ab\]|\(a\|bc?\)|\(b\)|a\*|b\+|c\?|\.\*\?|\\w|\\s|\^|\$){1,5}$/)

describe('text', () => {
  it('is cut and put together', () =>
    compare(
      fc.oneof(
        fc
          .tuple(letters, small, small)
          .map(([s, a, b]) => `substring('${s}', ${a}, ${Math.abs(b)}), left('${s}', ${a}), right('${s}', ${b})`),
        fc
          .tuple(letters, letters, small)
          .map(
            ([s, f, n]) =>
              `lpad('${s}', ${n + 3}, '${f}'), rpad('${s}', ${n + 3}, '${f}'), translate('${s}', '${f}', 'xy')`,
          ),
        fc
          .tuple(letters, letters)
          .map(
            ([s, f]) =>
              `split_part('${s}', '${f}', 2), replace('${s}', '${f}', '-'), strpos('${s}', '${f}'), btrim('${s}', '${f}')`,
          ),
      ),
      150,
    ))

  it('is matched by LIKE and regular expressions', () =>
    compare(
      fc.oneof(
        fc.tuple(letters, letters).map(([s, p]) => `'${s}' LIKE '${p}', '${s}' ILIKE '${p}', '${s}' SIMILAR TO '${p}'`),
        fc
          .tuple(letters, pattern)
          .map(
            ([s, p]) => `'${s}' ~ '${p}', regexp_match('${s}', '${p}'), regexp_replace('${s}', '${p}', '<\\&>', 'g')`,
          ),
        fc
          .tuple(letters, pattern)
          .map(
            ([s, p]) =>
              `regexp_split_to_array('${s}', '${p}'), regexp_count('${s}', '${p}'), substring('${s}' from '${p}')`,
          ),
      ),
      300,
    ))
})
