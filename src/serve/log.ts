/** A line per event; nothing secret in it. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void

/** Events as JSON, a line each, with the time. */
export const jsonLog =
  (stream: { write(text: string): unknown }): Log =>
  (event, fields) =>
    void stream.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`)
