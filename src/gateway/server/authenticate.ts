import { ZohoSqlError } from '../../base/errors.ts'
import type { Users } from '../../serve/index.ts'
import { BodyReader, type MessageWriter } from '../wire/index.ts'
import { ScramExchange } from './scram.ts'

const codes = { ok: 0, sasl: 10, saslContinue: 11, saslFinal: 12 }

/** The dialogue that finds out whether somebody is who he says: answers out, the client's in. */
export interface AuthenticationDialogue {
  readonly writer: MessageWriter
  /** Sends what was written. */
  flush(): Promise<void>
  /** Body of the client's next password message. */
  answer(): Promise<Buffer>
}

/**
 * @param endPoint of the server's certificate, where the connection is encrypted
 * @throws {ZohoSqlError} 28P01 · 28000 · 08P01
 */
export async function authenticate(
  user: string,
  users: Users,
  endPoint: Buffer | undefined,
  dialogue: AuthenticationDialogue,
): Promise<void> {
  if (users) await scram(user, new ScramExchange(user, users.get(user), endPoint), dialogue)
  dialogue.writer.begin('R').int32(codes.ok).end()
}

async function scram(user: string, exchange: ScramExchange, dialogue: AuthenticationDialogue): Promise<void> {
  const { writer } = dialogue
  const send = async (code: number, text: string): Promise<void> => {
    writer.begin('R').int32(code).bytes(Buffer.from(text)).end()
    await dialogue.flush()
  }
  await send(codes.sasl, `${exchange.mechanisms.join('\0')}\0\0`)
  const { mechanism, response } = readInitial(await dialogue.answer(), exchange.mechanisms)
  if (response === undefined) await send(codes.saslContinue, '')
  const first = response ?? (await dialogue.answer()).toString()
  await send(codes.saslContinue, exchange.first(first, mechanism))
  const proof = exchange.final((await dialogue.answer()).toString())
  if (proof === undefined) {
    throw new ZohoSqlError('INVALID_PASSWORD', `password authentication failed for user "${user}"`)
  }
  writer.begin('R').int32(codes.saslFinal).bytes(Buffer.from(proof)).end()
}

/** The client may leave its first message to a turn of its own. */
function readInitial(body: Buffer, offered: readonly string[]): { mechanism: string; response: string | undefined } {
  const reader = new BodyReader(body)
  const mechanism = reader.text()
  if (!offered.includes(mechanism)) {
    throw new ZohoSqlError('PROTOCOL_VIOLATION', `there is no SASL mechanism "${mechanism}"`)
  }
  const length = reader.int32()
  const response = length < 0 ? undefined : reader.bytes(length).toString()
  reader.end()
  return { mechanism, response }
}
