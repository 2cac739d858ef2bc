import type { ColumnRef, Predicate } from '../../../../source/index.ts'
import { factsOf } from '../../catalog/columns.ts'
import { both, type CoqlCondition, textValue } from '../../query.ts'
import { superset, type Translation, type WhereOptions } from './translation.ts'

/** More users than go into so many lists of a query are told apart here. */
const LISTS_MAX = 3

/**
 * `Owner = 'Bob Smith'`: COQL has no names of users, but the list of users says whose they are. Sent is that it is none
 * of the others, since rows may belong to users whom the list does not have: they came since, or were deleted.
 * undefined: it is no such condition, or the users are too many.
 */
export function ofUser(predicate: Predicate, name: string, options: WhereOptions): Translation | undefined {
  if (predicate.kind !== 'compare' && predicate.kind !== 'in') return undefined
  const wanted = wantedTexts(predicate)
  const { part } = predicate.column.column
  if (!wanted || !options.users || !isUsers(predicate.column)) return undefined
  const others = options.users.filter((user) => !wanted.has(part === 'email' ? user.email : user.name))
  if (others.length > LISTS_MAX * options.inMax) return undefined
  const lists = Array.from({ length: Math.ceil(others.length / options.inMax) }, (_, i): CoqlCondition => {
    const values = others.slice(i * options.inMax, (i + 1) * options.inMax).map(({ id }) => textValue(id))
    return { kind: 'in', column: name, values, negated: true }
  })
  const present: CoqlCondition = { kind: 'null', column: name, negated: true }
  return superset(both(present, ...lists)!, 'none of the other users, by the list of users: checked again here')
}

function wantedTexts(predicate: Predicate & { kind: 'compare' | 'in' }): ReadonlySet<unknown> | undefined {
  if (predicate.kind === 'compare') return predicate.op === '=' ? new Set([predicate.constant.value]) : undefined
  return predicate.negated ? undefined : new Set(predicate.constants.map(({ value }) => value))
}

const isUsers = ({ path, column }: ColumnRef): boolean =>
  path.length === 0 && (column.part === 'name' || column.part === 'email') && factsOf(column).shape === 'user'
