import { describe, expect, it } from 'vitest'
import { watched } from '../../src/engine/functions/watch.ts'
import { regexOf, Subject } from '../../src/engine/regex/index.ts'

/** What a search costs, in looks at the clock: one every few thousand steps. */
function looksOf(pattern: string, text: string, most = Number.POSITIVE_INFINITY): number {
  let looks = 0
  watched(
    () => {
      if (++looks > most) throw new Error('cancelled')
    },
    () => regexOf(pattern).test(new Subject(text)),
  )
  return looks
}

describe('a search', () => {
  it.each(['^(a+)+$', '(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '.*.*.*=.*'])(
    '%s takes time that grows with the text',
    (pattern) => {
      const [short, long] = [10_000, 100_000].map((length) => looksOf(pattern, `${'a'.repeat(length)}b`))
      expect(long).toBeGreaterThan(0)
      expect(long).toBeLessThan(12 * (short! + 5))
    },
  )

  it('that refers back may be ended', () => {
    const tries = () => looksOf('^(a*)(a*)(a*)(a*)(a*)\\1\\2\\3\\4\\5b$', `${'a'.repeat(41)}b`, 1000)
    expect(tries).toThrow('cancelled')
  })

  it.each(['((a{1,255}){1,255}){1,255}', '('.repeat(600) + ')'.repeat(600), 'x'.repeat(200_000)])(
    'is refused before it begins where the pattern needs too much memory (%#)',
    (pattern) => expect(() => regexOf(pattern)).toThrow('too complex'),
  )
})
