/**
 * A session as PostgreSQL's clients know it, for the doors that have one: what kind of statement a text is (`commands`),
 * its settings (SET, RESET, SHOW) and the books of its transaction.
 *
 * Not here: statements that ask for rows (the driver), prepared statements and cursors (the gateway).
 */
export { type Command, type Direction, readCommand, type Scroll } from './commands.ts'
export { applyStartSettings, changeSetting, resetSetting } from './set.ts'
export { reported, Settings } from './settings.ts'
export { showSetting } from './show.ts'
export { Transaction, type TransactionStatus } from './transaction.ts'
