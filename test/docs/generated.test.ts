import { describe, expect, it } from 'vitest'
import { errorKinds } from '../../src/base/errors.ts'
import { commandNames, commands } from '../../src/cli/commands.ts'
import { type OptionName, options, spelling } from '../../src/cli/options.ts'
import { defaultText, properties, propertyNames } from '../../src/config/index.ts'
import { featureNames, features, wantedScopes } from '../../src/services/crm/scopes.ts'
import { lossOf } from '../../src/services/kit/scopes.ts'
import { readText } from '../tidy/sources.ts'
import { expectSection, table } from './sections.ts'

const code = (text: string): string => `\`${text}\``

describe('docs/reference.md', () => {
  it('lists the connection properties', () => {
    const rows = propertyNames.map((name) => {
      const { type, meaning } = properties[name]
      return [code(name), defaultText(name), type.allowed, meaning]
    })
    expectSection('docs/reference.md', 'properties', table(['property', 'default', 'allowed', 'meaning'], rows))
  })

  it('lists the commands', () => {
    const rows = commandNames.map((name) => {
      const words = [name === 'run' ? '[options]' : name, commands[name].words]
      return [code(`zohosql ${words.filter(Boolean).join(' ')}`), commands[name].help]
    })
    expectSection('docs/reference.md', 'commands', table(['command', ''], rows))
  })

  it('lists the options', () => {
    const rows = (Object.keys(options) as OptionName[]).map((name) => [code(spelling(name).trim()), options[name].help])
    expectSection('docs/reference.md', 'options', table(['option', ''], rows))
  })

  it('lists the kinds of error', () => {
    const rows = Object.entries(errorKinds).map(([name, { sqlState, when }]) => [code(sqlState), code(name), when])
    expectSection('docs/reference.md', 'errors', table(['SQLSTATE', 'code', 'when'], rows))
  })

  it('tells to paste the scopes that a sign-in asks for', () => {
    expect(readText('README.md')).toContain(`\n${wantedScopes(false).join(',')}\n`)
    const writing = wantedScopes(true).filter((scope) => !wantedScopes(false).includes(scope))
    expect(readText('README.md')).toContain(`\n${writing.join(',')}\n`)
  })

  it('names in its table of properties what the design fixes', () => {
    const text = readText('docs/reference.md')
    for (const name of ['endpoint', 'clientId', 'maxCredits', 'textComparison', 'tokenStore', 'queryTimeout']) {
      expect(text).toContain(`| \`${name}\` |`)
    }
  })
})

describe('docs/login.md', () => {
  it('says what each scope is for', () => {
    const rows = featureNames.map((name) => [code(features[name].scope), features[name].does, lossOf(features[name])])
    expectSection('docs/login.md', 'scopes', table(['scope', 'for', 'without it'], rows))
  })
})
