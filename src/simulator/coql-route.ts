/** `POST /coql`: the query language over HTTP, with its scopes, its price and what it says of the client. */
import type { CallAccounts } from './accounts.ts'
import { answerCoql, type CoqlAnswer } from './coql/index.ts'
import { jsonBody, type SimCall, type SimReply } from './http.ts'
import type { ZohoErrorBody } from './model.ts'
import { SimRefusal } from './refusal.ts'
import { readModule } from './scopes.ts'

/** The text of the query, empty when there is none. */
function textOf(call: SimCall): string {
  try {
    return String(jsonBody(call).select_query ?? '')
  } catch {
    return ''
  }
}

/** COQL itself and the module read from; the text decides, as no operation name does. */
export function coqlScopes(call: SimCall): readonly string[] {
  const [, name = ''] = /\bfrom\s+(\w+)/i.exec(textOf(call)) ?? []
  const module = call.world.modules.get(name)
  return module ? ['ZohoCRM.coql.READ', readModule(module)] : ['ZohoCRM.coql.READ']
}

/** 1, 2 or 3 by the LIMIT asked for, not by the rows that come. */
const price = (limit: number): number => (limit <= 200 ? 1 : limit <= 1000 ? 2 : 3)

function noteFault(error: ZohoErrorBody, call: SimCall, accounts: CallAccounts): void {
  if (error.code !== 'SYNTAX_ERROR') return
  const missingWhere = (error.details as { clause?: string }).clause === 'where'
  accounts.breach(missingWhere ? 'coql-where' : 'coql-syntax', textOf(call).slice(0, 2000))
}

function refused({ status, body }: CoqlAnswer, call: SimCall, accounts: CallAccounts): SimRefusal {
  const error = body as ZohoErrorBody
  noteFault(error, call, accounts)
  return new SimRefusal(status, error.code, error.details, error.message)
}

export function coql(call: SimCall, accounts: CallAccounts): SimReply {
  const answer = answerCoql(call.world, call.version, jsonBody(call))
  if (answer.status >= 400) throw refused(answer, call, accounts)
  return { status: answer.status, body: answer.body, rows: answer.rows, credits: price(answer.limit) }
}
