import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import * as types from '../../src/base/types.ts'
import { decode, encode, encodeNumeric, inputText, makeSession, outputText } from '../../src/engine/values/index.ts'
import { decodeDecimal, decodeNumeric, parseDecimal } from '../../src/engine/values/numeric.ts'

let db: PGlite
beforeAll(async () => {
  db = await PGlite.create()
})
afterAll(() => db.close())

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** PostgreSQL's text of a literal of a type, or its SQLSTATE. */
async function theirs(text: string, type: string): Promise<string> {
  try {
    const { rows } = await db.query<{ v: string }>(`SELECT (${literal(text)}::${type})::text AS v`)
    return rows[0]!.v
  } catch (error) {
    return (error as { code: string }).code
  }
}

const session = makeSession({ timeZone: 'America/New_York', now: Date.UTC(2024, 0, 31, 12) })

function ours(text: string, type: types.SqlType): string {
  try {
    const raw = inputText(text, type, session)
    return raw === null ? 'null' : outputText(raw, type, session)
  } catch (error) {
    if (isZohoSqlError(error)) return error.sqlState
    throw error
  }
}

const inputs: readonly (readonly [types.SqlType, readonly string[]])[] = [
  [types.boolean, ['t', 'true', ' YES ', 'on', 'of', 'o', 'off', '0', '1', 'tr', 'maybe', '']],
  [types.integer, ['1', ' -12 ', '+7', '2147483647', '2147483648', '1.0', 'x', '', '-2147483648']],
  [types.smallint, ['32767', '32768', '-32768']],
  [types.bigint, ['9223372036854775807', '9223372036854775808', '-9223372036854775808', '12a']],
  [
    types.numeric(),
    [
      '1',
      '-0.50',
      '1e3',
      '1.5e-3',
      '.5',
      '5.',
      'NaN',
      'Infinity',
      '-inf',
      'abc',
      '',
      '1e200',
      '0.000',
      '123456789012345678901234567890.123',
      '--1',
      '1e',
      ' 12.50 ',
      '-0',
    ],
  ],
  [types.numeric(5, 2), ['1.005', '999.994', '999.995', '-1.005', 'NaN', 'Infinity', '0']],
  [
    types.double,
    [
      '1',
      '1e20',
      '1e15',
      '123456789012345',
      '1e14',
      '0.0001',
      '0.00001',
      '-1.5e-7',
      '1e400',
      'inf',
      '-Infinity',
      '1e-400',
      'abc',
      '0.1',
      '1.7976931348623157e308',
      '-0',
      '123456789.123456789',
    ],
  ],
  [types.real, ['1', '0.1', '1e6', '100000', '123456.7', '1e40', '3.4e38', '16777217', '1e-5', '0.0001']],
  [types.text, ['', 'a b', 'ß']],
  [
    types.date,
    [
      '2024-02-29',
      '2023-02-29',
      '2024-13-01',
      'January 8, 1999',
      '1/8/1999',
      '1/18/1999',
      '18/1/1999',
      '01/02/03',
      '1999-Jan-08',
      'Jan-08-1999',
      '08-Jan-1999',
      '99-Jan-08',
      '08-Jan-99',
      'Jan-08-99',
      '19990108',
      '990108',
      '1999.008',
      'J2451187',
      'January 8, 99 BC',
      '0044-03-15 BC',
      'infinity',
      '-infinity',
      'epoch',
      'x',
      '',
      '2024-1-5',
      '2024-01-01 10:00',
      '0000-01-01',
      '10000-01-01',
      '2024-00-10',
      'Feb 30 2024',
      '5 May 2024',
      'Mon, 5 May 2024',
      '5874898-01-01',
      '2024/03/04',
      '2024.03.04',
      '20240304',
      '1/8/99',
      '1-8-1969',
      '12/31/69',
      '12/31/70',
      '99-99-99',
      '2024-06',
      'sept 3 2020',
      '2020-09-03T10:00:00Z',
      '2 2 2',
      'May 5',
    ],
  ],
  [
    types.time,
    [
      '04:05:06.789',
      '04:05',
      '040506',
      '04:05 AM',
      '04:05 PM',
      '12:00 AM',
      '12:30 PM',
      '04:05:06.789-8',
      '24:00:00',
      '24:00:01',
      '25:00',
      '12:60',
      '13:00 PM',
      'allballs',
      '23:59:59.9999999',
      '0:0:0',
      '12',
      'x',
      '2003-04-12 04:05:06',
      '04:05:06 PST',
      '040506.5',
    ],
  ],
  [
    types.timestamp,
    [
      '2024-01-02 03:04:05',
      '2024-01-02T03:04:05.123456Z',
      '2024-01-02 03:04:05.1234567',
      '2024-01-02',
      '2024-01-02 24:00',
      'Jan 2 2024 3:04 pm',
      '1999-01-08 04:05:06 -8:00',
      '20240102T030405',
      '2024-01-02 03:04:05+05:30',
      'epoch',
      'infinity',
      '-infinity',
      'x',
      '2024-02-30 00:00',
      '294277-01-01',
      '294276-12-31 23:59:59.999999',
      '4713-01-01 BC',
      '2024-01-02 03:04:60',
      '2024-01-02 3',
      '99/1/2 3:4',
      '2024-01-02 03:04:05 BC',
      '20240102 0304',
      '2024-01-02 03.04',
      '2024-01-02T',
      '10:20',
      '2024-01-02 03:04 Europe/Nowhere',
      'Tue Jan 02 03:04:05 2024',
      'Tue Jan 02 03:04:05 2024 PST',
      '2024-01-02 03:04:05 BLAH',
    ],
  ],
  [
    types.timestamptz,
    [
      '2024-01-02 03:04:05',
      '2024-07-02 03:04:05',
      '2024-01-02T03:04:05Z',
      '2024-01-02 03:04:05+05:30',
      '2024-01-02 03:04:05-08',
      '2024-01-02 03:04:05 Europe/Berlin',
      '2024-07-02 03:04:05 CET',
      '2024-07-02 03:04:05 PST',
      '2024-03-10 02:30:00',
      '2024-11-03 01:30:00',
      '2024-11-03 01:30:00 EDT',
      '1883-11-18 12:00:00',
      'infinity',
      'epoch',
      '2024-01-02 03:04:05+0530',
      '2024-01-02 03:04:05 +16:00',
      '1800-01-01 00:00',
      '2024-01-02 10:00 UTC+3',
      '9999-12-31 23:59:59.999999',
      '2024-01-02',
      'Tue Jan 02 03:04:05 2024 PST',
      '2037-07-01 00:00',
      '2050-07-01 00:00',
      '2024-01-02 03:04:05 America/New_York',
      '0001-01-01 00:00:00+00',
    ],
  ],
  [
    types.interval,
    [
      '1 year 2 months 3 days 4 hours 5 minutes 6 seconds',
      '1-2',
      '3 4:05:06',
      'P1Y2M3DT4H5M6.7S',
      'P0001-02-03T04:05:06',
      '1.5 months',
      '1.5 years',
      '1.5 days',
      '1.5 weeks',
      '-1 day +2:03',
      '1 day ago',
      '@ 1 minute',
      '90',
      '1.5',
      '-1.5 hours',
      '1 mon -1 day',
      '1 century 2 decades',
      'x',
      '',
      '1 foo',
      '12:30',
      '1:2:3.4',
      '-00:00:01',
      '1 week 2 days',
      '1y 2mon',
      '1-2 3 4:05:06',
      '-1-2',
      '0.5 second',
      '100 hours',
      '1 day 2',
      'PT36H',
      '-P1D',
      'P1W',
      '1.25 mon',
      '2 years -3 mons',
      '1h30m',
      '1 fortnight',
      '1000000000 years',
      '0.1 day',
      '1 millennium',
      '3 us',
      '1.0005 ms',
      '0.0000005 s',
      '1 year 1 year',
      'ago',
      '-1 mons +1 day -00:00:00.5',
    ],
  ],
  [
    types.arrayOf(types.integer),
    ['{1,2,3}', '{}', '{1,NULL}', '{{1,2},{3,4}}', '{1,x}', '{1,2', '{{1},{2,3}}', '1', ' { 1 , 2 } '],
  ],
  [types.arrayOf(types.text), ['{a,"b c",NULL,"NULL",""}', '{"a\\"b",a\\,b}', '{a{b}', '{,}', '{"x"y}', "{it's}"]],
  [types.json, ['{"a": 1}', '{', '[1,2]', 'null', '']],
]

describe('literals of each type', () => {
  it('give the text or the SQLSTATE that PostgreSQL gives', async () => {
    await db.exec(`SET TimeZone = 'America/New_York'`)
    const differ: string[] = []
    for (const [type, texts] of inputs) {
      for (const text of texts) {
        const [mine, yours] = [ours(text, type), await theirs(text, types.typeText(type))]
        if (mine !== yours)
          differ.push(`${types.typeText(type)} ${JSON.stringify(text)}: ours ${mine}, PostgreSQL ${yours}`)
      }
    }
    expect(differ).toEqual([])
  })

  it('knows today, now and their like in the zone of the session', () => {
    expect(ours('today', types.date)).toBe('2024-01-31')
    expect(ours('tomorrow', types.timestamp)).toBe('2024-02-01 00:00:00')
    expect(ours('yesterday', types.timestamptz)).toBe('2024-01-30 00:00:00-05')
    expect(ours('now', types.timestamptz)).toBe('2024-01-31 07:00:00-05')
    expect(ours('now', types.timestamp)).toBe('2024-01-31 07:00:00')
    expect(ours('now', types.time)).toBe('07:00:00')
  })
})

const decimalText = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.integer({ min: 0, max: 20 }),
    fc.integer({ min: -60, max: 60 }),
  )
  .map(([digits, zeros, exponent]) => `${digits}.${'0'.repeat(zeros)}e${exponent}`)

describe('numeric as text', () => {
  const key = (text: string): string => encodeNumeric(text).trimEnd()
  const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

  it('keeps numeric order in byte order and equal values equal but for blanks', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const [x, y] = [parseDecimal(a), parseDecimal(b)]
        const scale = Math.max(x.scale, y.scale)
        const difference = x.coef * 10n ** BigInt(scale - x.scale) - y.coef * 10n ** BigInt(scale - y.scale)
        const expected = difference > 0n ? 1 : difference < 0n ? -1 : 0
        expect(order(key(a), key(b))).toBe(expected)
        if (expected !== 0) expect(order(encodeNumeric(a), encodeNumeric(b))).toBe(expected)
      }),
    )
  })

  it('orders the special values as PostgreSQL does', () => {
    const ordered = [
      '-Infinity',
      '-1e50',
      '-1e40',
      '-2',
      '-1.5',
      '-1.45',
      '-1',
      '-0.1',
      '-1e-41',
      '-1e-60',
      '0',
      '1e-60',
      '1e-41',
      '0.1',
      '1',
      '1.45',
      '1.5',
      '2',
      '10',
      '1e40',
      '1e41',
      '1e50',
      'Infinity',
      'NaN',
    ]
    expect([...ordered].reverse().sort((a, b) => order(key(a), key(b)))).toEqual(ordered)
  })

  it('comes back with value and display scale', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const value = parseDecimal(text)
        expect(decodeDecimal(encodeNumeric(text))).toEqual(value)
      }),
    )
    for (const text of ['0', '0.00', '-1.50', '100', '100.0', '0.05', '-0.005', '12345678901234567890.10']) {
      expect(decodeNumeric(encodeNumeric(text))).toBe(text)
    }
  })

  it('takes JavaScript numbers with the scale of the column', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 4 }), (n, scale) => {
        const text = (n / 10 ** scale).toFixed(scale)
        expect(encodeNumeric(Number(text), undefined, 4)).toBe(
          encodeNumeric(`${text}${'0'.repeat(scale ? 4 - scale : 0)}${scale ? '' : '.0000'}`),
        )
      }),
    )
    expect(decodeNumeric(encodeNumeric(1e21, undefined, 2))).toBe('1000000000000000000000.00')
    expect(decodeNumeric(encodeNumeric(1.005, undefined, 2))).toBe('1.01')
  })
})

describe('values of the package', () => {
  const trips: readonly (readonly [types.SqlType, types.Value, types.Value?])[] = [
    [types.boolean, true],
    [types.boolean, false],
    [types.integer, -5],
    [types.wideBigint, '1234567890123456789'],
    [types.bigint, 12, 12],
    [types.bigint, '9007199254740993', '9007199254740993'],
    [types.numeric(16, 2), 12.5, '12.50'],
    [types.numeric(16, 2), '1000', '1000.00'],
    [types.double, 0.1],
    [types.text, 'x'],
    [types.date, '2024-02-29'],
    [types.date, 'infinity'],
    [types.timestamptz, 1_700_000_000_123.456],
    [types.timestamp, -1],
    [types.timestamptz, Infinity],
    [types.timestamptz, '2024-01-01T00:00:00Z', Date.UTC(2024, 0, 1)],
    [types.time, '01:02:03.5'],
    [types.interval, '1 mon 2 days'],
    [types.arrayOf(types.bigint), '{9007199254740993,NULL}'],
    [types.arrayOf(types.double), '{1,0.5}'],
    [types.text, null],
  ]
  it('go into SQLite and come back', () => {
    for (const [type, value, back = value] of trips) expect(decode(encode(value, type), type)).toBe(back)
  })

  it('refuses values of another type', () => {
    expect(() => encode(true, types.date)).toThrow(/no value of type date/)
    expect(() => encode('abc', types.integer)).toThrow(/invalid input syntax/)
  })

  it('keeps intervals of equal length next to each other', () => {
    const keys = ['-1 day', '0', '1 sec', '1 day', '29 days', '1 mon', '1 year'].map(
      (text) => encode(text, types.interval) as string,
    )
    expect([...keys].sort()).toEqual(keys)
  })
})
