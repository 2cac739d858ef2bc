import { beforeAll, describe, expect, it } from 'vitest'
import { bulkCriteria } from '../../src/simulator/bulk-criteria.ts'
import type { ApiVersion } from '../../src/simulator/model.ts'
import { SimRefusal } from '../../src/simulator/refusal.ts'
import type { World } from '../../src/simulator/world.ts'
import { makeTestWorld } from './coql-world.ts'

const empty = '$' + '{EMPTY}'
const test = (api_name: string, comparator: string, value: unknown) => ({ field: { api_name }, comparator, value })
const group = (group_operator: string, ...parts: unknown[]) => ({ group_operator, group: parts })

let world: World
beforeAll(async () => {
  world = await makeTestWorld()
})

function found(criteria: unknown, within = world, version: ApiVersion = 'v8'): string {
  const module = within.modules.get('Deals')!
  const accept = bulkCriteria(criteria, module, within, version)
  return [...module.scan()]
    .filter(accept)
    .map((record) => record.id)
    .join(' ')
}

function refusal(criteria: unknown): string {
  try {
    found(criteria)
  } catch (error) {
    if (error instanceof SimRefusal) return `${error.code} ${JSON.stringify(error.details)}`
    throw error
  }
  return 'accepted'
}

describe('bulk criteria', () => {
  it.each([
    [test('Deal_Name', 'equal', 'PUMP'), '201 202'],
    [test('Deal_Name', 'not_equal', 'pump'), '203 205'],
    [test('Deal_Name', 'in', ['pump', 'x']), '201 202'],
    [test('Deal_Name', 'not_in', ['pump']), '203 205'],
    [test('Deal_Name', 'contains', 'ump'), '201 202'],
    [test('Deal_Name', 'not_contains', 'ump'), '203 205'],
    [test('Deal_Name', 'starts_with', 'o'), '203'],
    [test('Deal_Name', 'ends_with', '%_'), '203'],
    [test('Deal_Name', 'equal', empty), '204'],
    [test('Amount', 'not_equal', empty), '201 202 204 205'],
    [test('Amount', 'less_than', 0.2), '201'],
    [test('Amount', 'less_equal', '0.2'), '201 202'],
    [test('Amount', 'greater_than', 2), '204'],
    [test('Amount', 'greater_equal', 2), '204 205'],
    [test('Amount', 'in', [10, 2]), '204 205'],
    [test('Big', 'equal', '9007199254740993'), '201'],
    [test('Closing_Date', 'between', ['2026-03-09', '2026-03-09']), '201'],
    [test('Closing_Date', 'not_between', ['2026-03-09', '2026-03-09']), '202'],
    [test('Created_Time', 'greater_equal', '2026-07-01T12:00:01+02:00'), '204'],
    [test('Hot', 'equal', true), '201 204'],
    [test('Hot', 'equal', 'false'), '202 203'],
    [test('Account_Name', 'equal', '100'), '201'],
    [test('Account_Name', 'not_in', ['100']), '202 203'],
    [test('Account_Name.Industry', 'equal', 'ASP'), '201'],
    [test('Owner.last_name', 'equal', 'Lovelace'), '202'],
    [test('Languages', 'equal', 'English;German'), '201'],
    [test('id', 'greater_than', '203'), '204 205'],
    [group('and', test('Hot', 'equal', true), test('Amount', 'less_than', 5)), '201'],
    [
      group('or', test('Amount', 'equal', 10), group('and', test('Hot', 'equal', false), test('Seats', 'equal', 2))),
      '202 204',
    ],
  ])('%j', (criteria, ids) => {
    expect(found(criteria)).toBe(ids)
  })

  it('follow the variants of text and empty values', async () => {
    const other = await makeTestWorld({ coqlTextCompare: 'sensitive', coqlNotEqualKeepsNull: true })
    expect(found(test('Deal_Name', 'equal', 'pump'), other)).toBe('202')
    expect(found(test('Deal_Name', 'not_equal', 'pump'), other)).toBe('201 203 204 205')
  })

  it('had the name of the field in the test itself in v2', () => {
    const old = { api_name: 'Hot', comparator: 'equal', value: true }
    expect(found(old, world, 'v2')).toBe('201 204')
    expect(refusal(old)).toBe('INVALID_CRITERIA {}')
  })

  const tests = (count: number): unknown[] => Array(count).fill(test('Hot', 'equal', true))

  it.each([
    ['nothing', 'INVALID_CRITERIA {}'],
    [{ ...test('Hot', 'equal', true), ...group('and') }, 'AMBIGUOUS_CRITERIA'],
    [group('xor', ...tests(2)), 'GROUP_OPERATOR_NOT_SUPPORTED'],
    [group('and'), 'AMBIGUOUS_GROUP_IN_CRITERIA'],
    [group('and', ...tests(26)), 'CRITERIA_LIMIT_EXCEEDED {"max_limit":25}'],
    [test('Nope', 'equal', 1), 'FIELD_IN_CRITERIA_NOT_AVAILABLE {"api_name":"Nope"}'],
    [test('Account_Name.Nope', 'equal', 1), 'FIELD_IN_CRITERIA_NOT_AVAILABLE'],
    [test('Description', 'equal', 'x'), 'FIELD_IN_CRITERIA_NOT_SUPPORTED'],
    [test('Items', 'equal', 'x'), 'FIELD_IN_CRITERIA_NOT_SUPPORTED'],
    [test('Amount', 'almost', 1), 'FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED'],
    [test('Hot', 'not_equal', true), '"supported":["equal"]'],
    [test('Amount', 'between', [1, 2]), 'FIELD_AND_COMPARATOR_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Deal_Name', 'greater_than', 'a'), 'FIELD_AND_COMPARATOR_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Amount', 'equal', [1]), 'COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Amount', 'in', 1), 'COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Closing_Date', 'between', ['2026-03-09']), 'COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Amount', 'equal', 'x'), 'FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Deal_Name', 'equal', 5), 'FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Created_Time', 'equal', '2026-03-09T00:00:00.123Z'), 'FIELD_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE'],
    [test('Amount', 'equal', null), 'VALUE_TYPE_NOT_SUPPORTED'],
    [test('Amount', 'in', Array(201).fill(1)), 'VALUE_LIMIT_EXCEEDED_IN_CRITERIA {"max_limit":200}'],
    [test('Deal_Name', 'equal', 'x'.repeat(256)), 'VALUE_LIMIT_EXCEEDED_IN_CRITERIA {"max_limit":255}'],
  ])('refuse %j', (criteria, expected) => {
    expect(refusal(criteria)).toContain(expected)
  })
})
