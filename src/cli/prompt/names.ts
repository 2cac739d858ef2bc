/** Names of tables as SQL writes them: `crm.Leads`, `"odd name"`; case is kept, Zoho's names have it. */

const part = /"((?:[^"]|"")*)"|([^."]+)/g

export const namePath = (word: string): string[] =>
  Array.from(word.matchAll(part), ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!)

const needsNoQuotes = /^[A-Za-z_][\w$]*$/

/** In quotes where SQL needs them. */
export const written = (name: string, isWord: (word: string) => boolean): string =>
  needsNoQuotes.test(name) && !isWord(name.toLowerCase()) ? name : `"${name.replaceAll('"', '""')}"`
