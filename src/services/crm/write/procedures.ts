/** CRM's actions that are no row writes, as procedures: `CALL crm.convert_lead(id => …)`. */

import type { ZohoClient } from '../../../auth/index.ts'
import { byName } from '../../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import type { JsonObject } from '../../../base/json.ts'
import { jsonb, type SqlType, text, type Value, wideBigint } from '../../../base/types.ts'
import { type HttpResponse, refusal } from '../../../net/index.ts'
import type { Procedure, ProcedureParameter, ReadContext } from '../../../source/index.ts'
import { nothingWasDone } from '../../kit/sent.ts'
import { answers } from '../answers.ts'

type ProcedureArguments = Readonly<Record<string, string | null>>

interface ZohoAction {
  readonly description: string
  /** Required ones first; `?` after the name: it may be left out. */
  readonly parameters: Readonly<Record<string, SqlType>>
  readonly columns: Readonly<Record<string, SqlType>>
  readonly credits: number
  readonly path: (given: ProcedureArguments) => string
  readonly body: (given: ProcedureArguments) => JsonObject
  readonly row: (details: JsonObject) => readonly Value[]
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
    path: ({ table, id }) => `${moduleIn(table)}/${recordIn(id)}/actions/change_owner`,
    body: ({ owner }) => ({ owner: { id: owner } }),
    row: (details) => [String(details.id)],
  },
  add_tags: tagAction('add', 'gives a record tags, ; between their names'),
  remove_tags: tagAction('remove', 'takes tags from a record, ; between their names'),
})

/** The API name of a module, with or without the schema. */
function moduleIn(table: string | null | undefined): string {
  const name = (table ?? '').replace(/^"?crm"?\./i, '').replace(/^"(.*)"$/, '$1')
  if (/^\w+$/.test(name)) return name
  throw new ZohoSqlError('INVALID_ARGUMENT', `"${table}" is no name of a table.`)
}

const parametersOf = (parameters: ZohoAction['parameters']): readonly ProcedureParameter[] =>
  Object.entries(parameters).map(([name, type]) => ({
    name: name.replace('?', ''),
    type,
    required: !name.endsWith('?'),
  }))

/** An id as it may stand in a path. */
function recordIn(id: string | null | undefined): string {
  if (id && /^\d+$/.test(id)) return id
  throw new ZohoSqlError('INVALID_ARGUMENT', `"${id}" is no id of a record.`)
}

export const openProcedures = (client: ZohoClient, version: string): readonly Procedure[] =>
  Object.entries(actions).map(([name, action]): Procedure => {
    const parameters = parametersOf(action.parameters)
    return {
      name,
      description: action.description,
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
  { path, body, row, credits }: ZohoAction,
  given: ProcedureArguments,
  { signal, meter }: ReadContext,
): Promise<readonly Value[]> {
  const what = `POST /crm/${version}/${path(given)}`
  const content = new TextEncoder().encode(JSON.stringify(body(given)))
  let left = false
  let response: HttpResponse
  try {
    response = await client.request({
      method: 'POST',
      path: `/crm/${version}/${path(given)}`,
      body: content,
      headers: { 'content-type': 'application/json' },
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
    throw lostAnswer(what, error)
  }
  // A fault of the server's may come after it has done what was asked.
  if (response.status >= 500 || response.status === 408) throw lostAnswer(what, refusal(response, what))
  return row(detailsOf(response, what))
}

const lostAnswer = (what: string, cause: ZohoSqlError): ZohoSqlError =>
  new ZohoSqlError('WRITE_UNKNOWN', `Zoho’s answer to ${what} was lost: it is not known whether it was done.`, {
    hint: 'Look at the record before you call again.',
    cause,
  })

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
