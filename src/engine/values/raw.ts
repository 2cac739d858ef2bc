/**
 * A value as SQLite holds it: INTEGER (read as bigint where exactness asks for it), REAL, TEXT, BLOB or NULL.
 * What each SQL type looks like is said in README.md.
 */
export type Raw = null | bigint | number | string | Uint8Array
