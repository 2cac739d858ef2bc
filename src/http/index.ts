/**
 * The web door: JSON, the CRM export, OData and MCP over HTTP. `startHttp` opens it; what it is made of is told in
 * README.md.
 */
export { TokenFile } from './access/index.ts'
export { type HttpDoor, type HttpOptions, startHttp } from './door.ts'
export { serveStdio } from './mcp/index.ts'
