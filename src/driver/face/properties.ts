import type { PropertyValues } from '../../config/index.ts'

/** What may be written for a value; texts are read as in a connection string. */
type WrittenValue<T> = T extends boolean
  ? T | `${T}`
  : T extends number
    ? T | `${T}`
    : T extends string
      ? T
      : T extends readonly (infer Word)[]
        ? readonly Word[] | Word
        : string

/**
 * Connection properties by name, as the table in docs/reference.md has them. At run time names ignore case, blanks and `_`;
 * here they are written as the table writes them, so that a misspelled one does not compile.
 *
 * @example
 * const given: ConnectionProperties = { clientId: '1000.…', clientSecret: '…', refreshToken: '1000.…', dataCenter: 'eu' }
 */
export type ConnectionProperties = {
  readonly [Name in keyof PropertyValues]?: WrittenValue<Exclude<PropertyValues[Name], undefined>>
} & {
  /** A connection string whose properties count where they are not given here. */
  readonly connectionString?: string
  /** A profile that `zohosql login` made. */
  readonly profile?: string
  /** A section of the DSN file. */
  readonly dsn?: string
}

/** What npm `odbc` takes besides the connection string. */
export interface OdbcOptions {
  /** Seconds for one exchange with Zoho, as the property `timeout`; 0: that property's. */
  readonly connectionTimeout?: number
  /** Seconds; nothing is sent at login, so it bounds nothing. */
  readonly loginTimeout?: number
  /** Rows as arrays: see `rowMode` of a query. */
  readonly fetchArray?: boolean
  /** Of pools: connections cost nothing here, so sizes bound nothing. */
  readonly initialSize?: number
  readonly incrementSize?: number
  readonly maxSize?: number
  readonly reuseConnections?: boolean
  readonly shrink?: boolean
}

/** An Azure Data Factory linked service of type Zoho, whole or its `properties` or `typeProperties`. */
export type LinkedService =
  | { readonly properties: object; readonly name?: string; readonly type?: string }
  | { readonly typeProperties: object; readonly type?: string }
  | { readonly connectionProperties: object }

/**
 * What `connect` takes: a connection string, the text or the path of a linked-service JSON, such a document as an
 * object, or an object of properties.
 */
export type ConnectionInput = string | (ConnectionProperties & OdbcOptions) | LinkedService
