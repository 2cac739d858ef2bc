import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { byName } from '../../../base/by-name.ts'
import { properties } from '../../../config/index.ts'
import { fileKindNames } from '../../../output/index.ts'
import { chartKinds } from '../chart/kinds.ts'
import type { CompletionCandidate } from '../editor/index.ts'
import { absentCommands } from '../meta/absent.ts'
import { findMeta, metaCommands } from '../meta/index.ts'
import { sqlHelp } from '../meta/sql-help.ts'
import { type SettingName, settingNames, settingTable } from '../settings.ts'
import type { PromptVariables } from '../variables.ts'
import type { CompletionContext } from './context.ts'
import type { Knowledge } from './knowledge.ts'

/** Candidates after a backslash: names of commands, then what each takes. */

/** Nobody wants to be offered what is not there. */
export const metaNames = (): CompletionCandidate[] =>
  Object.entries(metaCommands)
    .filter(([name]) => !Object.hasOwn(absentCommands, name))
    .map(([name, { help }]) => ({ text: name, note: help }))

type WordContext = CompletionContext & { kind: 'metaWord' }

const plain = (texts: readonly string[]): CompletionCandidate[] => texts.map((text) => ({ text }))

/** Values of a setting, where they are a list. */
const valuesOf = (name: string): CompletionCandidate[] =>
  Object.hasOwn(settingTable, name) && settingTable[name as SettingName].allowed.includes(', ')
    ? plain(settingTable[name as SettingName].allowed.split(', '))
    : []

const switches: Readonly<Record<string, SettingName>> = byName({ x: 'expanded', t: 'tuples_only', timing: 'timing' })

export async function metaCandidates(
  context: WordContext,
  knowledge: Knowledge,
  variables: PromptVariables,
): Promise<CompletionCandidate[]> {
  const { command, index, before } = context
  if (command === 'pset' && index === 1) return valuesOf(before[0]!)
  if (command === 'copy' && index > 0) return copyWord(context)
  if (index > 0) return []
  if (Object.hasOwn(switches, command)) return valuesOf(switches[command]!)
  if (command === 'chart') return plain(chartKinds)
  if (command === 'trace') return plain(['on', 'off'])
  if (command === 'cache') return plain(['clear'])
  if (command === 'road') return plain(properties.road.type.allowed.split(/, | or /))
  if (command === 'df') return plain([...new Set((await knowledge.functions()).map(({ name }) => name))])
  return wanted(findMeta(command)?.wants, context, knowledge, variables)
}

/** `\copy Leads to leads.csv csv` */
const copyWord = ({ before, typed }: WordContext): Promise<CompletionCandidate[]> | CompletionCandidate[] =>
  before.at(-1) === 'to' ? files(typed) : before.includes('to') ? plain(fileKindNames) : plain(['to'])

async function wanted(
  wants: string | undefined,
  { typed }: WordContext,
  knowledge: Knowledge,
  variables: PromptVariables,
): Promise<CompletionCandidate[]> {
  if (wants === 'table') {
    const tables = await knowledge.tables()
    return tables.map(({ schema, name, description }) => ({
      text: schema === 'information_schema' ? `${schema}.${name}` : name,
      note: description,
      label: description,
    }))
  }
  if (wants === 'connection') return connections(knowledge)
  if (wants === 'setting') return settingNames.map((name) => ({ text: name, note: settingTable[name].help }))
  if (wants === 'variable') return plain([...variables.keys()])
  if (wants === 'keyword') return plain(Object.keys(sqlHelp))
  return wants === 'file' ? files(typed) : []
}

/** Profiles, with whose they are, and the demo. */
function connections(knowledge: Knowledge): CompletionCandidate[] {
  const profiles = knowledge.profiles().map(({ name, organisation }) => ({
    text: name,
    ...(organisation !== undefined && { note: organisation }),
  }))
  return [...profiles, { text: 'demo', note: 'a simulated company' }]
}

async function files(typed: string): Promise<CompletionCandidate[]> {
  const folder = typed.includes('/') ? dirname(`${typed}x`) : ''
  const entries = await readdir(folder || '.', { withFileTypes: true }).catch(() => [])
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => ({ text: join(folder, entry.name) + (entry.isDirectory() ? '/' : '') }))
}
