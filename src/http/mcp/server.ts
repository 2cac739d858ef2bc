import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { version } from '../../../package.json'
import type { RequestSession } from '../asking.ts'
import { describedText, tableList } from './tables.ts'
import { addTools } from './tools.ts'

const instructions = `Zoho's modules as SQL tables, in PostgreSQL's dialect, read only. Find tables with list_tables or find_column,
look at one with describe_table, ask with run_query. Names keep their capitals and may stand without quotes. Every call of
Zoho costs credits: explain_query tells the price first. An answer that is not complete says so: ask for less, or aggregate
in SQL instead of reading rows.`

/** A server for one agent, whose account and limits `asking` knows. */
export function mcpServer(asking: RequestSession): McpServer {
  const server = new McpServer({ name: 'zohosql', version }, { instructions })
  addTools(server, asking)
  addResources(server, asking)
  addPrompts(server)
  return server
}

function addResources(server: McpServer, asking: RequestSession): void {
  const template = new ResourceTemplate('zohosql://tables/{table}', {
    list: async () => ({
      resources: (await asking.use((db) => tableList(db, asking, undefined))).map(({ schema, name, description }) => ({
        uri: `zohosql://tables/${encodeURIComponent(`${schema}.${name}`)}`,
        name: `${schema}.${name}`,
        description,
        mimeType: 'text/plain',
      })),
    }),
  })
  server.registerResource(
    'table',
    template,
    { title: 'Table', description: 'columns, types, keys and picklist values of a table', mimeType: 'text/plain' },
    async (uri, { table }) => {
      const text = await asking.use((db) => describedText(db, asking, decodeURIComponent(String(table))))
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text }] }
    },
  )
}

const said = (text: string) => ({ messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] })

function addPrompts(server: McpServer): void {
  server.registerPrompt(
    'answer_question',
    { title: 'Answer a question from Zoho', argsSchema: { question: z.string().describe('what you want to know') } },
    ({ question }) =>
      said(
        `Answer this from Zoho's data: ${question}\n\nFind the tables and columns first (find_column, describe_table), look at the price (explain_query), then run one query that aggregates as far as it can. Say which query you ran, and whether its answer was complete.`,
      ),
  )
  server.registerPrompt(
    'explore_table',
    { title: 'Get to know a table', argsSchema: { table: z.string().describe('name of a table') } },
    ({ table }) =>
      said(
        `Describe the table ${table} (describe_table), look at a few rows (sample_rows), count its rows, and tell what each of its main columns holds, with the commonest values of its picklists.`,
      ),
  )
  server.registerPrompt('pipeline_report', { title: 'Report on the pipeline of deals' }, () =>
    said(
      'Report on the open deals: number and amount by stage and by owner, what closes in the next 90 days, and what has not moved for long. Use the tables Deals and Accounts; one query for each part.',
    ),
  )
}
