import { typeText } from '../../../base/types.ts'
import type { Column, Table } from '../../../driver/index.ts'
import { runStatement } from '../answer.ts'
import { namePath } from '../names.ts'
import { printList } from '../print.ts'
import type { Shell } from '../shell.ts'
import type { Call, MetaCommands } from './command.ts'

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
    shell.session.db.tables(null, pattern(schema), pattern(name), type, { signal }),
  )
  const rows = found.map((row) => [row.TABLE_SCHEM, row.TABLE_NAME, row.TABLE_TYPE, row.REMARKS].map(textOf))
  await printList(shell, ['Schema', 'Name', 'Type', 'Description'], rows)
  shell.say(`(${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'table' : 'tables'})`)
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

async function describe(shell: Shell, { words }: Call): Promise<void> {
  const [word] = words
  if (word === undefined) return listTables(shell, [], 'TABLE')
  if (/[*?]/.test(word)) return listTables(shell, words, null)
  const table = await shell.cancellable((signal) => shell.session.db.table(namePath(word), { signal }))
  shell.say(`Table ${table.schema}.${table.name}${table.description ? `: ${table.description}` : ''}`)
  await printList(
    shell,
    ['Column', 'Type', 'Nullable', 'Key', 'Description'],
    table.columns.map((column) => columnRow(table, column)),
  )
  await printPicklists(shell, table)
  await printReferences(shell, table)
}

const columnRow = (table: Table, column: Column): (string | null)[] => [
  column.name,
  typeText(column.type),
  column.nullable ? null : 'not null',
  keyText(table, column),
  column.description,
]

function keyText({ primaryKey }: Table, { name, references, unique }: Column): string | null {
  if (primaryKey.includes(name)) return 'primary'
  if (references) return `→ ${references.table}.${references.column}`
  return unique ? 'unique' : null
}

async function printPicklists(shell: Shell, { columns }: Table): Promise<void> {
  const lists = columns.filter(({ picklist }) => picklist && picklist.length > 0)
  if (lists.length === 0) return
  shell.say('Values:')
  for (const { name, picklist } of lists)
    shell.say(`    ${name}: ${picklist!.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}`)
}

/** Which tables refer to it: told by the foreign keys of all that are known. */
async function printReferences(shell: Shell, { schema, name }: Table): Promise<void> {
  const keys = await shell.cancellable((signal) =>
    shell.session.db.foreignKeys(null, schema, name, null, null, null, { signal }),
  )
  if (keys.length === 0) return
  shell.say('Referred to by:')
  for (const key of keys) shell.say(`    ${key.FKTABLE_NAME}.${key.FKCOLUMN_NAME} → ${key.PKCOLUMN_NAME}`)
}

async function listFunctions(shell: Shell, [word]: readonly string[], only = /./): Promise<void> {
  const { functionSignatures } = await import('../../../driver/index.ts')
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
  const rows = functionSignatures()
    .filter(({ name, kind }) => wanted.test(name) && only.test(kind))
    .map((found) => [found.name, found.result, found.arguments, found.kind])
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
async function listIndexes(shell: Shell, { words: [word] }: Call): Promise<void> {
  if (word === undefined) return shell.say('\\di TABLE lists the columns of a table that hold each value once.')
  const table = await shell.cancellable((signal) => shell.session.db.table(namePath(word), { signal }))
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
    help: 'functions with their arguments',
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
