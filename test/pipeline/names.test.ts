/** Names that JavaScript's objects inherit, in expressions and in the documents of a factory. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { evaluate, type PipelineJson, parseTemplate } from '../../src/pipeline/expression/index.ts'
import { jsonText } from '../../src/pipeline/expression/values.ts'
import { useSimulator } from '../cli/support.ts'
import { inheritedCompany, inheritedNames } from '../support/names.ts'
import { makeFactory, reference, type TestFactory } from './factory.ts'

const { connection } = useSimulator({ data: inheritedCompany })

let factory: TestFactory
beforeAll(async () => {
  factory = await makeFactory(connection())
})
afterAll(() => factory[Symbol.asyncDispose]())

/** The value of an expression as JSON, or the kind of its error. */
function outcome(text: string, things: Readonly<Record<string, PipelineJson>> = {}): string {
  const known = new Map(Object.entries(things))
  try {
    return jsonText(evaluate(parseTemplate(text), { lookUp: (name) => known.get(name), now: () => 0 }))
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return error.code
  }
}

const failed = 'EXPRESSION_FAILED'
const faults = /internal error|native code|is not a function|Cannot read prop|\[object/i

describe.each(inheritedNames)('%s', (name) => {
  const empty = { pipeline: { parameters: {} }, item: {} }
  const full = { item: Object.fromEntries([[name, 'x']]) }
  it('is a property where it was given, and no function', () => {
    if (name !== 'length') expect(outcome(`@${name}('x')`)).toBe(failed)
    expect(outcome(`@item().${name}`, empty)).toBe(failed)
    expect(outcome(`@item()['${name}']`, empty)).toBe(failed)
    expect(outcome(`@item()?.${name}`, empty)).toBe('null')
    expect(outcome(`@string(pipeline().parameters.${name})`, empty)).toBe(failed)
    expect(outcome(`@contains(item(), '${name}')`, empty)).toBe('false')
    expect(outcome(`@json('{"${name}":1}').${name}`)).toBe('1')
    expect(outcome(`@item().${name}`, full)).toBe('"x"')
    expect(outcome(`@string(json('{"a":1,"${name}":{"b":2}}'))`)).toContain(name)
  })

  it('is an argument like others', () => {
    for (const call of ['guid', 'utcNow']) expect(outcome(`@${call}('${name}')`)).not.toMatch(faults)
    expect(outcome(`@addToTime('2026-01-01T00:00:00Z', 1, '${name}')`)).toBe(failed)
    expect(outcome(`@convertTimeZone('2026-01-01T00:00:00Z', 'UTC', '${name}')`)).toBe(failed)
    expect(outcome(`@formatDateTime('2026-01-01T00:00:00Z', '${name}')`)).not.toMatch(faults)
    expect(outcome(`@xpath(xml('<a/>'), '${name}')`)).not.toMatch(faults)
  })
})

it.each(['__proto__', 'constructor', 'toString'])('a factory runs with the name %s', async (name) => {
  await factory.pipeline(
    [
      { name, type: 'SetVariable', typeProperties: { variableName: name, value: `@pipeline().parameters['${name}']` } },
      {
        name: 'Copy',
        type: 'Copy',
        dependsOn: [{ activity: name, dependencyConditions: ['Succeeded'] }],
        typeProperties: {
          source: {
            type: 'ZohoSource',
            query: `@concat('SELECT "${name}" FROM "constructor" WHERE Name = ''', variables('${name}'), '''')`,
          },
          sink: { type: 'DelimitedTextSink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
        },
        inputs: [reference('Module')],
        outputs: [reference('Csv', { file: 'a.csv' })],
      },
    ],
    {
      parameters: Object.fromEntries([[name, { type: 'string' }]]),
      variables: Object.fromEntries([[name, { type: 'String' }]]),
    },
  )
  const missing = await factory.run()
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining(`"${name}" has no value`)])
  const { code } = await factory.run('--parameter', `${name}=full`)
  expect([code, await factory.file('a.csv')]).toEqual([0, `${name}\r\nv ${name}\r\n`])
  const unknown = await factory.run('--parameter', `${name}=full`, '--parameter', `valueOf=1`)
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no parameter "valueOf"')])
  expect((await factory.run('--parameter', `${name}=full`, '--target', `${name}x=file:///x`)).stderr).not.toMatch(
    faults,
  )
})

it.each(inheritedNames)('a document with the type %s is refused', async (name) => {
  await factory.pipeline([{ name: 'A', type: name, typeProperties: {} }])
  const { code, stderr } = await factory.run()
  expect(stderr).not.toMatch(faults)
  expect(code).toBe(1)
  await factory.pipeline([
    {
      name: 'Copy',
      type: 'Copy',
      typeProperties: { source: { type: name }, sink: { type: name } },
      inputs: [reference('Module')],
      outputs: [reference(name)],
    },
  ])
  const copied = await factory.run()
  expect(copied.stderr).not.toMatch(faults)
  expect(copied.code).toBe(1)
})
