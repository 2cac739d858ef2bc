/** CRM's actions that are no row writes, as procedures: `CALL crm.convert_lead(id => …)`. */

import type { ApiRequest, ZohoClient } from '../../../auth/index.ts'
import { byName } from '../../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import type { JsonObject } from '../../../base/json.ts'
import { bytea, jsonb, type SqlType, text, type Value, wideBigint } from '../../../base/types.ts'
import { type HttpResponse, refusal } from '../../../net/index.ts'
import type { Procedure, ProcedureParameter, ReadContext } from '../../../source/index.ts'
import { respond } from '../../kit/calls.ts'
import { isGranted, refuseLacking } from '../../kit/scopes.ts'
import { nothingWasDone } from '../../kit/sent.ts'
import { answers } from '../answers.ts'
import { writingScopes } from '../scopes.ts'
import { download, downloadParameters, uploadBody, uploadParameters, uploadPath } from './attachments.ts'
import { moduleIn, type ProcedureArguments, recordIn } from './procedure-arguments.ts'

interface ZohoAction {
  readonly description: string
  /** Required ones first; `?` after the name: it may be left out. */
  readonly parameters: Readonly<Record<string, SqlType>>
  readonly columns: Readonly<Record<string, SqlType>>
  readonly credits: number
  readonly path: (given: ProcedureArguments) => string
  /** What is sent: JSON, or a form made of its own. */
  readonly body: (given: ProcedureArguments) => JsonObject | Promise<Pick<ApiRequest, 'body' | 'headers'>>
  readonly row: (details: JsonObject) => readonly Value[]
  /** Nothing is sent that changes anything: the whole call. */
  readonly reads?: (
    client: ZohoClient,
    version: string,
    given: ProcedureArguments,
    context: ReadContext,
  ) => Promise<readonly Value[]>
  /** After a lost answer: what reading shows of it; undefined: it cannot tell that it was done. */
  readonly found?: (
    client: ZohoClient,
    version: string,
    given: ProcedureArguments,
    context: ReadContext,
  ) => Promise<readonly Value[] | undefined>
  /** What the token must allow, and of which module. */
  readonly needs: 'insert' | 'update'
}

const idOf = (value: unknown): Value => {
  const { id } = (value ?? {}) as { id?: unknown }
  return id === undefined || id === null ? null : String(id)
}

/** Names of tags stand in a list, `;` between them, as multi-select columns have it. */
const tagsOf = (tags: string | null): JsonObject => ({
  tags: (tags ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ name })),
})

const tagAction = (verb: 'add' | 'remove', description: string): ZohoAction => ({
  description,
  parameters: { table: text, id: wideBigint, tags: text },
  columns: { id: wideBigint, tags: text },
  credits: 1,
  needs: 'update',
  path: ({ table, id }) => `${moduleIn(table)}/${recordIn(id)}/actions/${verb}_tags`,
  body: ({ tags }) => tagsOf(tags ?? null),
  row: (details) => [String(details.id), tagNames(details.tags)],
})

const tagNames = (tags: unknown): string | null =>
  Array.isArray(tags)
    ? tags.map((tag: unknown) => (typeof tag === 'string' ? tag : String((tag as JsonObject).name))).join(';')
    : null

// ASSUMPTION: paths, bodies and answers of these actions are those of Zoho's public API pages as remembered; the facts
// at hand name only what they cost. A refusal is told in Zoho's words, and nothing is sent twice.
const actions: Readonly<Record<string, ZohoAction>> = byName<ZohoAction>({
  convert_lead: {
    description: 'makes a contact, an account and, where one is described, a deal of a lead',
    parameters: { id: wideBigint, 'account?': wideBigint, 'contact?': wideBigint, 'deal?': jsonb },
    columns: { contact: wideBigint, account: wideBigint, deal: wideBigint },
    credits: 5,
    needs: 'update',
    found: converted,
    path: ({ id }) => `Leads/${recordIn(id)}/actions/convert`,
    body: ({ account, contact, deal }) => ({
      data: [
        {
          ...(account && { Accounts: { id: account } }),
          ...(contact && { Contacts: { id: contact } }),
          ...(deal && { Deals: JSON.parse(deal) as JsonObject }),
        },
      ],
    }),
    row: ({ Contacts, Accounts, Deals }) => [idOf(Contacts), idOf(Accounts), idOf(Deals)],
  },
  change_owner: {
    description: 'gives a record another owner',
    parameters: { table: text, id: wideBigint, owner: wideBigint },
    columns: { id: wideBigint },
    credits: 1,
    needs: 'update',
    path: ({ table, id }) => `${moduleIn(table)}/${recordIn(id)}/actions/change_owner`,
    body: ({ owner }) => ({ owner: { id: owner } }),
    row: (details) => [String(details.id)],
  },
  add_tags: tagAction('add', 'gives a record tags, ; between their names'),
  remove_tags: tagAction('remove', 'takes tags from a record, ; between their names'),
  upload_attachment: {
    description: 'puts a file at a record; the file is a value, never a path',
    parameters: uploadParameters,
    columns: { id: wideBigint },
    credits: 1,
    needs: 'insert',
    path: uploadPath,
    body: uploadBody,
    row: (details) => [String(details.id)],
  },
  download_attachment: {
    description: 'gives the name and the bytes of a file at a record',
    parameters: downloadParameters,
    columns: { id: wideBigint, name: text, file: bytea },
    credits: 1,
    needs: 'insert',
    path: uploadPath,
    body: () => ({}),
    row: () => [],
    reads: download,
  },
})

const parametersOf = (parameters: ZohoAction['parameters']): readonly ProcedureParameter[] =>
  Object.entries(parameters).map(([name, type]) => ({
    name: name.replace('?', ''),
    type,
    required: !name.endsWith('?'),
  }))

export const openProcedures = (client: ZohoClient, version: string): readonly Procedure[] =>
  Object.entries(actions).map(([name, action]): Procedure => {
    const parameters = parametersOf(action.parameters)
    return {
      name,
      description: action.description,
      credits: action.credits,
      reads: action.reads !== undefined,
      parameters,
      columns: Object.entries(action.columns).map(([column, type]) => ({ name: column, type })),
      call: (values, context) =>
        act(
          client,
          version,
          action,
          Object.fromEntries(parameters.map((one, i) => [one.name, values[i] ?? null])),
          context,
        ),
    }
  })

async function act(
  client: ZohoClient,
  version: string,
  action: ZohoAction,
  given: ProcedureArguments,
  context: ReadContext,
): Promise<readonly Value[]> {
  if (action.reads) return action.reads(client, version, given, context)
  const { path, row, credits } = action
  const what = `POST /crm/${version}/${path(given)}`
  const content = await contentOf(action, given)
  await allowed(client, action, given, context)
  const { signal, meter } = context
  let left = false
  let response: HttpResponse
  try {
    response = await client.request({
      method: 'POST',
      path: `/crm/${version}/${path(given)}`,
      ...content,
      kind: 'write',
      whole: answers.write,
      heavy: true,
      credits,
      signal,
      onDispatch: async () => {
        left = true
      },
      meter,
    })
  } catch (error) {
    if (!left || !isZohoSqlError(error) || nothingWasDone.has(error.code)) throw error
    return lost(client, version, action, given, context, what, error)
  }
  // A fault of the server's may come after it has done what was asked.
  if (response.status >= 500 || response.status === 408) {
    return lost(client, version, action, given, context, what, refusal(response, what))
  }
  return row(detailsOf(response, what))
}

async function contentOf(
  { body }: ZohoAction,
  given: ProcedureArguments,
): Promise<Pick<ApiRequest, 'body' | 'headers'>> {
  const made = body(given)
  if (made instanceof Promise) return made
  return { body: new TextEncoder().encode(JSON.stringify(made)), headers: { 'content-type': 'application/json' } }
}

/** @throws {ZohoSqlError} 42501 where the token is known to lack the scope */
async function allowed(client: ZohoClient, { needs }: ZohoAction, given: ProcedureArguments, { signal }: ReadContext) {
  const { scopes } = await client.access(signal)
  const module = given.table === undefined ? 'Leads' : moduleIn(given.table)
  const own = given.file === undefined ? [] : ['ZohoCRM.modules.attachments.CREATE']
  if (scopes && own.some((scope) => isGranted(scope, scopes))) return
  refuseLacking('The action', [...own, ...writingScopes(needs, module, scopes ?? [])], scopes)
}

/** An answer did not come: what reading shows of it is said, and nothing is sent again. */
async function lost(
  client: ZohoClient,
  version: string,
  { found }: ZohoAction,
  given: ProcedureArguments,
  context: ReadContext,
  what: string,
  cause: ZohoSqlError,
): Promise<readonly Value[]> {
  const signal = AbortSignal.timeout(lookMs)
  const row = await found?.(client, version, given, { ...context, signal }).catch(() => undefined)
  if (row) return row
  throw new ZohoSqlError('WRITE_UNKNOWN', `Zoho’s answer to ${what} was lost: it is not known whether it was done.`, {
    hint: 'Look at the record before you call again.',
    cause,
  })
}

/** However the statement ended, what was done is looked for so long. */
const lookMs = 10_000

/** A converted lead says what became of it. */
async function converted(client: ZohoClient, version: string, given: ProcedureArguments, context: ReadContext) {
  const fields = 'Converted__s,Converted_Contact,Converted_Account,Converted_Deal'
  const path = `/crm/${version}/Leads/${recordIn(given.id)}`
  const call = { method: 'GET', path, query: { fields }, whole: answers.record } as const
  const { json } = await respond(client, call, context)
  const [lead] = (json as { data?: readonly JsonObject[] } | undefined)?.data ?? []
  if (lead?.Converted__s !== true) return undefined
  return [idOf(lead.Converted_Contact), idOf(lead.Converted_Account), idOf(lead.Converted_Deal)]
}

function detailsOf(response: HttpResponse, what: string): JsonObject {
  const { data } = (response.json ?? {}) as { data?: readonly JsonObject[] }
  const [element] = data ?? []
  if (!element) throw refusal(response, what)
  if (element.code === 'SUCCESS') return (element.details ?? {}) as JsonObject
  throw new ZohoSqlError('REMOTE_REFUSED', `Zoho refused ${what}: ${String(element.code)} ${String(element.message)}`, {
    zohoCode: String(element.code),
    detail: JSON.stringify(element.details ?? {}),
    status: response.status,
  })
}
