import { type DoorLimits, defaultLimits } from '../../serve/index.ts'

/** What a gateway allows beyond what every door does. */
export interface GatewayLimits extends DoorLimits {
  /** Bytes of the longest message. */
  readonly messageBytes: number
  /** Bytes of messages that may wait while one is worked on. */
  readonly queuedBytes: number
}

export const gatewayLimits: GatewayLimits = { ...defaultLimits, messageBytes: 16 << 20, queuedBytes: 1 << 20 }
