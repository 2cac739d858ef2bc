import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrayOf,
  bigint,
  boolean,
  bytea,
  date,
  double,
  integer,
  interval,
  json,
  numeric,
  real,
  type SqlType,
  smallint,
  text,
  time,
  timestamp,
  timestamptz,
  varchar,
} from '../../src/base/types.ts'
import { findZone, type JsValue } from '../../src/driver/inner.ts'
import { columnHeader, encodeColumn, oidOf, parameterText, typeOfOid } from '../../src/gateway/values/index.ts'
import { MessageWriter } from '../../src/gateway/wire/index.ts'
import { type Oracle, openOracle } from './oracle/postgres.ts'

/** PGlite is the judge: the bytes of a value must be the ones that PostgreSQL sends for the same literal. */

let oracle: Oracle
beforeAll(async () => {
  oracle = await openOracle()
  await oracle.texts(`SET TimeZone TO 'Asia/Kolkata'`)
})
afterAll(() => oracle[Symbol.asyncDispose]())
const zone = findZone('Asia/Kolkata')!

async function postgres(sql: string, format: number): Promise<Buffer> {
  const { rows } = await oracle.run(sql, format)
  return rows[0]![0]!
}

function ours(value: Exclude<JsValue, null>, type: SqlType, format: number, floatDigits = 1): Buffer {
  const out = new MessageWriter()
  encodeColumn(type, format, { zone, floatDigits })(value, out)
  return out.take().subarray(4)
}

const at = (iso: string, micros = 0): number => Date.parse(iso) + micros / 1000

const cases: readonly (readonly [SqlType, Exclude<JsValue, null>, string])[] = [
  [boolean, true, 'true'],
  [boolean, false, 'false'],
  [smallint, -7, `'-7'::int2`],
  [integer, 2_147_483_647, '2147483647'],
  [bigint, '5725767040000000011', `'5725767040000000011'::int8`],
  [bigint, 42, '42::int8'],
  [numeric(), '0', '0::numeric'],
  [numeric(), '-1250.75', '-1250.75'],
  [numeric(), '0.00012', '0.00012'],
  [numeric(), '10000', '10000::numeric'],
  [numeric(), '123456789012345678901234567890.5', '123456789012345678901234567890.5'],
  [numeric(16, 2), '1500.50', '1500.5::numeric(16,2)'],
  // Zoho keeps more places than it declares: they are rounded as PostgreSQL would.
  [numeric(16, 2), '1.005', '1.005::numeric(16,2)'],
  [numeric(16, 2), '-1.005', '-1.005::numeric(16,2)'],
  [numeric(16, 2), '99.995', '99.995::numeric(16,2)'],
  [numeric(16, 2), '-0.004', '-0.004::numeric(16,2)'],
  [numeric(16, 0), '0.5', '0.5::numeric(16,0)'],
  [numeric(), 'NaN', `'NaN'::numeric`],
  [real, 1.5, '1.5::float4'],
  [double, 0.1, '0.1::float8'],
  [double, 1e20, '1e20::float8'],
  [double, 1e-7, '1e-7::float8'],
  [text, 'Grüße 😀', `'Grüße 😀'::text`],
  [varchar(20), 'x', `'x'::varchar`],
  [json, '{"a": 1}', `'{"a": 1}'::json`],
  [bytea, '\\x00ff', `'\\x00ff'::bytea`],
  [date, '2024-02-29', `'2024-02-29'::date`],
  [date, '1969-12-31', `'1969-12-31'::date`],
  [date, '0044-03-15 BC', `'0044-03-15 BC'::date`],
  [time, '04:05:06.789', `'04:05:06.789'::time`],
  [timestamp, at('2024-02-29T12:34:56Z', 123_456), `'2024-02-29 12:34:56.123456'::timestamp`],
  [timestamptz, at('2024-02-29T12:34:56Z'), `'2024-02-29 12:34:56+00'::timestamptz`],
  [timestamptz, at('1999-12-31T23:59:59Z', 999_999), `'1999-12-31 23:59:59.999999+00'::timestamptz`],
  [timestamptz, Infinity, `'infinity'::timestamptz`],
  [interval, '1 year 2 mons -3 days +04:05:06.7', `'1 year 2 mons -3 days +04:05:06.7'::interval`],
  [interval, '-00:00:01', `'-1 second'::interval`],
  [arrayOf(text), '{a,"b c",NULL,"q\\"x"}', `ARRAY['a','b c',NULL,'q"x']`],
  [arrayOf(bigint), '{1,2}', 'ARRAY[1,2]::int8[]'],
  [arrayOf(integer), '{{1,2},{3,4}}', 'ARRAY[[1,2],[3,4]]'],
  [arrayOf(text), '{}', `'{}'::text[]`],
  [arrayOf(timestamptz), '{"2024-02-29 18:04:56+05:30"}', `ARRAY['2024-02-29 12:34:56+00'::timestamptz]`],
]

describe('values', () => {
  it.each(cases)('%o %s', async (type, value, literal) => {
    expect(ours(value, type, 0).toString()).toBe((await postgres(`SELECT ${literal}`, 0)).toString())
    expect(ours(value, type, 1).toString('hex')).toBe((await postgres(`SELECT ${literal}`, 1)).toString('hex'))
  })

  // Arrays of arrays are sent by no client as bytes.
  const flat = cases.filter(([, value]) => !String(value).startsWith('{{'))
  it.each(flat)('%o %s comes back from its bytes as a parameter', async (type, value, literal) => {
    const given = parameterText(ours(value, type, 1), 1, type)
    const same = `SELECT (${literal})::text = ((${quote(given)})::${await nameOf(type)})::text`
    expect((await postgres(same, 0)).toString()).toBe('t')
  })
})

const quote = (value: string): string => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const nameOf = async (type: SqlType): Promise<string> =>
  (await postgres(`SELECT format_type(${oidOf(type)}, NULL)`, 0)).toString()

describe('object ids', () => {
  it.each(cases.map(([type]) => type))('of %o is PostgreSQL’s', async (type) => {
    const { size, modifier } = columnHeader('a', type)
    const [length] = await oracle.texts(`SELECT typlen FROM pg_type WHERE oid = ${oidOf(type)}`)
    expect(String(size)).toBe(length![0])
    expect(typeOfOid(oidOf(type))?.name).toBe(type.name)
    expect(modifier).toBe(type.length === undefined ? -1 : type.length + 4)
  })

  it('round as extra_float_digits says', async () => {
    for (const digits of [3, 0, -3, -15]) {
      await oracle.texts(`SET extra_float_digits TO ${digits}`)
      for (const value of ['0.1', '0.30000000000000004', '123456789.123456789', '-2.6', '1e21', 'NaN', '-Infinity']) {
        for (const [type, name] of [[double, 'float8'] as const, [real, 'float4'] as const]) {
          const shown = ours(name === 'float4' ? String(Math.fround(Number(value))) : value, type, 0, digits).toString()
          const theirs = (await postgres(`'${value}'::${name}`.replace(/^/, 'SELECT '), 0)).toString()
          expect(Number(shown)).toBe(Number(theirs))
        }
      }
    }
  })

  it('bytes that are no value are refused', () => {
    expect(() => parameterText(Buffer.of(1, 2), 1, integer)).toThrow(expect.objectContaining({ sqlState: '22P03' }))
    expect(() => parameterText(Buffer.of(0xff), 0, text)).toThrow(expect.objectContaining({ sqlState: '22P02' }))
    for (let length = 0; length < 40; length++) {
      const bytes = Buffer.alloc(length, 0x7f)
      for (const [type] of cases) {
        try {
          expect(typeof parameterText(bytes, 1, type)).toBe('string')
        } catch (error) {
          expect(error).toMatchObject({ sqlState: expect.stringMatching(/^22P0[23]$/) })
        }
      }
    }
  })
})
