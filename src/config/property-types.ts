import { byName } from '../base/by-name.ts'
import { Secret } from '../base/secret.ts'

/** How the text of a connection property becomes a value. */
export interface PropertyType<T> {
  /** For help and documentation. */
  readonly name: string
  /** What is allowed, to follow “expected”. */
  readonly allowed: string
  /** The value, or undefined if the text is none. */
  parse(text: string): T | undefined
}

/** Names and enumerated words ignore case, blanks and `_`. */
export const normalName = (name: string): string => name.replace(/[\s_]/g, '').toLowerCase()

const ofPattern = (name: string, allowed: string, pattern: RegExp): PropertyType<string> => ({
  name,
  allowed,
  parse: (text) => (pattern.test(text) ? text : undefined),
})

export const text: PropertyType<string> = ofPattern('text', 'a text', /\S/)

/** Host, optional port, optional path; a scheme is understood and checked later against `useEncryptedEndpoints`. */
export const host: PropertyType<string> = {
  name: 'host',
  allowed: 'host[:port][/path]',
  parse(text) {
    const url = hostUrl(text)
    if (url === undefined || url.username !== '' || url.password !== '') return undefined
    return url.search === '' && url.hash === '' ? text : undefined
  },
}

/** A `host[:port][/path]`, with or without scheme, as a URL. */
export function hostUrl(text: string): URL | undefined {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
  const url = /^https?:\/\//i.test(withScheme) && !/\s/.test(text) ? URL.parse(withScheme) : null
  return url?.hostname ? url : undefined
}

export interface ProxyAddress {
  /** Without user and password. */
  readonly url: string
  /** Value of the Proxy-Authorization header, if the address held a user. */
  readonly authorization: Secret | undefined
}

export const proxy: PropertyType<ProxyAddress | 'none'> = {
  name: 'proxy',
  allowed: 'http://[user:password@]host[:port], https://… or none',
  parse: (text) => (normalName(text) === 'none' ? 'none' : proxyAddress(text)),
}

function proxyAddress(text: string): ProxyAddress | undefined {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined
  const user = `${decoded(url.username)}:${decoded(url.password)}`
  const authorization = user === ':' ? undefined : new Secret(`Basic ${Buffer.from(user).toString('base64')}`)
  return Object.freeze({ url: `${url.protocol}//${url.host}`, authorization })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const secret: PropertyType<Secret> = {
  name: 'secret',
  allowed: 'a text without blanks',
  parse: (text) => (/^\S+$/.test(text) ? new Secret(text) : undefined),
}

const booleanWords: Readonly<Record<string, boolean>> = byName({
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
})

export const boolean: PropertyType<boolean> = {
  name: 'boolean',
  allowed: 'true or false',
  parse: (text) => booleanWords[text.toLowerCase()],
}

function number(name: string, pattern: RegExp, min: number, max: number): PropertyType<number> {
  return {
    name,
    allowed: `${name} from ${min} to ${max}`,
    parse(text) {
      const value = pattern.test(text) ? Number(text) : Number.NaN
      return value >= min && value <= max ? value : undefined
    },
  }
}

export const integer = (min: number, max: number): PropertyType<number> => number('a whole number', /^\d+$/, min, max)

/** Bounded by what a timer can hold (24 days). */
export const seconds = (min: number, max = 2_000_000): PropertyType<number> =>
  number('seconds', /^\d+(\.\d+)?$/, min, max)

/** One of some words, whatever their case. */
export function oneOf<const T extends string>(...words: readonly T[]): PropertyType<T> {
  const known = new Map(words.map((word) => [normalName(word), word]))
  return { name: 'word', allowed: listed(words), parse: (text) => known.get(normalName(text)) }
}

/** Some of the words, separated by commas. */
export function someOf<const T extends string>(...words: readonly T[]): PropertyType<readonly T[]> {
  const one = oneOf(...words)
  return {
    name: 'list',
    allowed: `some of ${words.join(',')}`,
    parse(text) {
      const parts = text.split(',').map((part) => one.parse(part))
      return parts.includes(undefined) ? undefined : Object.freeze([...new Set(parts as T[])])
    },
  }
}

/** One of the single words, or some of the others, separated by commas. */
export function wordOrSome<const W extends string, const T extends string>(
  single: readonly W[],
  several: readonly T[],
): PropertyType<W | readonly T[]> {
  const one = oneOf(...single)
  const some = someOf(...several)
  return {
    name: 'list',
    allowed: `${listed(single)}, or ${some.allowed}`,
    parse: (text) => one.parse(text) ?? some.parse(text),
  }
}

/**
 * Some words, or else the path of a file. A path must look like one, so that a misspelled word is not taken for it.
 */
export function wordOrPath<const T extends string>(...words: readonly T[]): PropertyType<T | (string & {})> {
  const one = oneOf(...words)
  return {
    name: 'word or path',
    allowed: `${words.join(', ')} or a path (with a / or a .)`,
    parse: (text) => one.parse(text) ?? (/[/\\.]/.test(text) ? text : undefined),
  }
}

export const path: PropertyType<string> = ofPattern('path', 'the path of a file', /\S/)

export const digits: PropertyType<string> = ofPattern('digits', 'digits', /^\d+$/)

export const timeZone: PropertyType<string> = {
  name: 'time zone',
  allowed: 'an IANA time zone such as Europe/Berlin',
  parse(text) {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
    } catch {
      return undefined
    }
  },
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
