/**
 * The catalogue: an embedded PostgreSQL (PGlite, in a worker) with empty tables of Zoho's names, types and keys. It
 * answers whatever statements ask of pg_catalog and information_schema, knows the settings of sessions, and says what
 * PostgreSQL says of everything that is wrong. No row of Zoho's is ever in it.
 *
 * Not here: statements that read Zoho's tables (the driver), and the state of a session (session).
 */
export { Catalogue, type CatalogueAnswer, type CatalogueSession } from './catalogue.ts'
export { estimatesSql, mirrorSql } from './mirror.ts'
export type { Places } from './places.ts'
export { reportedVersion, shownSetting } from './setup.sql.ts'
export { rowTexts, textUnit, type Unit } from './unit.ts'
