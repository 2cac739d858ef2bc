export interface Name {
  readonly text: string
  readonly quoted: boolean
  readonly at: number
}

/** `schema.table`, `table.column`, `a.b.c`: one or more parts as written. */
export type Path = readonly Name[]

export interface SqlTypeName {
  /** Lower case, aliases kept as written (`int4`, `character varying`, `timestamp with time zone`), schema prefix dropped. */
  readonly name: string
  /** `numeric(10,2)` → [10, 2]; `varchar(20)` → [20]. */
  readonly modifiers: readonly number[]
  /** How many `[]` follow. */
  readonly dimensions: number
  /** `interval day to second` in a cast: `day to second`. A literal has them in a place of its own. */
  readonly fields?: string
  readonly at: number
}
