import type { Connection } from '../../driver/inner.ts'
import { tableNames } from '../../driver/inner.ts'
import { lex } from '../../sql/lex.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { ResultLimits } from './result-limit.ts'

/** What all sessions share. */
export interface Backend {
  readonly db: Connection
  readonly catalogue: Catalogue
  /** Name of the zone that sessions begin with. */
  readonly timeZone: string
  /** The `search_path` that sessions begin with. */
  readonly schema: string
  /** Zoho's tables, as they were when the catalogue last looked. */
  readonly tables: () => Tables
  /** Sessions as JSON, for pg_stat_activity. */
  readonly activity: () => string
  readonly resultLimits: ResultLimits
  readonly now: () => number
}

/** What a statement reads: Zoho's tables, and the name of the first of PostgreSQL's catalogues. */
export interface Reads {
  readonly zoho: boolean
  readonly catalogue?: string
}

const isCatalogue = (path: readonly string[]): boolean => {
  const [name = '', schema] = path.toReversed().map((part) => part.toLowerCase())
  return schema === 'pg_catalog' || (schema === undefined && name.startsWith('pg_'))
}

/** Whether a statement reads Zoho's tables, told by the names in it. */
export class Tables {
  readonly #names: ReadonlySet<string>
  readonly #schemas: ReadonlySet<string>

  constructor(tables: Iterable<{ readonly schema: string; readonly name: string }>) {
    const all = [...tables]
    this.#names = new Set(all.map(({ name }) => name.toLowerCase()))
    this.#schemas = new Set(['public', ...all.map(({ schema }) => schema.toLowerCase())])
  }

  read(sql: string): Reads {
    const paths = tableNames(sql)
    if (!paths) return { zoho: this.#mentioned(sql) }
    const others = paths.filter((path) => !this.#has(path))
    return { zoho: others.length < paths.length, catalogue: others.find(isCatalogue)?.join('.') }
  }

  #has(path: readonly string[]): boolean {
    const [name = '', schema] = path.toReversed().map((part) => part.toLowerCase())
    return this.#names.has(name) && (schema === undefined || this.#schemas.has(schema))
  }

  /** For a text that our parser does not take: a table's name where a table's name may stand. */
  #mentioned(sql: string): boolean {
    const tokens = lex(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
    return tokens.some(({ kind, text, key }, index) => {
      if (kind !== 'word' && kind !== 'quoted') return false
      const name = kind === 'word' ? key : text.slice(1, -1).toLowerCase()
      return this.#names.has(name) && /^(from|join|only|\.|,)$/.test(tokens[index - 1]?.key ?? '')
    })
  }
}
