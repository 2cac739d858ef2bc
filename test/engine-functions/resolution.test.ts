import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { type SqlType, typeText } from '../../src/base/types.ts'
import { commonType, resolveFunction, resolveOperator, typeFromName } from '../../src/engine/functions/index.ts'
import { postgres } from './both.ts'

/** Which function, operator or common type PostgreSQL chooses, for every pair of types: by the type of the result. */

let db: PGlite
beforeAll(async () => {
  db = await postgres()
  // The type of what an expression gives, or the SQLSTATE, without running it.
  await db.exec(`
    CREATE FUNCTION type_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE found text;
    BEGIN
      EXECUTE 'CREATE TEMP VIEW probe AS SELECT ' || expression || ' AS x';
      SELECT format_type(atttypid, NULL) INTO found FROM pg_attribute WHERE attrelid = 'probe'::regclass AND attname = 'x';
      DROP VIEW probe;
      RETURN found;
    EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
    END $$`)
})
afterAll(() => db.close())

const names = [
  'boolean', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'text', 'varchar', 'date', 'time',
  'timestamp', 'timestamptz', 'interval', 'integer[]', 'text[]',
] // biome-ignore format: a table

const typeOf = (name: string): SqlType =>
  name === 'unknown'
    ? { name: 'unknown' }
    : typeFromName({ name: name.replace('[]', ''), modifiers: [], dimensions: name.endsWith('[]') ? 1 : 0 })

const value = (name: string): string => (name === 'unknown' ? 'NULL' : `NULL::${name}`)

/** One probe: what PostgreSQL is asked and what is asked here. */
interface Probe {
  readonly sql: string
  readonly ours: () => SqlType
}

function answer(ours: () => SqlType): string {
  try {
    return typeText(ours())
  } catch (error) {
    if (isZohoSqlError(error)) return error.sqlState
    throw error
  }
}

async function differences(probes: readonly Probe[]): Promise<string[]> {
  const { rows } = await db.query<{ found: string }>(
    'SELECT type_of(e) AS found FROM unnest($1::text[]) WITH ORDINALITY AS t(e, n) ORDER BY n',
    [probes.map(({ sql }) => sql)],
  )
  return probes.flatMap(({ sql, ours }, i) => {
    const [mine, theirs] = [answer(ours), rows[i]!.found]
    const beyond = unknownTypes.has(theirs) || (sql.match(/NULL(?!::)/g) !== null && decidedElsewhere.has(theirs))
    return mine === theirs || beyond ? [] : [`${sql}: ours ${mine}, PostgreSQL ${theirs}`]
  })
}

/** Types that this package has no values of. */
const unknownTypes = new Set(['time with time zone'])
/** Where literals without a type are all there is, PostgreSQL's other types and pseudo-types decide. */
const decidedElsewhere = new Set(['42725', '42804', '42704', 'text[]', 'integer'])

const pairs = (types: readonly string[]): (readonly [string, string])[] =>
  types.flatMap((a) => types.map((b) => [a, b] as const))

describe('overloads', () => {
  it.each(['+', '-', '*', '/', '%', '^', '||', '=', '<', '&', '~', '@>'])('of %s between all types', async (op) => {
    const probes = pairs([...names, 'unknown']).map(([a, b]) => ({
      sql: `${value(a)} ${op} ${value(b)}`,
      ours: () => resolveOperator(op, typeOf(a), typeOf(b)).result,
    }))
    expect(await differences(probes)).toEqual([])
  })

  it('of prefix operators', async () => {
    const probes = ['-', '+', '~', '@', '|/', '||/'].flatMap((op) =>
      names.map((a) => ({ sql: `${op} (${value(a)})`, ours: () => resolveOperator(op, undefined, typeOf(a)).result })),
    )
    expect(await differences(probes)).toEqual([])
  })

  it('of functions of one argument', async () => {
    const functions = [
      'abs', 'round', 'trunc', 'ceil', 'floor', 'sqrt', 'exp', 'ln', 'sign', 'length', 'lower', 'upper', 'initcap', 'md5',
      'reverse', 'sum', 'avg', 'min', 'max', 'count', 'stddev', 'bool_and', 'bit_and', 'array_agg', 'json_agg', 'to_json',
      'isfinite', 'justify_days', 'age', 'to_timestamp', 'to_hex', 'quote_literal', 'octet_length', 'char_length', 'ascii',
      'cardinality', 'concat', 'scale', 'sin', 'chr', 'numeric', 'float8', 'int4', 'text', 'date', 'cbrt', 'btrim',
    ] // biome-ignore format: a table
    const probes = functions.flatMap((name) =>
      [...names, 'unknown'].map((a) => ({
        sql: `pg_catalog.${name}(${value(a)})`,
        ours: () => resolveFunction(name, [typeOf(a)]).result,
      })),
    )
    expect(await differences(probes)).toEqual([])
  })

  it('of functions of two arguments', async () => {
    const functions = [
      'round', 'power', 'log', 'mod', 'div', 'gcd', 'left', 'repeat', 'strpos', 'substr', 'lpad', 'date_trunc', 'date_part', 'age',
      'to_char', 'to_date', 'timezone', 'array_append', 'array_position', 'string_agg', 'atan2', 'regexp_match',
    ] // biome-ignore format: a table
    const probes = functions.flatMap((name) =>
      pairs([...names, 'unknown']).map(([a, b]) => ({
        sql: `pg_catalog.${name}(${value(a)}, ${value(b)})`,
        ours: () => resolveFunction(name, [typeOf(a), typeOf(b)]).result,
      })),
    )
    expect(await differences(probes)).toEqual([])
  })

  it('of the common type of two', async () => {
    const probes = pairs([...names, 'unknown']).map(([a, b]) => ({
      sql: `coalesce(${value(a)}, ${value(b)})`,
      ours: () => commonType([typeOf(a), typeOf(b)], 'COALESCE'),
    }))
    expect(await differences(probes)).toEqual([])
  })
})

describe('casts', () => {
  it('exist where PostgreSQL has them', async () => {
    const { canCast } = await import('../../src/engine/functions/index.ts')
    const probes = pairs(names).map(([a, b]) => ({
      sql: `CAST(${value(a)} AS ${b})`,
      ours: () => {
        if (canCast(typeOf(a), typeOf(b))) return typeOf(b)
        throw Object.assign(new Error(), { name: 'ZohoSqlError', sqlState: '42846' })
      },
    }))
    expect(await differences(probes)).toEqual([])
  })
})
