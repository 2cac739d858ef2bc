import { byName } from '../../../base/by-name.ts'
import type { deletions, motions } from './buffer.ts'

/** Which key does what: Emacs' keys as readline has them, and those with names. */

/** As `node:readline` decodes it. */
export interface KeyPress {
  readonly name?: string
  readonly sequence?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly shift?: boolean
}

export type EditorAction =
  | keyof typeof motions
  | keyof typeof deletions
  | 'up'
  | 'down'
  | 'older'
  | 'newer'
  | 'submit'
  | 'newline'
  | 'complete'
  | 'completeBack'
  | 'search'
  | 'cancel'
  | 'leave'
  | 'redraw'
  | 'yank'
  | 'undo'
  | 'suspend'
  | 'pasteStart'

const actions: Readonly<Record<string, EditorAction>> = byName({
  left: 'left',
  'C-b': 'left',
  right: 'right',
  'C-f': 'right',
  'C-left': 'wordLeft',
  'M-left': 'wordLeft',
  'M-b': 'wordLeft',
  'C-right': 'wordRight',
  'M-right': 'wordRight',
  'M-f': 'wordRight',
  home: 'lineStart',
  'C-a': 'lineStart',
  end: 'lineEnd',
  'C-e': 'lineEnd',
  'C-home': 'textStart',
  'M-<': 'textStart',
  'C-end': 'textEnd',
  'M->': 'textEnd',
  backspace: 'backspace',
  'C-h': 'backspace',
  delete: 'delete',
  'C-w': 'killWordLeft',
  'M-backspace': 'killWordLeft',
  'M-d': 'killWordRight',
  'C-u': 'killToStart',
  'C-k': 'killToEnd',
  'C-y': 'yank',
  'C-_': 'undo',
  'C-z': 'suspend',
  up: 'up',
  down: 'down',
  'C-p': 'older',
  'C-n': 'newer',
  pageup: 'older',
  pagedown: 'newer',
  return: 'submit',
  enter: 'submit',
  'C-j': 'submit',
  'M-return': 'newline',
  'M-enter': 'newline',
  tab: 'complete',
  'S-tab': 'completeBack',
  'C-r': 'search',
  'C-c': 'cancel',
  'C-d': 'leave',
  'C-l': 'redraw',
  'paste-start': 'pasteStart',
})

export function nameOf({ name, sequence, ctrl, meta, shift }: KeyPress): string {
  if (sequence === '\x1f') return 'C-_'
  const base = name ?? sequence ?? ''
  const shown = shift && base === 'tab' ? 'S-tab' : base
  return `${ctrl ? 'C-' : ''}${meta ? 'M-' : ''}${shown}`
}

export const actionOf = (key: KeyPress): EditorAction | undefined => actions[nameOf(key)]

/** What a key types; undefined for those that do something else. */
export function typedBy({ sequence, ctrl, meta }: KeyPress): string | undefined {
  if (ctrl || meta || sequence === undefined) return undefined
  return /^[\p{Cc}]/u.test(sequence) ? undefined : sequence
}
