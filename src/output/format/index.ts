/**
 * Rows as text, one file per format. A format is a small machine: what it answers to `begin`, `rows` and `end` is
 * printed as it comes, so that long answers stream. It does no I/O.
 */
import type { Cell, Format, FormatColumn, FormatOptions, FormatRow } from './format.ts'

export type { Cell, FormatColumn, FormatOptions, FormatRow }

interface FormatKind {
  /** Read by people: instants are shown in the session's zone. */
  readonly forPeople: boolean
  /** Values of numeric columns keep all their digits; the other formats have JavaScript's numbers. */
  readonly exactNumbers: boolean
  readonly load: () => Promise<(columns: readonly FormatColumn[], options: FormatOptions) => Format>
}

const kinds = {
  table: { forPeople: true, exactNumbers: true, load: async () => (await import('./table.ts')).table },
  box: { forPeople: true, exactNumbers: true, load: async () => (await import('./table.ts')).box },
  csv: { forPeople: false, exactNumbers: true, load: async () => (await import('./csv.ts')).csv },
  json: { forPeople: false, exactNumbers: false, load: async () => (await import('./json.ts')).json },
  ndjson: { forPeople: false, exactNumbers: false, load: async () => (await import('./json.ts')).ndjson },
  markdown: { forPeople: true, exactNumbers: true, load: async () => (await import('./markdown.ts')).markdown },
  vertical: { forPeople: true, exactNumbers: true, load: async () => (await import('./vertical.ts')).vertical },
  html: { forPeople: true, exactNumbers: true, load: async () => (await import('./html.ts')).html },
  insert: { forPeople: false, exactNumbers: true, load: async () => (await import('./insert.ts')).insert },
  unaligned: { forPeople: true, exactNumbers: true, load: async () => (await import('./unaligned.ts')).unaligned },
} as const satisfies Record<string, FormatKind>

export type FormatName = keyof typeof kinds

export const formatNames = Object.keys(kinds) as readonly FormatName[]

export const isFormatName = (name: string): name is FormatName => Object.hasOwn(kinds, name)

export const wantsExactNumbers = (name: FormatName): boolean => kinds[name].exactNumbers

export const isForPeople = (name: FormatName): boolean => kinds[name].forPeople

/** Loads a format: makes a machine for the columns of each answer. */
export const loadFormat = (name: FormatName) => kinds[name].load()
