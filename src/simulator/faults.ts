/** What can go wrong on purpose: by chance from a seed, or by script at a given call. */
import { fraction, hashText, mix } from './hash.ts'

/**
 * | kind | what the client sees |
 * | --- | --- |
 * | `500`, `502`, `503` | Zoho's JSON error with that status |
 * | `html` | 502 with an HTML page |
 * | `html-200` | 200 with an HTML page |
 * | `429` | too many requests |
 * | `reset` | the connection breaks before an answer |
 * | `reset-after` | the call is done, then the connection breaks |
 * | `truncated` | the body ends in the middle, the connection breaks |
 * | `cut-json` | a whole HTTP answer whose JSON ends in the middle |
 * | `hang` | no answer ever |
 * | `slow` | the answer comes after `delay` ms (default 200) |
 * | `expire` | the access token expires just before the call |
 */
export const faultKinds = [
  '500',
  '502',
  '503',
  'html',
  'html-200',
  '429',
  'reset',
  'reset-after',
  'truncated',
  'cut-json',
  'hang',
  'slow',
  'expire',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** A fault at chosen calls. */
export interface ScriptedFault {
  readonly kind: FaultKind | 'status'
  /** Part of the path, or a pattern for it; absent: any CRM call. */
  readonly path?: string | RegExp
  /** Text that the request's body or query must hold. */
  readonly containing?: string
  /** First such call it strikes, from 1 (default 1). */
  readonly nth?: number
  /** How many of them in a row (default 1). */
  readonly times?: number
  /** For `slow`, in ms. */
  readonly delay?: number
  /** For `status`: what to answer. */
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Faults by chance: the same seed strikes the same calls, by number. */
export interface RandomFaults {
  readonly seed: number
  /** Share of calls struck, 0 … 1. */
  readonly rate: number
  /** Default: all but `hang`. */
  readonly kinds?: readonly FaultKind[]
  /** Only calls whose path holds this. */
  readonly path?: string | RegExp
}

export interface FaultOptions {
  readonly random?: RandomFaults
  readonly script?: readonly ScriptedFault[]
}

export interface StruckCall {
  readonly path: string
  /** Query string and body. */
  readonly text: string
}

const pathFits = (wanted: string | RegExp | undefined, path: string): boolean =>
  wanted === undefined || (typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path))

export class Faults {
  readonly #options: FaultOptions
  /** Calls that fitted each scripted fault so far. */
  readonly #seen: number[]
  #calls = 0

  constructor(options: FaultOptions) {
    this.#options = options
    this.#seen = (options.script ?? []).map(() => 0)
  }

  /** The fault this call meets, if any. */
  next(call: StruckCall): ScriptedFault | undefined {
    this.#calls++
    return this.#scripted(call) ?? this.#random(call)
  }

  #scripted(call: StruckCall): ScriptedFault | undefined {
    let struck: ScriptedFault | undefined
    for (const [i, fault] of (this.#options.script ?? []).entries()) {
      if (!pathFits(fault.path, call.path) || !call.text.includes(fault.containing ?? '')) continue
      const number = this.#seen[i]! + 1
      this.#seen[i] = number
      const first = fault.nth ?? 1
      if (number >= first && number < first + (fault.times ?? 1)) struck ??= fault
    }
    return struck
  }

  #random(call: StruckCall): ScriptedFault | undefined {
    const { random } = this.#options
    if (!random || !pathFits(random.path, call.path)) return undefined
    const hash = mix(hashText('faults', random.seed), this.#calls)
    if (fraction(hash) >= random.rate) return undefined
    const kinds = random.kinds ?? faultKinds.filter((kind) => kind !== 'hang')
    return { kind: kinds[mix(hash, 1) % kinds.length]! }
  }
}
