/** What a gateway allows, so that no client can take more than its share. */
export interface Limits {
  /** Sessions at once. */
  readonly connections: number
  /** Bytes of the longest message. */
  readonly messageBytes: number
  /** Milliseconds from the first byte to the end of authentication. */
  readonly startUpMs: number
  /** Milliseconds that a session may rest; 0: as long as it likes. */
  readonly idleMs: number
  /** Bytes of messages that may wait behind the one that is worked on. */
  readonly queuedBytes: number
  /** Rows of one result; 0: as many as there are. */
  readonly resultRows: number
  /** Bytes of one result; 0: as many as there are. */
  readonly resultBytes: number
}

export const defaultLimits: Limits = {
  connections: 100,
  messageBytes: 16 << 20,
  startUpMs: 10_000,
  idleMs: 0,
  queuedBytes: 1 << 20,
  resultRows: 0,
  resultBytes: 0,
}
