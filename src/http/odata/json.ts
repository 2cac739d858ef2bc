import { byName } from '../../base/by-name.ts'
import type { SqlType } from '../../base/types.ts'
import { edmName } from './edm.ts'
import type { EntityShape, Expanded, ShownProperty } from './shape.ts'

export type MetadataLevel = 'none' | 'minimal' | 'full'

/** How an answer is written. */
export interface ODataWriting {
  readonly metadata: MetadataLevel
  /** 64-bit numbers and decimals as texts, for clients whose numbers have 53 bits. */
  readonly ieee754: boolean
  /** Address of the service, with a `/` at its end. */
  readonly base: string
}

const wide: ReadonlySet<string> = new Set(['bigint', 'numeric'])
const numbers: ReadonlySet<string> = new Set(['bigint', 'numeric', 'double precision', 'real', 'integer', 'smallint'])
const special: Readonly<Record<string, string>> = byName({ Infinity: 'INF', '-Infinity': '-INF', NaN: 'NaN' })

/** A value as JSON text: every digit stays. */
export function valueText(value: unknown, type: SqlType, ieee754: boolean): string {
  if (value === null || value === undefined) return 'null'
  if (type.name === 'array') return arrayText(value, type.element ?? { name: 'text' }, ieee754)
  if (numbers.has(type.name)) return numberText(String(value), type, ieee754)
  if (typeof value === 'boolean') return String(value)
  if (type.name === 'timestamptz' || type.name === 'timestamp') return JSON.stringify(instantText(String(value)))
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function numberText(text: string, type: SqlType, ieee754: boolean): string {
  if (!/^[+-]?\d/.test(text)) return JSON.stringify(special[text] ?? text)
  return ieee754 && wide.has(type.name) ? `"${text}"` : text
}

const instantText = (text: string): string => (/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`)

/** `{a,"b c",NULL}`, as arrays are written in SQL, or a list from JSON. */
function arrayText(value: unknown, element: SqlType, ieee754: boolean): string {
  const members = Array.isArray(value) ? value : membersOf(String(value))
  return `[${members.map((member) => valueText(member, element, ieee754)).join(',')}]`
}

const membersOf = (text: string): readonly (string | null)[] =>
  [...text.slice(1, -1).matchAll(/"((?:\\.|[^"\\])*)"|([^,]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain === 'NULL' ? null : plain!) : quoted.replace(/\\(.)/g, '$1'),
  )

/** The mark of an entity's state, of the time of its last change. */
export const etagOf = (changed: unknown): string => `W/"${Buffer.from(String(changed)).toString('base64url')}"`

type JsonRow = readonly unknown[]

/** Makes entities of rows. */
export class EntityWriter {
  readonly #writing: ODataWriting

  constructor(writing: ODataWriting) {
    this.#writing = writing
  }

  entity(shape: EntityShape, row: JsonRow): string {
    return `{${[...this.#control(shape, row), ...this.members(shape, row)].join(',')}}`
  }

  /** Properties and what was expanded, without braces. */
  members(shape: EntityShape, row: JsonRow): readonly string[] {
    return [...this.#properties(shape.properties, row), ...shape.expanded.flatMap((each) => this.#expanded(each, row))]
  }

  #properties(properties: readonly ShownProperty[], row: JsonRow): readonly string[] {
    const here = properties.filter(({ steps }) => steps.length === 1)
    const deeper = Map.groupBy(
      properties.filter(({ steps }) => steps.length > 1),
      ({ steps }) => steps[0]!,
    )
    const own = here.flatMap((each) => this.#property(each, row))
    const inner = [...deeper].map(([name, list]) => {
      const shorter = list.map((each) => ({ ...each, steps: each.steps.slice(1) }))
      return `${JSON.stringify(name)}:{${this.#properties(shorter, row).join(',')}}`
    })
    return [...own, ...inner]
  }

  #property({ steps, type, index }: ShownProperty, row: JsonRow): readonly string[] {
    const { metadata, ieee754 } = this.#writing
    const name = steps[0]!
    const text = `${JSON.stringify(name)}:${valueText(row[index], type, ieee754)}`
    const edm = edmName(type)
    const told = metadata === 'full' && !plainTypes.has(edm)
    return told ? [`${JSON.stringify(`${name}@odata.type`)}:"#${edm.replace('Edm.', '')}"`, text] : [text]
  }

  /** What is told of an entity before its properties. */
  #control(shape: EntityShape, row: JsonRow): readonly string[] {
    const { metadata } = this.#writing
    const { entity } = shape
    if (metadata === 'none' || !entity) return []
    const changed = shape.changed === undefined ? undefined : row[shape.changed]
    const etag = changed === undefined || changed === null ? [] : [`"@odata.etag":${JSON.stringify(etagOf(changed))}`]
    if (metadata === 'minimal') return etag
    return [`"@odata.type":"#zoho.${entity.set}"`, ...this.id(shape, row), ...etag]
  }

  /** `"@odata.id": …`, where the key is known. */
  id({ entity, key }: EntityShape, row: JsonRow): readonly string[] {
    if (!entity || key.length === 0) return []
    const values = key.map((index) => String(row[index]))
    const names = entity.table.primaryKey
    const text = values.length === 1 ? values[0] : values.map((value, i) => `${names[i]}=${value}`).join(',')
    return [`"@odata.id":${JSON.stringify(`${this.#writing.base}${entity.set}(${text})`)}`]
  }

  #expanded({ way, index, count, shape, refs }: Expanded, row: JsonRow): readonly string[] {
    const counted = count === undefined ? [] : [`${JSON.stringify(`${way.name}@odata.count`)}:${row[count]}`]
    if (index === undefined) return counted
    const name = JSON.stringify(way.name)
    if (way.kind === 'one') return [`${name}:${row[index] === null ? 'null' : this.entity(shape, row)}`]
    const rows = row[index] === null ? [] : (asArray(row[index]) as readonly JsonRow[])
    const write = (each: JsonRow): string => (refs ? `{${this.id(shape, each).join(',')}}` : this.entity(shape, each))
    return [...counted, `${name}:[${rows.map(write).join(',')}]`]
  }
}

const asArray = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)

/** Types that JSON tells by itself. */
const plainTypes: ReadonlySet<string> = new Set(['Edm.String', 'Edm.Boolean', 'Edm.Double'])
