/** Pages of the simulated accounts server and console, for people with a browser. */
import type { SimReply } from './http.ts'

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark]!)

const style =
  'body{font:16px/1.5 system-ui,sans-serif;margin:10vh auto;max-width:40em;padding:0 1em}' +
  'code{background:#eee;padding:0 .2em;overflow-wrap:anywhere}button{font:inherit;padding:.4em 1.4em;margin:1em .6em 0 0}' +
  'textarea{width:100%;font:14px monospace}small{color:#666}'

/** @param body HTML, with all that is foreign in it escaped. */
export const page = (status: number, title: string, body: string): SimReply => ({
  status,
  headers: { 'Content-Type': 'text/html;charset=UTF-8', 'Cache-Control': 'no-store' },
  body:
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style>` +
    `<h1>${escaped(title)}</h1>${body}<p><small>A simulated Zoho: nothing here is real.</small></p></html>\n`,
})
