import { ZohoSqlError } from '../../base/errors.ts'
import { oid } from '../../base/pg-types.ts'
import { type SqlType, text, typeText, wideBigint } from '../../base/types.ts'
import { bareType, canCast, categoryOf, isPreferred, sameType, typeList } from './types.ts'

/**
 * The one type for the branches of CASE, COALESCE, UNION, IN, VALUES … (`context` names it in the error).
 * Where some convert into each other the first counts; PostgreSQL lists the ELSE of a CASE first.
 * Throws 42804 for types of different kinds, 42846 where one does not become the other.
 */
export function commonType(types: readonly SqlType[], context: string): SqlType {
  const known = types.filter((type) => type.name !== 'unknown')
  if (known.length === 0) return text
  let chosen = known[0]!
  if (known.every((type) => identical(type, chosen))) return chosen
  for (const type of known.slice(1)) {
    if (sameType(type, chosen)) continue
    if (categoryOf(chosen) !== categoryOf(type)) throw noCommonType(context, chosen, type)
    const widens = canCast(chosen, type, 'implicit') && !canCast(type, chosen, 'implicit')
    if (!isPreferred(chosen) && widens) chosen = type
  }
  for (const type of known) {
    if (sameType(type, chosen) || canCast(type, chosen, 'implicit')) continue
    throw new ZohoSqlError(
      'CANNOT_CAST',
      `${context} could not convert type ${typeList([type])} to ${typeList([chosen])}`,
    )
  }
  if (known.some((type) => type.label !== chosen.label)) return unlabelled(bareType(chosen))
  return known.some((type) => type.wide) && chosen.name === 'bigint' ? wideBigint : bareType(chosen)
}

/** Of types that are kept alike: numbers of objects are oids, names are texts. */
function unlabelled({ label: _, ...type }: SqlType): SqlType {
  return type.name === 'bigint' ? oid : type
}

const identical = (a: SqlType, b: SqlType): boolean =>
  typeText(a) === typeText(b) && (a.wide ?? false) === (b.wide ?? false)

const noCommonType = (context: string, a: SqlType, b: SqlType): ZohoSqlError =>
  new ZohoSqlError('TYPE_MISMATCH', `${context} types ${typeList([a])} and ${typeList([b])} cannot be matched`)
