/**
 * JSON for web programs: `tables` says what there is, `rows` pages through a table, `sql` runs statements, `explain`
 * tells their plans and prices. `answers` streams rows to a client that may go away at any moment, `page-token` goes on
 * where a page ended, `pages` makes a page's statement.
 */
export { explainRoutes } from './explain.ts'
export { rowsRoutes } from './rows.ts'
export { sqlRoutes } from './sql.ts'
export { tablesRoutes } from './tables.ts'
