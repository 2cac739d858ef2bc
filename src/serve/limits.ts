/** What a door allows whatever its protocol, so that no client can take more than its share. */
export interface DoorLimits {
  /** Clients at once. */
  readonly connections: number
  /** Milliseconds from the first byte to the end of authentication. */
  readonly startUpMs: number
  /** Of those that have not begun a session yet, how many one address may have: the oldest gives way. */
  readonly startUpsPerAddress: number
  /** Milliseconds that a client may rest; 0: as long as it likes. */
  readonly idleMs: number
  /** Rows of one result; 0: as many as there are. */
  readonly resultRows: number
  /** Bytes of one result; 0: as many as there are. */
  readonly resultBytes: number
}

export const defaultLimits: DoorLimits = {
  connections: 100,
  startUpMs: 10_000,
  startUpsPerAddress: 32,
  idleMs: 0,
  resultRows: 0,
  resultBytes: 0,
}
