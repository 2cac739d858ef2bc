/**
 * PostgreSQL's wire protocol 3 as seen from the server: bytes to messages (`FrameReader`, `readMessage`), messages to
 * bytes (`MessageWriter`). No sockets, no state of a session, no meaning of a statement.
 */
export { BodyReader } from './body-reader.ts'
export { errorFields } from './error-fields.ts'
export { FrameReader, type MessageFrame } from './frames.ts'
export { type FrontendMessage, readMessage } from './frontend.ts'
export { negotiated, readStartup, type StartupMessage } from './startup.ts'
export { type ColumnHeader, MessageWriter } from './writer.ts'
