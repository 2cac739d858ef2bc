import { describe, expect, it } from 'vitest'
import { parse, SyntaxError as Refused } from '../../grammar/connection-string.peggy'
import { readCases } from '../support/corpus.ts'

interface Property {
  readonly key: string
  readonly value: string
  readonly offset: number
}

const read = (text: string): Property[] => parse(text) as Property[]

function complaint(text: string): string {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Refused) return `${error.location.start.offset} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('connection strings', () => {
  it.each(readCases('connection-accepted'))('reads $text (line $line)', ({ text, expected }) => {
    expect(read(text).map(({ key, value, offset }) => [key, value, offset])).toEqual(JSON.parse(expected))
  })

  it.each(readCases('connection-refused'))('refuses $text (line $line)', ({ text, expected }) => {
    expect(complaint(text)).toContain(expected)
  })

  it('says where each key starts', () => {
    const text = ' a = 1;;  Long Key={x;y}'
    expect(read(text).map(({ key, offset }) => text.startsWith(key, offset))).toEqual([true, true])
  })

  it('reads a long value in linear time', () => {
    const long = '}}'.repeat(200_000)
    expect(read(`a={${long}};b=1`)[0]?.value).toHaveLength(200_000)
  })
})
