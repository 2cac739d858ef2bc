/** Values of a query string; undefined ones are left out. */
export type UrlQuery = Readonly<Record<string, string | number | boolean | undefined>>

/** A path with what is filled in encoded, so that no value can become a path or a query of its own. */
export const urlPath = (texts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  texts.reduce((path, text, i) => path + encodeURIComponent(String(values[i - 1])) + text)

/** The address of a path below a base address, with its query. */
export function urlOf(base: string, path: string, query: UrlQuery = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? base + path : `${base}${path}?${pairs.join('&')}`
}
