import { ZohoSqlError } from '../../base/errors.ts'
import { BodyReader, type MessageWriter } from '../wire/index.ts'
import { ScramExchange, type Verifier } from './scram.ts'

/** Users by name; undefined: nobody is asked for a password. */
export type Users = ReadonlyMap<string, Verifier> | undefined

const codes = { ok: 0, sasl: 10, saslContinue: 11, saslFinal: 12 }
const mechanism = 'SCRAM-SHA-256'

/** The dialogue that finds out whether somebody is who he says: answers out, the client's in. */
export interface Dialogue {
  readonly writer: MessageWriter
  /** Sends what was written. */
  flush(): Promise<void>
  /** Body of the client's next password message. */
  answer(): Promise<Buffer>
}

/** @throws {ZohoSqlError} 28P01 · 08P01 */
export async function authenticate(user: string, users: Users, dialogue: Dialogue): Promise<void> {
  if (users) await scram(user, new ScramExchange(users.get(user)), dialogue)
  dialogue.writer.begin('R').int32(codes.ok).end()
}

async function scram(user: string, exchange: ScramExchange, dialogue: Dialogue): Promise<void> {
  const { writer } = dialogue
  writer.begin('R').int32(codes.sasl).text(mechanism).int8(0).end()
  await dialogue.flush()
  const serverFirst = exchange.first(readInitial(await dialogue.answer()))
  writer.begin('R').int32(codes.saslContinue).bytes(Buffer.from(serverFirst)).end()
  await dialogue.flush()
  const proof = exchange.final((await dialogue.answer()).toString())
  if (proof === undefined) {
    throw new ZohoSqlError('INVALID_PASSWORD', `password authentication failed for user "${user}"`)
  }
  writer.begin('R').int32(codes.saslFinal).bytes(Buffer.from(proof)).end()
}

function readInitial(body: Buffer): string {
  const reader = new BodyReader(body)
  const chosen = reader.text()
  if (chosen !== mechanism) throw new ZohoSqlError('PROTOCOL_VIOLATION', `there is no SASL mechanism "${chosen}"`)
  const length = reader.int32()
  return length < 0 ? '' : reader.bytes(length).toString()
}
