import { ZohoSqlError } from '../../base/errors.ts'

/** Words of PostgreSQL that clients know a cancel and a timeout by. */
export const cancelledByUser = (): ZohoSqlError =>
  new ZohoSqlError('CANCELLED', 'canceling statement due to user request')
export const timedOut = (): ZohoSqlError =>
  new ZohoSqlError('CANCELLED', 'canceling statement due to statement timeout')
export const clientGone = (): ZohoSqlError => new ZohoSqlError('CONNECTION_CLOSED', 'The client went away.')
