/**
 * Completion: what may stand at the cursor. `context` reads the text, `knowledge` the account, `sql` and `meta` bring
 * the two together. Nothing here prints or reads keys.
 */
import type { Completion, CompletionCandidate } from '../editor/index.ts'
import type { Shell } from '../shell.ts'
import { contextAt, sqlOf } from './context.ts'
import { type Knowledge, knowledgeOf } from './knowledge.ts'
import { metaCandidates, metaNames } from './meta.ts'
import { sqlCandidates } from './sql.ts'

/** @returns candidates that begin with what was typed, whatever its case and quotes; each text once */
export async function complete(
  text: string,
  at: number,
  shell: Pick<Shell, 'variables'>,
  knowledge: Knowledge,
): Promise<Completion> {
  const sql = sqlOf(text, at)
  const context = contextAt(sql, at)
  if (context.kind === 'none') return { start: at, candidates: [] }
  const all =
    context.kind === 'meta'
      ? metaNames()
      : context.kind === 'metaWord'
        ? await metaCandidates(context, knowledge, shell.variables)
        : context.kind === 'variable'
          ? [...shell.variables.keys()].map((name) => ({ text: name }))
          : await sqlCandidates(context, sql, at, knowledge)
  return { start: context.start, candidates: fitting(all, context.typed) }
}

const bare = (text: string): string => text.replace(/^['"]/, '').toLowerCase()

function fitting(candidates: readonly CompletionCandidate[], typed: string): CompletionCandidate[] {
  const wanted = bare(typed)
  const named = candidates.filter(({ text }) => bare(text).startsWith(wanted))
  // What people call it in Zoho's pages; where names fit, those are what is typed.
  const found =
    named.length > 0 || wanted === ''
      ? named
      : candidates.filter(
          ({ label }) => label && bare(label.replaceAll(' ', '_')).startsWith(wanted.replaceAll(' ', '_')),
        )
  return [...new Map(found.map((candidate) => [candidate.text, candidate] as const).toReversed()).values()].toReversed()
}

export const completer = (shell: Shell) => {
  const knowledge = knowledgeOf(shell)
  return (text: string, at: number, signal: AbortSignal): Promise<Completion> =>
    complete(text, at, shell, knowledge(signal)).catch(() => ({ start: at, candidates: [] }))
}
