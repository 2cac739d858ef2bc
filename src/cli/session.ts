import { databaseName } from '../base/names.ts'
import { newSessionState, type SessionState } from '../base/session-state.ts'
import { text } from '../base/types.ts'
import { type Connection, findZone, type StatementOptions, valueText, type Zone } from '../driver/inner.ts'
import type { FormatColumn, FormatRow } from '../output/index.ts'
import {
  changeSetting,
  PgSettings,
  readCommand,
  resetSetting,
  type SessionCommand,
  showSetting,
  Transaction,
} from '../session/index.ts'

/** What one run of the command, or the prompt, keeps between statements: settings, the zone among them, and a transaction. */

/** What a statement about the session itself gives. */
export type SessionAnswer =
  | { readonly tag: string; readonly warning?: string }
  | { readonly columns: readonly FormatColumn[]; readonly rows: readonly FormatRow[] }

type Act<K extends SessionCommand['kind']> = (
  command: Extract<SessionCommand, { kind: K }>,
  shell: CommandSession,
  db: Connection,
) => SessionAnswer

const acts: { readonly [K in SessionCommand['kind']]?: Act<K> } = {
  begin: ({ tag, readOnly }, { transaction }, db) =>
    transaction.begin(db.newBlock(), readOnly)
      ? { tag }
      : { tag, warning: 'there is already a transaction in progress' },
  commit: ({ chain }, shell, db) => shell.end('commit', chain, db),
  rollback: ({ chain }, shell, db) => shell.end('rollback', chain, db),
  savepoint: ({ name }, { transaction }) => done('SAVEPOINT', () => transaction.savepoint(name)),
  release: ({ name }, { transaction }) => done('RELEASE', () => transaction.release(name)),
  'rollback-to': ({ name }, { transaction }) => done('ROLLBACK', () => transaction.rollbackTo(name)),
  set: (command, { settings, transaction: { status } }) => ({ tag: changeSetting(command, settings, status) }),
  reset: ({ name }, { settings }) => done('RESET', () => resetSetting(name, settings)),
  nothing: ({ tag }) => ({ tag }),
}

function done(tag: string, act: () => void): SessionAnswer {
  act()
  return { tag }
}

/** What may be said in a failed transaction. */
const survivesFailure: ReadonlySet<SessionCommand['kind']> = new Set(['commit', 'rollback', 'rollback-to'])

export class CommandSession {
  readonly settings = new PgSettings(databaseName, process.pid, new Map([['default_transaction_read_only', 'off']]))
  readonly transaction = new Transaction(this.settings)

  /**
   * Does what a statement says of the session; undefined where it is the driver's.
   *
   * @throws ZohoSqlError as PostgreSQL does, and NOT_SUPPORTED where a ROLLBACK leaves something standing
   */
  async perform(sql: string, db: Connection): Promise<SessionAnswer | undefined> {
    const command = readCommand(sql)
    if (!survivesFailure.has(command.kind)) this.transaction.refuseFailed()
    if (command.kind === 'show') return this.#show(command.name, db)
    return (acts[command.kind] as Act<SessionCommand['kind']> | undefined)?.(command as never, this, db)
  }

  end(wanted: 'commit' | 'rollback', chain: boolean, db: Connection): SessionAnswer {
    const outcome = this.transaction.end(wanted)
    if (chain) this.transaction.begin(db.newBlock())
    const tag = (outcome ?? wanted).toUpperCase()
    return outcome ? { tag } : { tag, warning: 'there is no transaction in progress' }
  }

  async #show(name: string, db: Connection): Promise<SessionAnswer> {
    const zone = await this.zoneName(db)
    const { columns, rows } = showSetting(name, this.settings, (one) => (one === 'TimeZone' ? zone : undefined))
    return { columns: columns.map((column) => ({ name: column, sqlType: text })), rows }
  }

  /** The session's, else the connection's, else the organisation's. */
  zoneName = async (db: Connection): Promise<string> => this.settings.get('TimeZone') ?? db.timeZone()

  /** What a statement is given; `session.changes` is to be handed to {@link took} when it ended. */
  async options(sql: string, db: Connection): Promise<StatementOptions & { readonly session: SessionState }> {
    const session = newSessionState({ user: databaseName })
    for (const [name, value] of this.settings.values) session.settings.set(name.toLowerCase(), value)
    // Asked for only where the statement may read it: the organisation's zone may cost a call.
    if (/current_setting|pg_settings/i.test(sql)) session.settings.set('timezone', await this.zoneName(db))
    const timeZone = this.settings.get('TimeZone')
    const writing = this.settings.readOnly ? { writing: { readOnly: true } } : {}
    return { session, block: this.transaction.block, ...writing, ...(timeZone !== undefined && { timeZone }) }
  }

  took({ changes }: SessionState): void {
    this.settings.take(changes)
  }
}

const isInstant = ({ sqlType }: FormatColumn): boolean => sqlType.name === 'timestamptz' || sqlType.name === 'timestamp'

/**
 * Instants as people read them: PostgreSQL's texts in a zone, with its offset. Values are in the form `epoch`.
 *
 * @param zoneName asked where there are instants
 */
export async function instantTexts(
  columns: readonly FormatColumn[],
  zoneName: () => Promise<string>,
): Promise<(rows: readonly FormatRow[]) => readonly FormatRow[]> {
  const places = columns.flatMap((column, i) => (isInstant(column) ? [i] : []))
  if (places.length === 0) return (rows) => rows
  const zoned = places.some((i) => columns[i]!.sqlType.name === 'timestamptz')
  const zone = findZone(zoned ? await zoneName() : 'UTC') ?? findZone('UTC')!
  return (rows) => rows.map((row) => withTexts(row, places, columns, zone))
}

function withTexts(row: FormatRow, places: readonly number[], columns: readonly FormatColumn[], zone: Zone): FormatRow {
  const shown = [...row]
  for (const i of places) {
    const value = row[i]
    if (typeof value === 'number' || typeof value === 'string') shown[i] = valueText(value, columns[i]!.sqlType, zone)
  }
  return shown
}
