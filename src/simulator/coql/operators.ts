/** Which operators COQL allows for which column: Zoho's table of operators by field type. */
import type { SimColumn } from '../columns.ts'
import type { ConditionTest, CoqlComparisonOperator } from './ast.ts'
import { wrongClause, wrongOperator } from './refusals.ts'

export type TestOperator =
  | CoqlComparisonOperator
  | 'in'
  | 'not in'
  | 'between'
  | 'not between'
  | 'like'
  | 'not like'
  | 'is null'
  | 'is not null'

const nullTests = ['is null', 'is not null'] as const
const equality = ['=', '!='] as const
const membership = ['in', 'not in'] as const

const sets = {
  text: [...equality, 'like', 'not like', ...membership, ...nullTests],
  ordered: [...equality, '>', '>=', '<', '<=', 'between', 'not between', ...membership, ...nullTests],
  reference: [...equality, ...membership, ...nullTests],
  id: [...equality, '>', '<', ...membership, ...nullTests],
  boolean: ['='],
  formulaBoolean: ['=', ...nullTests],
  encryptedNumber: [...equality, ...nullTests],
  encryptedText: nullTests,
  image: ['in', ...nullTests],
  none: [],
} as const satisfies Record<string, readonly TestOperator[]>

/** Types that may stand in the select list only. */
const selectOnly = ['textarea', 'territories', 'consent_lookup', 'layout']

const byKind = {
  text: 'text',
  multi: 'text',
  number: 'ordered',
  integer: 'ordered',
  bigint: 'ordered',
  date: 'ordered',
  datetime: 'ordered',
  id: 'id',
  reference: 'reference',
  boolean: 'boolean',
  opaque: 'none',
} as const satisfies Record<SimColumn['kind'], keyof typeof sets>

function setOf(column: SimColumn): keyof typeof sets {
  const { field, kind, via } = column
  if (via === 'role') return 'reference'
  // Filtering is by the lookup itself; its id is for the select list.
  if (via === 'user' && kind === 'reference') return 'none'
  if (!field) return via === 'polymorphic' ? 'reference' : byKind[kind]
  if (selectOnly.includes(field.data_type)) return 'none'
  if (field.data_type === 'profileimage') return 'image'
  if (field.filterable === false && kind !== 'id') return 'none'
  if (field.crypt) return byKind[kind] === 'ordered' ? 'encryptedNumber' : 'encryptedText'
  return field.data_type === 'formula' && kind === 'boolean' ? 'formulaBoolean' : byKind[kind]
}

export function operatorOf(test: ConditionTest): TestOperator {
  switch (test.kind) {
    case 'compare':
      return test.op
    case 'null':
      return test.negated ? 'is not null' : 'is null'
    default:
      return test.negated ? `not ${test.kind}` : test.kind
  }
}

/** Throws unless the column may be tested so. */
export function requireOperator(column: SimColumn, operator: TestOperator): void {
  const set = setOf(column)
  if (set === 'none') throw wrongClause(column.text, 'where')
  const allowed: readonly TestOperator[] = sets[set]
  if (!allowed.includes(operator)) throw wrongOperator(column.text, operator)
}
