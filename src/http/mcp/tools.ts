import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Connection, Parameters } from '../../driver/inner.ts'
import { pathOf } from '../api/tables.ts'
import type { RequestSession } from '../asking.ts'
import { asError } from '../errors.ts'
import { type Budget, readRows } from './rows.ts'
import { describedText, foundColumns, tableList } from './tables.ts'

type ToolContext = RequestHandlerExtra<ServerRequest, ServerNotification>

/** What a call may give and spend, unless it asks for less. */
const rowsUsual = 100
const rowsMax = 1000
const creditsUsual = 50
const listMax = 300

const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true } as const

const table = z.string().describe('name of a table, with its schema if need be: Accounts, desk.tickets')
const params = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .optional()
  .describe('values of ? and $1 in order, or by name for :name')
const maxRows = z
  .number()
  .int()
  .min(1)
  .max(rowsMax)
  .optional()
  .describe(`rows to give at the most (default ${rowsUsual})`)
const maxCredits = z
  .number()
  .int()
  .min(0)
  .optional()
  .describe(`a query that costs more credits is refused before its first call (default ${creditsUsual})`)

type AddTool = <Shape extends z.ZodRawShape>(
  name: string,
  description: string,
  inputSchema: Shape,
  work: (
    given: z.infer<z.ZodObject<Shape>>,
    db: Connection,
    asking: RequestSession,
    extra: ToolContext,
  ) => Promise<unknown>,
) => void

/** The tools of a server, each call ended with its request. */
export function addTools(server: McpServer, asking: RequestSession): void {
  const tool: AddTool = (name, description, inputSchema, work) => {
    const run = async (given: unknown, extra: ToolContext): Promise<CallToolResult> => {
      const own = asking.until(extra.signal)
      return answered(() => own.use((db) => work(given as never, db, own, extra)))
    }
    server.registerTool(name, { description, inputSchema, annotations: readOnly }, run as never)
  }
  addLooking(tool)
  addAsking(tool)
}

/** What there is. */
function addLooking(tool: AddTool): void {
  tool(
    'list_tables',
    'Tables of the account, with their labels.',
    { search: z.string().optional().describe('a part of the name or label') },
    async ({ search }, db, own) => {
      const found = await tableList(db, own, search)
      const shown = found.slice(0, listMax).map(({ schema, name, description }) => `${schema}.${name}: ${description}`)
      return [
        ...shown,
        ...(found.length > listMax ? [`… ${found.length - listMax} more: search for a part of a name`] : []),
      ].join('\n')
    },
  )
  tool('describe_table', 'Columns of a table: types, labels, keys, picklist values.', { table }, (given, db, own) =>
    describedText(db, own, given.table),
  )
  tool(
    'find_column',
    'Tables and columns by a part of their name or label ("deal size", "closing").',
    { search: z.string().min(1).describe('a part of a name or label') },
    async ({ search }, db, own) => {
      const found = await foundColumns(db, own, search)
      const lines = found
        .slice(0, listMax)
        .map(({ table: of, column, type, label }) => `${of}.${column} ${type} "${label}"`)
      return lines.join('\n') || `No column is called like "${search}".`
    },
  )
}

/** What it holds, and what that costs. */
function addAsking(tool: AddTool): void {
  tool(
    'explain_query',
    'The plan of a query and its price in calls and credits; nothing is read.',
    { sql: z.string().describe('one SELECT in PostgreSQL’s dialect'), params },
    async (given, db, own) => {
      const values = (given.params ?? []) as Parameters
      await (await own.open(db, given.sql, values)).close()
      return String(await db.explain(given.sql, values, { signal: own.signal }))
    },
  )
  tool(
    'run_query',
    'Runs one SELECT. The answer says whether it is complete, and what it cost.',
    { sql: z.string().describe('one SELECT in PostgreSQL’s dialect'), params, maxRows, maxCredits },
    (given, db, own, extra) =>
      readRows(
        db,
        own,
        { sql: given.sql, params: (given.params ?? []) as Parameters },
        budgetOf(given, own),
        progressOf(extra),
      ),
  )
  tool(
    'sample_rows',
    'A few rows of a table, to see what its columns hold.',
    { table, rows: z.number().int().min(1).max(20).optional().describe('how many (default 5)') },
    async (given, db, own, extra) => {
      const found = await db.table(pathOf(given.table), { signal: own.signal })
      const quoted = [found.schema, found.name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
      const statement = { sql: `SELECT * FROM ${quoted} LIMIT ${given.rows ?? 5}`, params: [] }
      return readRows(db, own, statement, budgetOf({}, own), progressOf(extra))
    },
  )
}

const budgetOf = (
  given: { maxRows?: number | undefined; maxCredits?: number | undefined },
  asking: RequestSession,
): Budget => ({
  rows: Math.min(given.maxRows ?? rowsUsual, rowsMax, asking.rowsMax ?? Infinity),
  credits: given.maxCredits ?? creditsUsual,
})

/** Tells an agent that asked for it how many rows have come. */
function progressOf({ _meta, sendNotification }: ToolContext): (rows: number) => void {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return () => {}
  return (progress) => {
    sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress, message: `${progress} rows` },
    }).catch(() => undefined)
  }
}

/** An error is an answer too: one that a model can act on. */
async function answered(work: () => Promise<unknown>): Promise<CallToolResult> {
  try {
    const answer = await work()
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
    return { content: [{ type: 'text', text }] }
  } catch (thrown) {
    const { code, sqlState, message, hint } = asError(thrown)
    const text = [`${code} (SQLSTATE ${sqlState}): ${message}`, ...(hint ? [`Hint: ${hint}`] : [])].join('\n')
    return { content: [{ type: 'text', text }], isError: true }
  }
}
