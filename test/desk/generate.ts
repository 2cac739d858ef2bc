/** Queries over a desk by chance, from what its tables are and what stands in them. */
import { typeText } from '../../src/base/types.ts'
import type { Column, Table } from '../../src/source/index.ts'
import { type Chance, chance } from '../oracle/chance.ts'

/** Some values of a column, as texts. */
export type Sample = (table: Table, column: Column) => readonly string[]

const quoted = (name: string): string => `"${name}"`
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
const from = ({ schema, name }: Table): string =>
  `${schema}.${name.startsWith('cm_') || schema === 'desk' ? name : `"${name}"`}`

const isSortable = ({ type }: Column): boolean => !['jsonb', 'array'].includes(type.name)

class Writing {
  readonly #random: Chance
  readonly #sample: Sample
  constructor(random: Chance, sample: Sample) {
    this.#random = random
    this.#sample = sample
  }

  #textCondition(name: string, values: readonly string[]): string {
    const random = this.#random
    const value = random.pick(values)
    const word = [...value]
      .slice(0, random.whole(1, 5))
      .join('')
      .replace(/[%_\\]/g, '\\$&')
    return random.pick([
      `${name} = ${literal(value)}`,
      `${name} <> ${literal(value)}`,
      `${name} IN (${literal(value)}, ${literal(random.pick(values))})`,
      `${name} NOT IN (${literal(value)}, 'nothing')`,
      `${name} LIKE ${literal(`%${word}%`)}`,
      `${name} ILIKE ${literal(`${word}%`)}`,
      `lower(${name}) = lower(${literal(value)})`,
      `${name} > ${literal(value)}`,
    ])
  }

  condition(alias: string, table: Table): string {
    const random = this.#random
    const column = random.pick(table.columns)
    const name = `${alias}.${quoted(column.name)}`
    const values = this.#sample(table, column)
    const type = typeText(column.type)
    if (values.length === 0 || !isSortable(column) || random.odds(0.12))
      return `${name} IS ${random.odds(0.5) ? 'NOT ' : ''}NULL`
    if (type === 'boolean') return random.pick([name, `NOT ${name}`, `${name} IS NOT TRUE`])
    if (type === 'text') return this.#textCondition(name, values)
    const [a, b] = [literal(random.pick(values)), literal(random.pick(values))]
    return random.pick([
      `${name} = ${a}`,
      `${name} IN (${a}, ${b})`,
      `${name} >= ${a}`,
      `${name} < ${a}`,
      `${name} BETWEEN ${a} AND ${b}`,
      `${name} <> ${a}`,
    ])
  }

  where(alias: string, table: Table): string {
    const random = this.#random
    const conditions = Array.from({ length: random.whole(0, 3) }, () => this.condition(alias, table))
    if (conditions.length === 0) return ''
    if (conditions.length > 1 && random.odds(0.25)) return ` WHERE (${conditions.join(' OR ')})`
    return ` WHERE ${conditions.join(' AND ')}`
  }

  plain(table: Table): string {
    const random = this.#random
    const names = Array.from({ length: random.whole(1, 4) }, () => quoted(random.pick(table.columns).name))
    const list = random.odds(0.05) ? '*' : [...new Set(names)].join(', ')
    const rows = `SELECT ${list} FROM ${from(table)} x${this.where('x', table)}`
    const key = table.primaryKey?.map(quoted).join(', ')
    if (!key || random.odds(0.5)) return rows
    const by = random.pick(
      table.columns.filter(
        (column) => isSortable(column) && (random.odds(0.5) || /Time$/.test(column.name) || column.name === 'id'),
      ),
    )
    const limit = random.odds(0.7)
      ? ` LIMIT ${random.whole(1, 30)}${random.odds(0.3) ? ` OFFSET ${random.whole(0, 9)}` : ''}`
      : ''
    return `${rows} ORDER BY ${quoted(by?.name ?? table.primaryKey![0]!)}${random.odds(0.5) ? ' DESC' : ''}, ${key}${limit}`
  }

  grouped(table: Table): string {
    const random = this.#random
    const by = quoted(random.pick(table.columns.filter(isSortable)).name)
    const other = quoted(random.pick(table.columns.filter(isSortable)).name)
    const wish = random.pick(['count(*)', `count(${other})`, `count(DISTINCT ${other})`, `min(${other}::text)`])
    const where = this.where('x', table)
    if (random.odds(0.4)) return `SELECT ${wish} AS n FROM ${from(table)} x${where}`
    return `SELECT ${by}, ${wish} AS n FROM ${from(table)} x${where} GROUP BY ${by}`
  }

  joined(table: Table, tables: readonly Table[]): string | undefined {
    const random = this.#random
    const links = table.columns.filter(({ references }) => references)
    if (links.length === 0) return undefined
    const { name, references } = random.pick(links)
    const other = tables.find(({ schema, name: own }) => schema === references!.schema && own === references!.table)
    if (!other) return undefined
    const [mine, theirs] = [random.pick(table.columns), random.pick(other.columns)].map((column) => quoted(column.name))
    const kind = random.pick(['JOIN', 'LEFT JOIN'])
    const on = `a.${quoted(name)} = b.${quoted(references!.column)}`
    const side = random.odds(0.5)
    const where = side ? this.where('a', table) : this.where('b', other)
    return `SELECT a.${mine} AS one, b.${theirs} AS two FROM ${from(table)} a ${kind} ${from(other)} b ON ${on}${where}`
  }
}

/** The `index`-th query of a seed. */
export function deskQuery(seed: number, index: number, tables: readonly Table[], sample: Sample): string {
  const random = chance(`${seed} query ${index}`)
  const writing = new Writing(random, sample)
  const ours = tables.filter(({ schema }) => schema === 'desk')
  const tickets = ours.find(({ name }) => name === 'tickets')!
  const table = random.odds(0.35) ? tickets : random.pick(ours)
  if (random.odds(0.25)) return writing.grouped(table)
  if (random.odds(0.25)) return writing.joined(table, tables) ?? writing.plain(table)
  return writing.plain(table)
}
