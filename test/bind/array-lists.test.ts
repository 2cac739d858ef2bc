import { describe, expect, it } from 'vitest'
import type { Select } from '../../src/engine/tree.ts'
import { makeSession } from '../../src/engine/values/index.ts'
import { parameterValues } from '../../src/exec/parameters.ts'
import { bind, withParameters } from '../../src/plan/bind/index.ts'
import { listArrays } from '../../src/plan/passes/array-to-list.ts'
import { parse } from '../../src/sql/index.ts'
import { demoSource } from '../support/tables.ts'

const bound = (where: string) =>
  bind(parse(`SELECT 1 FROM Deals WHERE ${where}`), demoSource(), { session: makeSession({ now: 0 }) }).query
const listed = (where: string) => (listArrays(bound(where)).body as Select).where

describe('arrays of constants', () => {
  it('compared with ANY and ALL become lists', () => {
    expect(listed("id = ANY('{1,NULL,123456789012345678}')")).toMatchObject({
      kind: 'inList',
      negated: false,
      items: [{ value: '1' }, { value: null }, { value: '123456789012345678' }],
    })
    expect(listed(`Stage <> ALL('{"a b",c}')`)).toMatchObject({
      kind: 'inList',
      negated: true,
      items: [{ value: 'a b' }, { value: 'c' }],
    })
    expect(listed("Amount = ANY('{1,2}'::integer[])")).toMatchObject({
      items: [{ kind: 'cast', operand: { value: 1 } }, { kind: 'cast' }],
    })
    expect(listed("id = ANY('{{1,2},{3,4}}')")).toMatchObject({
      items: ['1', '2', '3', '4'].map((value) => ({ value })),
    })
  })

  it('that are empty or NULL decide at once', () => {
    expect(listed("id = ANY('{}')")).toMatchObject({ kind: 'literal', value: false })
    expect(listed("id <> ALL('{}')")).toMatchObject({ kind: 'literal', value: true })
    expect(listed('id = ANY(NULL)')).toMatchObject({ kind: 'literal', value: null })
  })

  it('may be given as parameters', () => {
    const query = listArrays(withParameters(bound('id = ANY($1)'), ['{7,8}']))
    expect((query.body as Select).where).toMatchObject({ kind: 'inList', items: [{ value: '7' }, { value: '8' }] })
  })

  it('may be JavaScript arrays', () => {
    const session = makeSession({ now: 0 })
    const parsed = parse('SELECT id FROM Deals WHERE id = ANY(?) AND Stage = ANY(?) AND Created_Time = ANY(?)')
    const given = [[7, '8', 123456789012345678n, null], ['a "b", c', ''], [new Date(0)]]
    const { types } = bind(parsed, demoSource(), { session, values: given }).parameters
    expect(parameterValues(parsed, types, given, session)).toEqual([
      '{7,8,123456789012345678,NULL}',
      '{"a \\"b\\", c",""}',
      '{"1970-01-01 00:00:00+00"}',
    ])
  })

  it('made of columns stay subqueries', () => {
    expect(listed("Stage = ANY(string_to_array(Tags, ';'))")).toMatchObject({
      kind: 'case',
      branches: [{ then: { kind: 'inQuery', query: { body: { from: { kind: 'function', lateral: true } } } } }],
    })
  })
})
