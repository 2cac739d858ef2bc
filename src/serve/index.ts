/**
 * What every door that listens needs: the socket and its TLS (`listen`, `certificate`), who may come in (`users`,
 * `verifier`), how much each may take (`limits`, `doorstep`, `guesses`), who is here and what runs (`register`), figures and health (`metrics`),
 * the log (`log`), a start that leaves nothing running when it fails (`begun`) and an end in good order (`drain`).
 *
 * Not here: any protocol. The gateway and the web door bring their own and come in by this file.
 */
export { BegunParts } from './begun.ts'
export { type Certificate, readCertificate, selfMade } from './certificate.ts'
export { Doorstep } from './doorstep.ts'
export { drain } from './drain.ts'
export { Guesses } from './guesses.ts'
export { type DoorLimits, defaultLimits } from './limits.ts'
export { cannotListen, isPath, type ListenAddress, listen, portOf } from './listen.ts'
export { jsonLog, type Log } from './log.ts'
export { Metrics, serveMetrics } from './metrics.ts'
export { Register } from './register.ts'
export { readUsers, type Users, usersOf } from './users.ts'
export { hmac, isPassword, nobody, sha256, type Verifier } from './verifier.ts'
