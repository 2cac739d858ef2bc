/**
 * MCP, for agents: `server` offers `tools` (list, describe, find, explain, query, sample), tables as resources and prompts for
 * common tasks; `stdio` serves one agent over a pipe, `route` many over `/mcp`.
 *
 * Read only. Every answer says whether it is complete; rows, bytes and credits of a call are bounded, and an error says
 * what to do about it.
 */
export { mcpRoutes } from './route.ts'
export { serveStdio } from './stdio.ts'
