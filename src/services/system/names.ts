import type { CatalogueNames, FunctionNames, NamedObject, SessionState } from '../../base/session-state.ts'
import { type SqlType, typeText } from '../../base/types.ts'
import { rightsOf } from './rights.ts'
import { roles } from './rows/fixed.ts'
import { argumentsText, listedFunctions } from './rows/functions.ts'
import { procedureArguments, procedureComments } from './rows/procedures.ts'
import { constraintDefinition, indexColumn, indexDefinition } from './texts.ts'
import type { CatalogueProcedure, CatalogueWorld } from './world.ts'

/** What functions are told of the catalogue: names of objects, definitions and comments. */

interface Static extends Omit<CatalogueNames, 'roles'> {
  /** Of constraints whose text depends on the search path. */
  readonly qualified: ReadonlyMap<string, string>
}

const made = new WeakMap<CatalogueWorld, Static>()

function texts(world: CatalogueWorld, visible: boolean): [string, string][] {
  return world.constraints.map(({ oid }, i) => [
    `constraint ${oid}`,
    constraintDefinition(world.constraints[i]!, () => visible),
  ])
}

function comments(world: CatalogueWorld): [string, string][] {
  return world.tables.flatMap(({ oid, description, attributes }) =>
    [description, ...attributes.map((attribute) => attribute.description)].flatMap((text, n): [string, string][] =>
      text === undefined ? [] : [[`comment 1259 ${oid} ${n}`, text]],
    ),
  )
}

const indexTexts = (world: CatalogueWorld): [string, string][] =>
  world.indexes.flatMap((index): [string, string][] => [
    [`index ${index.oid} 0`, indexDefinition(index)],
    ...index.keys.map((key, at): [string, string] => [`index ${index.oid} ${at + 1}`, indexColumn(index, key)]),
  ])

/** As in `btrim(text,text)`. */
const typesText = (types: readonly SqlType[]): string => types.map(typeText).join(',')

const procedureNames = ({ oid, schema, procedure }: CatalogueProcedure): [number, FunctionNames] => [
  oid,
  {
    schema,
    name: procedure.name,
    types: typesText(procedure.parameters.map(({ type }) => type)),
    args: procedureArguments(procedure, true),
    identity: procedureArguments(procedure, false),
    result: null,
  },
]

function make(world: CatalogueWorld): Static {
  const rowTypes = [...world.tables, ...world.system].flatMap(
    ({ type, arrayType, schema, name }): [number, NamedObject][] => [
      [type, { schema, name }],
      ...(arrayType ? ([[arrayType, { schema, name: `${name}[]` }]] as [number, NamedObject][]) : []),
    ],
  )
  return {
    relations: new Map([
      ...world.relations.map(({ oid, schema, name }) => [oid, { schema, name }] as const),
      ...world.identities.map(({ oid, of: { schema }, name }) => [oid, { schema, name }] as const),
    ]),
    types: new Map(rowTypes),
    functions: new Map([
      ...listedFunctions(world).map(({ oid, name, args, result }): [number, FunctionNames] => {
        const text = argumentsText(args)
        return [
          oid,
          { schema: 'pg_catalog', name, types: typesText(args), args: text, identity: text, result: typeText(result) },
        ]
      }),
      ...world.procedures.map(procedureNames),
    ]),
    namespaces: new Map(world.namespaces.map(({ oid, name }) => [oid, name])),
    texts: new Map([
      ...texts(world, true),
      ...comments(world),
      ...procedureComments(world),
      ...indexTexts(world),
      ...views(world),
    ]),
    columns: new Map(world.relations.map(({ oid, attributes }) => [oid, attributes.map(({ name }) => name)])),
    qualified: new Map(texts(world, false)),
    rights: new Map(world.tables.flatMap(({ oid, table }) => (table?.changes ? [[oid, rightsOf(table)]] : []))),
    sequences: new Map(
      world.identities.map(({ oid, of, column }) => [`${of.oid} ${of.attributes[column - 1]!.name}`, oid]),
    ),
  }
}

const views = (world: CatalogueWorld): [string, string][] =>
  world.system.filter(({ kind }) => kind === 'v').map(({ oid }): [string, string] => [`view ${oid}`, ''])

/** As one session sees them. */
export function namesOf(world: CatalogueWorld, session: SessionState): CatalogueNames {
  const known = made.get(world) ?? make(world)
  made.set(world, known)
  const { qualified, ...names } = known
  const shown = world.tables[0]?.schema
  const path = session.settings.get('search_path') ?? ''
  const visible = shown === undefined || path.split(',').some((schema) => schema.trim().replaceAll('"', '') === shown)
  return {
    ...names,
    texts: visible ? names.texts : new Map([...names.texts, ...qualified]),
    roles: new Map(roles({ world, session }).map(({ oid, name }) => [oid, name])),
  }
}
