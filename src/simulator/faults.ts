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
 *
 * Each strikes before the call is looked at or after it was done (`when`); what is not said is as the table has it.
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

/** Whether the server does the call: a fault that strikes after it hides what was done. */
export type FaultMoment = 'before' | 'after'

/** A fault at chosen calls. */
export interface ScriptedFault {
  readonly kind: FaultKind | 'status'
  /** Default: `after` for `reset-after`, `truncated` and `cut-json`, `before` for the others. */
  readonly when?: FaultMoment
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
  /** Default: as each kind has it; `either`: by chance. */
  readonly when?: FaultMoment | 'either'
}

/** Refuses single records of writes, whatever is in them. */
export interface RowFault {
  /** Zoho's code, with the details and the message of the refusal. */
  readonly code: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly message?: string
  /** API name of the module; absent: any. */
  readonly module?: string
  readonly operation?: 'insert' | 'update' | 'delete'
  /** Text that the record's JSON must hold (of a delete: its id). */
  readonly containing?: string
  /** First such record it strikes, from 1 (default 1). */
  readonly nth?: number
  /** How many of them in a row (default: all). */
  readonly times?: number
}

export interface FaultOptions {
  readonly random?: RandomFaults
  readonly script?: readonly ScriptedFault[]
  readonly rows?: readonly RowFault[]
}

/** One record of a write, as a fault looks at it. */
interface WrittenRow {
  readonly module: string
  readonly operation: 'insert' | 'update' | 'delete'
  readonly text: string
}

export class RowFaults {
  readonly #faults: readonly RowFault[]
  readonly #seen: number[]

  constructor(faults: readonly RowFault[] = []) {
    this.#faults = faults
    this.#seen = faults.map(() => 0)
  }

  get any(): boolean {
    return this.#faults.length > 0
  }

  /** The refusal that this record meets, if any. */
  next({ module, operation, text }: WrittenRow): RowFault | undefined {
    let struck: RowFault | undefined
    for (const [i, fault] of this.#faults.entries()) {
      if ((fault.module ?? module) !== module || (fault.operation ?? operation) !== operation) continue
      if (!text.includes(fault.containing ?? '')) continue
      const number = ++this.#seen[i]!
      const first = fault.nth ?? 1
      if (number >= first && number < first + (fault.times ?? Number.POSITIVE_INFINITY)) struck ??= fault
    }
    return struck
  }
}

const afterKinds: readonly string[] = ['reset-after', 'truncated', 'cut-json']

/** When a fault strikes. */
export const momentOf = ({ kind, when }: ScriptedFault): FaultMoment =>
  when ?? (afterKinds.includes(kind) ? 'after' : 'before')

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
    const when = random.when === 'either' ? (mix(hash, 2) % 2 === 0 ? 'before' : 'after') : random.when
    return { kind: kinds[mix(hash, 1) % kinds.length]!, ...(when ? { when } : {}) }
  }
}
