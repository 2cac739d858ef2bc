import { isZohoSqlError } from '../../../base/errors.ts'
import { typeText } from '../../../base/types.ts'
import type { Column, Table } from '../../../driver/inner.ts'
import { visible } from '../../../output/index.ts'
import { runStatement } from '../answer.ts'
import { namePath } from '../names.ts'
import { listText, printList, printText } from '../print.ts'
import type { Shell } from '../shell.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** `\d` and its kin. */

/** `*` and `?` as psql's patterns have them, as LIKE has them; without any, the name itself. */
const pattern = (word: string | undefined): string | null =>
  word === undefined
    ? null
    : word
        .replace(/[\\_%]/g, '\\$&')
        .replaceAll('*', '%')
        .replaceAll('?', '_')

async function listTables(
  shell: Shell,
  [word]: readonly string[],
  type: 'TABLE' | 'SYSTEM TABLE' | null,
): Promise<void> {
  const [name, schema] = word === undefined ? [] : namePath(word).toReversed()
  const found = await shell.cancellable((signal) =>
    shell.session.db.tables(null, pattern(schema), pattern(name), type, { signal, labels: true }),
  )
  const rows = found.map((row) => [
    ...[row.TABLE_SCHEM, row.TABLE_NAME, row.TABLE_TYPE].map(textOf),
    described(String(row.TABLE_NAME), String(row.REMARKS ?? '')) ? String(row.REMARKS) : null,
  ])
  await printList(shell, ['Schema', 'Name', 'Type', 'Description'], rows)
  shell.say(`(${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'table' : 'tables'})`)
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

async function describe(shell: Shell, { words }: MetaCall): Promise<void> {
  const [word] = words
  if (word === undefined) return listTables(shell, [], 'TABLE')
  if (/[*?]/.test(word)) return listTables(shell, words, null)
  const table = await tableOf(shell, word)
  const references = await referencesTo(shell, table)
  const columns = await listText(
    shell,
    ['Column', 'Type', 'Nullable', 'Key', 'Description'],
    table.columns.map((column) => columnRow(table, column)),
  )
  const title = `Table ${table.schema}.${table.name}${described(table.name, table.description) ? `: ${table.description}` : ''}`
  const parts = [visible(title), columns.trimEnd(), ...picklistLines(shell, table), ...references]
  await printText(shell, parts)
}

/** By its name, else by a label that only one has. @throws ZohoSqlError 42P01 */
const tableOf = (shell: Shell, word: string): Promise<Table> =>
  shell.cancellable(async (signal) => {
    const { db } = shell.session
    const path = namePath(word)
    try {
      return await db.table(path, { signal })
    } catch (error) {
      if (path.length > 1 || !isZohoSqlError(error) || error.code !== 'UNDEFINED_TABLE') throw error
      const found = await db.tables(null, null, pattern(path[0]), 'TABLE', { signal, labels: true })
      if (found.length !== 1) throw error
      return db.table([String(found[0]!.TABLE_SCHEM), String(found[0]!.TABLE_NAME)], { signal })
    }
  })

/** Zoho describes what nobody described by its name. */
const described = (name: string, description: string): boolean =>
  description.replaceAll(' ', '_').toLowerCase() !== name.toLowerCase() && description !== ''

const columnRow = (table: Table, column: Column): (string | null)[] => [
  column.name,
  typeText(column.type),
  column.nullable ? null : 'not null',
  keyText(table, column),
  described(column.name, column.description) ? column.description : null,
]

function keyText({ primaryKey }: Table, { name, references, unique }: Column): string | null {
  if (primaryKey.includes(name)) return 'primary'
  if (references) return `→ ${references.table}.${references.column}`
  return unique ? 'unique' : null
}

function picklistLines({ terminal }: Shell, { columns }: Table): string[] {
  const lists = columns.filter(({ picklist }) => picklist && picklist.length > 0)
  const lines = lists.flatMap(({ name, picklist }) => {
    const values = picklist!.map((value) => visible(`'${value.replaceAll("'", "''")}'`))
    return folded(`    ${name}:`, values, terminal.columns)
  })
  return lines.length > 0 ? ['Values:', ...lines] : []
}

/** Words with commas between them, in lines no wider than the screen where that is possible. */
function folded(title: string, words: readonly string[], width: number): string[] {
  const lines = [title]
  for (const [index, word] of words.entries()) {
    const next = `${word}${index < words.length - 1 ? ',' : ''}`
    if (lines.at(-1)!.length + next.length + 1 > width) lines.push(`       ${next}`)
    else lines.push(`${lines.pop()} ${next}`)
  }
  return lines
}

/** Which tables refer to it: told by the foreign keys of all that are known. */
async function referencesTo(shell: Shell, { schema, name }: Table): Promise<string[]> {
  const keys = await shell.cancellable((signal) =>
    shell.session.db.foreignKeys(null, schema, name, null, null, null, { signal }),
  )
  const lines = keys.map((key) => `    ${key.FKTABLE_NAME}.${key.FKCOLUMN_NAME} → ${key.PKCOLUMN_NAME}`)
  return lines.length > 0 ? ['Referred to by:', ...lines] : []
}

/** What CALL runs: `crm.add_tags`, with the names of its arguments. */
async function procedures(shell: Shell) {
  const rows = await shell.cancellable((signal) =>
    shell.session.db.query<{ name: string; args: string }>(
      `SELECT routine_schema || '.' || routine_name AS name, (
         SELECT string_agg(
           CASE WHEN parameter_default IS NULL THEN '' ELSE '[' END || parameter_name || ' ' || data_type
             || CASE WHEN parameter_default IS NULL THEN '' ELSE ']' END, ', ' ORDER BY ordinal_position)
         FROM information_schema.parameters p WHERE p.specific_name = r.specific_name) AS args
       FROM information_schema.routines r ORDER BY name`,
      [],
      { signal },
    ),
  )
  return rows.map(({ name, args }) => ({ name, result: '', arguments: args, kind: 'procedure' }))
}

async function listFunctions(shell: Shell, [word]: readonly string[], only = /./): Promise<void> {
  const { functionSignatures } = await import('../../../driver/inner.ts')
  const wanted =
    word === undefined
      ? /./
      : new RegExp(
          `^${word
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
          'i',
        )
  const found = [...functionSignatures(), ...(await procedures(shell))]
  const rows = found
    .filter(({ name, kind }) => (wanted.test(name) || wanted.test(name.replace(/^.*\./, ''))) && only.test(kind))
    .map((each) => [each.name, each.result, each.arguments, each.kind])
  await printList(shell, ['Name', 'Result', 'Arguments', 'Kind'], rows)
}

async function listSchemas(shell: Shell): Promise<void> {
  const found = await shell.cancellable((signal) => shell.session.db.tables(null, null, null, null, { signal }))
  const counts = Map.groupBy(found, (row) => String(row.TABLE_SCHEM))
  await printList(
    shell,
    ['Schema', 'Tables'],
    [...counts].map(([schema, rows]) => [schema, String(rows.length)]),
  )
}

/** Keys and columns that hold a value once. */
async function listIndexes(shell: Shell, { words: [word] }: MetaCall): Promise<void> {
  if (word === undefined) return shell.say('\\di TABLE lists the columns of a table that hold each value once.')
  const table = await tableOf(shell, word)
  const rows = table.columns.flatMap((column) => {
    const key = table.primaryKey.includes(column.name) ? 'primary' : column.unique ? 'unique' : undefined
    return key ? [[column.name, key]] : []
  })
  await printList(shell, ['Column', 'Key'], rows)
}

async function listTypes(shell: Shell): Promise<void> {
  const types = await shell.session.db.typeInfo()
  await printList(
    shell,
    ['Name', 'Digits or characters'],
    types.map((type) => [String(type.TYPE_NAME), textOf(type.COLUMN_SIZE)]),
  )
}

const listUsers = (shell: Shell): Promise<void> =>
  runStatement(shell, 'SELECT id, full_name, email, role, profile, status FROM Users ORDER BY full_name')

export const describeCommands: MetaCommands = {
  d: {
    usage: '\\d [TABLE]',
    help: 'tables; columns, keys, values of a table, and what refers to it',
    wants: 'table',
    run: describe,
  },
  dt: {
    usage: '\\dt [PATTERN]',
    help: 'tables (* and ? are wildcards)',
    wants: 'table',
    run: (shell, { words }) => listTables(shell, words, 'TABLE'),
  },
  dv: {
    usage: '\\dv [PATTERN]',
    help: 'views: information_schema',
    wants: 'table',
    run: (shell, { words }) => listTables(shell, words, 'SYSTEM TABLE'),
  },
  dn: { usage: '\\dn', help: 'schemas', run: listSchemas },
  df: {
    usage: '\\df [PATTERN]',
    help: 'functions, and procedures for CALL, with their arguments',
    run: (shell, { words }) => listFunctions(shell, words),
  },
  da: {
    usage: '\\da [PATTERN]',
    help: 'aggregates with their arguments',
    run: (shell, { words }) => listFunctions(shell, words, /aggregate/),
  },
  dT: { usage: '\\dT', help: 'types of columns', run: listTypes },
  du: { usage: '\\du', help: 'users', run: listUsers },
  di: { usage: '\\di TABLE', help: 'columns of a table that hold each value once', wants: 'table', run: listIndexes },
}
