/**
 * PostgreSQL 15's key words, by what they may be used as. A word that is in no list is free for every use.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

const reserved = words(`
  all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
  current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
  distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
  leading limit localtime localtimestamp not null offset on only or order placing primary references returning select
  session_user some symmetric table then to trailing true union unique user using variadic when where window with`)

/** May name a function or a type, but no column or table. */
const functionOnly = words(`
  authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like
  natural notnull outer overlaps right similar tablesample verbose`)

/** May name a column or table, but no function: they have a syntax of their own. */
const columnOnly = words(`
  between bigint bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int
  integer interval least national nchar none normalize nullif numeric out overlay position precision real row setof
  smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest
  xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`)

/** May name a result column only after AS. */
const labelNeedsAs = words(`
  array as char character create day except fetch filter for from grant group having hour intersect into isnull limit
  minute month notnull offset on order over overlaps precision returning second to union varying where window with
  within without year`)

/** May name a column, table or alias. */
export const canNameColumn = (word: string): boolean => !reserved.has(word) && !functionOnly.has(word)

/** May name a function or a type of no special syntax. */
export const canNameFunction = (word: string): boolean => !reserved.has(word) && !columnOnly.has(word)

/** May follow an expression as its alias without AS. */
export const canBeBareLabel = (word: string): boolean => !labelNeedsAs.has(word)

/** For a prompt's completion and colouring: words that mean something by themselves. */
export const isReserved = (word: string): boolean => reserved.has(word)

/** Key words with PostgreSQL's letter for what they may be used as; those that are free for every use are left out. */
export const keyWords = (): readonly { readonly word: string; readonly category: 'R' | 'T' | 'C' }[] =>
  [
    ...[...reserved].map((word) => ({ word, category: 'R' as const })),
    ...[...functionOnly].map((word) => ({ word, category: 'T' as const })),
    ...[...columnOnly].map((word) => ({ word, category: 'C' as const })),
  ].toSorted((a, b) => (a.word < b.word ? -1 : 1))
