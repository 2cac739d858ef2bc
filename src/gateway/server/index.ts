/**
 * PostgreSQL's protocol at a socket: encryption on request, SCRAM, cancel keys, one session per connection, and the way a
 * gateway starts and stops. Not here: what messages mean (session), and what any door that listens needs (serve).
 */
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts'
