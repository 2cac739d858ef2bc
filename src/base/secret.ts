import { inspect } from 'node:util'

/** A value that prints as `***` wherever it ends up; only `reveal` gives it away. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
    remember(value)
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '***'
  }
  toJSON(): string {
    return '***'
  }
  [inspect.custom](): string {
    return '***'
  }
}

/** Every secret this process has seen, so that text from elsewhere (Zoho's messages, URLs) can be cleaned of them. */
const seen = new Set<string>()

// A very short "secret" (a test's `x`) would blank out half of every message.
const remember = (value: string): void => {
  if (value.length >= 4) seen.add(value)
}

const patterns: readonly [RegExp, string][] = [
  [/\b1000\.[0-9a-f]{8,}\.[0-9a-f]{8,}\b/gi, '***'],
  [/((?:Zoho-oauthtoken|Bearer)\s+)[^\s"',;]+/gi, '$1***'],
  [/((?:access_?token|refresh_?token|client_?secret|client_?secrect|code)["']?\s*[=:]\s*["']?)[^\s"',;&}]+/gi, '$1***'],
]

/** The text without any secret: those seen by this process and whatever looks like one. */
export function redact(text: string): string {
  let clean = text
  for (const value of seen) if (clean.includes(value)) clean = clean.replaceAll(value, '***')
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement)
  return clean
}
