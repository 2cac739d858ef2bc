/**
 * The services' tables as one database: which table a name means, what is known of it, and the catalogue functions of
 * npm `odbc`. Where metadata comes from and how long it is believed is each service's own; nothing here knows Zoho.
 */
export { Catalog, type CatalogView } from './catalog.ts'
export { type CatalogRows, OdbcCatalog } from './odbc.ts'
