/** A compiled grammar: `grammar/*.peggy`, made into a module by `tools/peggy-plugin.ts`. */
declare module '*.peggy' {
  interface Location {
    readonly offset: number
    readonly line: number
    readonly column: number
  }
  // biome-ignore lint/suspicious/noShadowRestrictedNames: peggy calls it so.
  export class SyntaxError extends Error {
    readonly location: { readonly start: Location; readonly end: Location }
    readonly expected: readonly { readonly type: string; readonly description?: string; readonly text?: string }[]
    readonly found: string | null
  }
  export function parse(text: string, options?: Record<string, unknown>): unknown
}
