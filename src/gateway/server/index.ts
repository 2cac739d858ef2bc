/**
 * Sockets, TLS, who may come in and how many: the policy around sessions, and the way a gateway starts and stops.
 * Not here: what messages mean (session).
 */
export { readCertificate } from './certificate.ts'
export { type Gateway, type GatewayOptions, startGateway, usersOf } from './gateway.ts'
export { readUsers } from './users.ts'
