/**
 * The gateway: an account of Zoho's served as a PostgreSQL server, for programs that have a PostgreSQL driver.
 *
 * `wire` (bytes and messages) · `values` (types and their forms) · `session` (what messages mean) · `server` (sockets, SCRAM, start and end).
 *
 * Not here: anything about Zoho or about answering queries (the driver, whose door alone is seen), what
 * every door that listens needs (serve), and the command line.
 */
export * from './server/index.ts'
