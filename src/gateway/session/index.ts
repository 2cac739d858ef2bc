/**
 * What a client's messages mean: prepared statements, portals and cursors, transactions, settings, COPY; errors and the
 * order of answers. It reads messages and writes messages and knows no socket.
 *
 * Not here: bytes (wire, values), who may come in and how many (server), and what statements mean (the driver).
 */
export { type Backend, GatewaySession } from './session.ts'
