/**
 * A session as PostgreSQL's clients know it, for the doors that have one: what kind of statement a text is (`commands`),
 * its settings (SET, RESET, SHOW) and the books of its transaction.
 *
 * Not here: statements that ask for rows (the driver), prepared statements and cursors (the gateway).
 */
export { type Direction, readCommand, type Scroll, type SessionCommand } from './commands.ts'
export { applyStartSettings, changeSetting, resetSetting } from './set.ts'
export { PgSettings, reported } from './settings.ts'
export { showSetting } from './show.ts'
export { Transaction, type TransactionStatus } from './transaction.ts'
