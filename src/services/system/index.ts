/**
 * What tells of the other services' tables: `information_schema` for everybody, and for the sessions of a gateway
 * `pg_catalog`, in PostgreSQL's words and numbers. Their views are tables planned like any other, and their rows are made
 * here of what the services say of themselves. Nothing of any one service is known here, and nothing is asked of a
 * network but metadata.
 */
export { CatalogueService } from './catalogue.ts'
export { SystemService } from './information.ts'
export { TemporaryService } from './temporary.ts'
