/** OAuth scopes: what a service does with each, and what of it is granted. */

/** One thing that a service does. */
export interface Feature {
  /** What it lets us do. */
  readonly does: string
  readonly scope: string
  /** What happens where it is not granted; absent: nothing can be asked then. */
  readonly without?: string
}

/** What the feature loses, in words. */
export const lossOf = ({ without }: Feature): string => without ?? 'nothing can be asked'

/** Without it nothing works. */
export const isEssential = ({ without }: Feature): boolean => without === undefined

/** `X.ALL` grants every operation below X, and `X.READ` every reading: `settings.ALL` holds `settings.fields.READ`. */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  const wanted = partsOf(scope)
  return granted.some((one) => {
    const have = partsOf(one)
    const operation = have.pop()
    if (operation !== 'all' && operation !== wanted.at(-1)) return false
    return have.length < wanted.length && have.every((part, index) => part === wanted[index])
  })
}

const partsOf = (scope: string): string[] => scope.toLowerCase().split('.')
