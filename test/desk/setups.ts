/** Under what the desk's queries are asked: readings of Desk, roads, pushdown, and mixes of all that by chance. */
import { type DeskVariants, deskVariantTable } from '../../src/simulator/desk/variants.ts'
import { type Chance, chance } from '../oracle/chance.ts'

export interface DeskSetup {
  readonly name: string
  readonly variants: Partial<DeskVariants>
  readonly properties: string
}

/** Readings that have nothing to do with reading rows, or that are judged where time passes. */
const elsewhere: ReadonlySet<string> = new Set([
  'deskIndexDelay',
  'deskIdsMax',
  'deskUnknownIds',
  'deskCommentTouches',
  'deskMaker',
  // Tokens here have one of several scopes.
  'deskScopes',
])

const names = Object.keys(deskVariantTable).filter((name) => !elsewhere.has(name)) as (keyof DeskVariants)[]

/** Answers without milliseconds are another desk's: rows that have some would be judged wrong. */
const valuesOf = (name: keyof DeskVariants): readonly unknown[] =>
  deskVariantTable[name].values.filter((value) => value !== 'seconds')

/** Every value of every reading but the usual one, by itself. */
export const single: readonly DeskSetup[] = names.flatMap((name) =>
  valuesOf(name)
    .slice(1)
    .map(
      (value): DeskSetup => ({
        name: `${name}=${value}`,
        variants: { [name]: value } as Partial<DeskVariants>,
        properties: '',
      }),
    ),
)

const ways = ['', 'Pushdown=false', 'Road=records', 'Road=search', 'Road=single']

export const byWay: readonly DeskSetup[] = ways.map((properties) => ({
  name: properties || 'as it comes',
  variants: {},
  properties,
}))

const someOf = (random: Chance): Partial<DeskVariants> =>
  Object.fromEntries(
    names.flatMap((name) => (random.odds(0.4) ? [[name, random.pick(valuesOf(name))]] : [])),
  ) as Partial<DeskVariants>

/** Many readings at once. */
export function mixed(seed: number): DeskSetup {
  const random = chance(`desk setup ${seed}`)
  return { name: `mix ${seed}`, variants: someOf(random), properties: random.pick(ways) }
}
