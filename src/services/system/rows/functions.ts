import { byName } from '../../../base/by-name.ts'
import { pgTypes, typeOid } from '../../../base/pg-types.ts'
import { type SqlType, typeText } from '../../../base/types.ts'
import { type CatalogueFunction, functionSignatures } from '../../../engine/functions/signatures.ts'
import { type CatalogueWorld, rootRole } from '../world.ts'
import { procedureRows } from './procedures.ts'
import { arrayText, type RowsOf, type SystemRow } from './row.ts'
import { arrayFunctions, recordFunctions } from './types.ts'

/** pg_proc and pg_operator: the functions and operators that there are here, and those that read and write types. */

interface Listed {
  readonly oid: number
  readonly name: string
  readonly args: readonly SqlType[]
  readonly result: SqlType
  readonly kind: CatalogueFunction['kind']
  readonly volatile: boolean
  readonly nulls: boolean
}

const cstring: SqlType = { name: 'text', label: 'cstring' }

/** Functions of a type's values, which clients look for by name. */
const typeFunctions: readonly Listed[] = [
  ...new Map(
    [...pgTypes.flatMap(({ functions }) => functions), ...arrayFunctions, ...recordFunctions]
      .filter(({ oid }) => oid !== 0)
      .map((each) => [each.oid, each]),
  ).values(),
].map(({ oid, name }) => ({
  oid,
  name,
  args: [cstring],
  result: cstring,
  kind: 'scalar',
  volatile: false,
  nulls: false,
}))

const isOperator = (name: string): boolean => /^[^a-z_]/.test(name)

/** All of them, each once. */
export function listedFunctions({ oids }: CatalogueWorld): readonly Listed[] {
  const own = functionSignatures()
    .filter(({ name }) => !isOperator(name))
    .map((signature) => ({ ...signature, oid: oids.of(`function ${signature.key}`) }))
  return [...typeFunctions, ...own]
}

export const argumentsText = (args: readonly SqlType[]): string => args.map(typeText).join(', ')

const kinds = { scalar: 'f', set: 'f', aggregate: 'a', window: 'w' } as const

function functionRow({ oid, name, args, result, kind, volatile, nulls }: Listed): SystemRow {
  return {
    oid,
    proname: name,
    pronamespace: 11,
    proowner: rootRole.oid,
    prolang: 12,
    procost: 1,
    prorows: kind === 'set' ? 1000 : 0,
    provariadic: 0,
    prosupport: 0,
    prokind: kinds[kind],
    prosecdef: false,
    proleakproof: false,
    proisstrict: !nulls,
    proretset: kind === 'set',
    provolatile: volatile ? 'v' : 'i',
    proparallel: 's',
    pronargs: args.length,
    pronargdefaults: 0,
    prorettype: typeOid(result),
    proargtypes: arrayText(args.map(typeOid)),
    prosrc: name,
  }
}

function operatorRows({ oids }: CatalogueWorld): SystemRow[] {
  return functionSignatures()
    .filter(({ name, args, kind }) => /^[-+*/<>=~!@#%^&|?]+$/.test(name) && args.length <= 2 && kind === 'scalar')
    .map(({ key, name, args, result }) => ({
      oid: oids.of(`operator ${key}`),
      oprname: name,
      oprnamespace: 11,
      oprowner: rootRole.oid,
      oprkind: args.length === 2 ? 'b' : 'l',
      oprcanmerge: false,
      oprcanhash: name === '=',
      oprleft: args.length === 2 ? typeOid(args[0]!) : 0,
      oprright: typeOid(args.at(-1)!),
      oprresult: typeOid(result),
      oprcom: 0,
      oprnegate: 0,
      oprcode: 0,
      oprrest: 0,
      oprjoin: 0,
    }))
}

export const functionRows: Readonly<Record<string, RowsOf>> = byName({
  pg_proc: ({ world }) => [...listedFunctions(world).map(functionRow), ...procedureRows(world)],
  pg_operator: ({ world }) => operatorRows(world),
})
