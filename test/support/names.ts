/** Names that every object of JavaScript knows, and a company that has them as modules, fields and values. */
import type { GivenWorld } from '../../src/simulator/index.ts'

export const inheritedNames: readonly string[] = [
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'then',
  'toJSON',
  'length',
]

const text = (api_name: string) => ({ api_name, data_type: 'text' as const, length: 100 })

/** Two modules with a field of each name; of two rows the first has all values, the second none. */
export const inheritedCompany: GivenWorld = {
  modules: ['constructor', '__proto__'].map((api_name, m) => ({
    api_name,
    fields: [{ ...text('Name'), display_field: true }, ...inheritedNames.map(text)],
    rows: [
      Object.fromEntries([
        ['id', `${m + 1}11`],
        ['Name', 'full'],
        ...inheritedNames.map((name) => [name, `v ${name}`]),
      ]),
      { id: `${m + 1}12`, Name: 'none' },
    ],
  })),
}
