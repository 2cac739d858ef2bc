import type { Shell } from './shell.ts'
import type { TextSink } from './sink.ts'

/** Where text goes: to the screen, through `$PAGER` where it is long, or to a sink. */

/** Lines of the screen: what is wider is folded. */
const linesOf = (text: string, { columns }: { readonly columns: number }): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0)

/** Text that is all there. */
export async function put(shell: Shell, text: string, sink: TextSink | undefined): Promise<void> {
  if (sink) return sink.write(text)
  const { settings, terminal } = shell
  const paged = settings.pager === 'always' || (settings.pager === 'on' && linesOf(text, terminal) > terminal.rows - 1)
  if (!paged || !terminal.draws) return terminal.write(text)
  await page(shell, text, { end: '', next: async () => undefined, giveUp: () => {} })
}

/** Text of which more is to come. */
export interface More {
  /** The next part; undefined when there is no more. */
  readonly next: () => Promise<string | undefined>
  /** What stands below all. */
  readonly end: string
  /** Nobody reads on: whoever makes the parts may stop. */
  readonly giveUp: () => void
}

/** @returns false where the reader left before the end */
export async function putAll(shell: Shell, head: string, more: More, sink: TextSink | undefined): Promise<boolean> {
  const { settings, terminal } = shell
  if (!sink && settings.pager !== 'off' && terminal.draws) return page(shell, head, more)
  const write = sink ? (text: string) => sink.write(text) : (text: string) => terminal.flushed(text)
  await write(head)
  for (let text = await more.next(); text !== undefined; text = await more.next()) await write(text)
  await write(more.end)
  return true
}

async function page(shell: Shell, head: string, more: More): Promise<boolean> {
  const pager = shell.task.io.env.PAGER || 'less -S'
  let complete = false
  const feed = async (stdin: NodeJS.WritableStream): Promise<void> => {
    try {
      for (let text: string | undefined = head; text !== undefined; text = await more.next()) {
        if (!(await writeWhileOpen(stdin, text))) return
      }
    } catch (error) {
      await writeWhileOpen(stdin, '(an error ended it here: the answer is not complete)\n')
      throw error
    }
    complete = await writeWhileOpen(stdin, more.end)
  }
  const code = await shell.terminal.lend(pager, { feed, left: more.giveUp })
  if (code !== 127) return complete
  shell.terminal.write(head)
  shell.say(`notice: there is no pager "${pager}"; \\pset pager off does without`)
  return false
}

async function writeWhileOpen(stdin: NodeJS.WritableStream, text: string): Promise<boolean> {
  if (!stdin.writable) return false
  if (stdin.write(text)) return true
  return new Promise((resolve) => {
    stdin.once('drain', () => resolve(true))
    stdin.once('close', () => resolve(false))
  })
}
