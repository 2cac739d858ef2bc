/**
 * Conditions into COQL: field type × operator × literal gives what is sent and whether it says all that was meant.
 * Accepting is translating: whatever comes back with a `condition` has been written, and whatever was not written
 * stays local. The reasons are the numbered ambiguities of the fact sheet; each is read so that no row is lost.
 */

import { unreachable } from '../../../../base/errors.ts'
import type { Column, ColumnRef, LeafPredicate, Predicate } from '../../../../source/index.ts'
import { factsOf } from '../../catalog/columns.ts'
import { type CoqlOperator, lookupTests } from '../../fields.ts'
import { both, type CoqlCondition, type CoqlTest } from '../../query.ts'
import { compare, membership } from './equality.ts'
import { type Family, familyOf } from './family.ts'
import { has, like } from './patterns.ts'
import { ofUser } from './people.ts'
import { exact, local, superset, type Translation, type WhereOptions } from './translation.ts'

export function translate(predicate: Predicate, options: WhereOptions): Translation {
  switch (predicate.kind) {
    case 'and':
      return conjunction(predicate.terms, options)
    case 'or':
      return disjunction(predicate.terms, options)
    case 'opaque':
      return local(`Zoho has no words for ${predicate.why}`)
    case 'constant':
      return local('a constant')
    default:
      return leaf(predicate, options)
  }
}

function conjunction(terms: readonly Predicate[], options: WhereOptions): Translation {
  const parts = terms.map((term) => translate(term, options))
  const condition = both(...parts.map((part) => part.condition))
  const inexact = parts.find((part) => !part.exact)
  return { condition, exact: inexact === undefined, why: (inexact ?? parts[0])?.why ?? '' }
}

function disjunction(terms: readonly Predicate[], options: WhereOptions): Translation {
  const live = terms.filter((term) => !(term.kind === 'constant' && !term.value))
  const parts = live.map((term) => translate(term, options))
  const unsent = parts.find((part) => part.condition === undefined)
  if (unsent || parts.length === 0) return local(unsent?.why ?? 'a constant')
  const conditions = parts.flatMap((part) => (part.condition?.kind === 'or' ? part.condition.terms : [part.condition!]))
  const inexact = parts.find((part) => !part.exact)
  const condition: CoqlCondition = conditions.length === 1 ? conditions[0]! : { kind: 'or', terms: conditions }
  return { condition, exact: inexact === undefined, why: (inexact ?? parts[0])!.why }
}

function leaf(predicate: LeafPredicate, options: WhereOptions): Translation {
  const { column } = predicate.column
  const name = options.columnName(predicate.column)
  if (!name) return local(`COQL cannot follow the path to ${column.name}`)
  const byUser = ofUser(predicate, name, options)
  if (byUser) return byUser
  const translation = permitted(draft(predicate, name, options), predicate.column)
  // A condition on a value cannot hold where there is none: that much can always be said.
  const weaker = predicate.kind === 'null' && !predicate.negated ? undefined : present(name)
  return translation.condition || !weaker ? translation : permitted(superset(weaker, translation.why), predicate.column)
}

function draft(predicate: LeafPredicate, name: string, options: WhereOptions): Translation {
  const { column } = predicate.column
  const family = familyOf(column)
  if (!family) return local(unfilterable(column))
  return predicate.kind === 'null'
    ? nullTest(predicate.column, predicate.negated, name)
    : valued(predicate, name, family, options)
}

const unfilterable = (column: Column): string =>
  column.part === 'value'
    ? `COQL cannot filter by ${column.fieldType} columns`
    : 'the name shown for a lookup is not a column of COQL'

const present = (name: string): CoqlTest => ({ kind: 'null', column: name, negated: true })

/** The translation, if COQL has its operators for columns of this type (facts 6.5). */
function permitted(translation: Translation, ref: ColumnRef): Translation {
  if (!translation.condition) return translation
  const { column } = ref
  const allowed = filterPowers(ref)
  const missing = operatorsIn(translation.condition).find((operator) => !allowed.has(operator))
  return missing ? local(`COQL has no ${missing} for ${column.fieldType} columns`) : translation
}

/** A lookup's name and e-mail are there when the lookup is: its null tests are theirs. */
function filterPowers({ path, column }: ColumnRef): ReadonlySet<CoqlOperator> {
  if (column.part === 'name' || column.part === 'email') return lookupPresence
  return path.length > 0 && column.field === 'id' ? lookupTests : factsOf(column).coql.where
}

const lookupPresence: ReadonlySet<CoqlOperator> = new Set(['is not null'])

function operatorsIn(condition: CoqlCondition): CoqlOperator[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.flatMap(operatorsIn)
    case 'compare':
      return [condition.op]
    case 'in':
      return [condition.negated ? 'not in' : 'in']
    case 'null':
      return [condition.negated ? 'is not null' : 'is null']
    default:
      return [condition.kind]
  }
}

function nullTest(ref: ColumnRef, negated: boolean, name: string): Translation {
  if (ref.path.length > 0 && !negated) return local('whether a missing lookup counts as null is not documented')
  return exact({ kind: 'null', column: name, negated }, 'null tests are exact')
}

function valued(
  predicate: Exclude<LeafPredicate, { kind: 'null' }>,
  name: string,
  family: Family,
  options: WhereOptions,
) {
  switch (predicate.kind) {
    case 'like':
      return like(predicate.pattern, predicate.ignoreCase, predicate.negated, name, family, options)
    case 'has':
      return has(predicate.constant, predicate.negated, name, family)
    case 'in':
      return membership(predicate.column.column, predicate.constants, predicate.negated, name, family, options)
    case 'compare':
      return compare(predicate.column.column, predicate.op, predicate.constant, name, family, options)
    default:
      return unreachable(predicate)
  }
}
