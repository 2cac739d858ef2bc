/** What the catalogue and its worker say to each other. */

/** Whose statement it is: the worker has one PostgreSQL session and makes it look like this one. */
export interface CatalogueSession {
  /** Changes whenever anything below does. */
  readonly version: string
  readonly user: string
  readonly settings: ReadonlyMap<string, string>
}

export type Request =
  /** Zoho's tables, the first time in place of a start. */
  | { readonly id: number; readonly kind: 'mirror'; readonly sql: string }
  /** Statements of the server itself. */
  | { readonly id: number; readonly kind: 'define'; readonly sql: string }
  /** Messages of the wire protocol; the answer is the messages that came back. */
  | { readonly id: number; readonly kind: 'run'; readonly session: CatalogueSession; readonly bytes: Uint8Array }

export type Reply =
  /** It is the first start on this machine, and takes seconds. */
  | { readonly kind: 'making' }
  | { readonly id: number; readonly kind: 'done'; readonly bytes: Uint8Array }
  | { readonly id: number; readonly kind: 'error'; readonly message: string }

export interface WorkerOptions {
  /** Where what is dear to make is kept from one start to the next. */
  readonly templateDirectory: string
}
