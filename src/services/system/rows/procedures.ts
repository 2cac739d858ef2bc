import { typeOid } from '../../../base/pg-types.ts'
import { typeText } from '../../../base/types.ts'
import type { Procedure } from '../../../source/index.ts'
import { type CatalogueProcedure, type CatalogueWorld, ownerOid } from '../world.ts'
import { arrayText, type SystemRow } from './row.ts'

/** The services' procedures as pg_proc and its functions tell of them. All their parameters are given, none are taken. */

/** `IN id bigint, IN account bigint DEFAULT NULL`: as PostgreSQL writes a procedure's arguments. */
export const procedureArguments = ({ parameters }: Procedure, defaults: boolean): string =>
  parameters
    .map(({ name, type, required }) => `IN ${name} ${typeText(type)}${required || !defaults ? '' : ' DEFAULT NULL'}`)
    .join(', ')

/** What it does, gives and costs, in a line. */
const procedureText = ({ description, columns, credits }: Procedure): string =>
  `${description}; gives ${columns.map(({ name }) => name).join(', ')}; ${credits} credit${credits === 1 ? '' : 's'}`

const procedureClass = 1255
const voidType = 2278

const rowOf = ({ oid, namespace, procedure }: CatalogueProcedure, world: CatalogueWorld): SystemRow => {
  const { name, parameters } = procedure
  return {
    oid,
    proname: name,
    pronamespace: namespace,
    proowner: ownerOid(world),
    prolang: 12,
    procost: 1,
    prorows: 0,
    provariadic: 0,
    prosupport: 0,
    prokind: 'p',
    prosecdef: false,
    proleakproof: false,
    proisstrict: false,
    proretset: false,
    provolatile: 'v',
    proparallel: 'u',
    pronargs: parameters.length,
    pronargdefaults: parameters.filter(({ required }) => !required).length,
    prorettype: voidType,
    proargtypes: arrayText(parameters.map(({ type }) => typeOid(type))),
    proallargtypes: arrayText(parameters.map(({ type }) => typeOid(type))),
    proargmodes: arrayText(parameters.map(() => 'i')),
    proargnames: arrayText(parameters.map((parameter) => parameter.name)),
    prosrc: name,
  }
}

export const procedureRows = (world: CatalogueWorld): readonly SystemRow[] =>
  world.procedures.map((procedure) => rowOf(procedure, world))

export const procedureDescriptions = ({ procedures }: CatalogueWorld): readonly SystemRow[] =>
  procedures.map(({ oid, procedure }) => ({
    objoid: oid,
    classoid: procedureClass,
    objsubid: 0,
    description: procedureText(procedure),
  }))

/** For `obj_description(oid, 'pg_proc')`. */
export const procedureComments = ({ procedures }: CatalogueWorld): [string, string][] =>
  procedures.map(({ oid, procedure }) => [`comment ${procedureClass} ${oid} 0`, procedureText(procedure)])
