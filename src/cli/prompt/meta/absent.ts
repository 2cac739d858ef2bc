import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { MetaCommand, MetaCommands } from './command.ts'

/** Commands of psql's that have nothing to show or to do here, each with the sentence that says so. */

/** A list that is always empty. */
const none = (...what: readonly string[]): [string, string] => [what[0]!, `there are no ${what[1]}`]

const lists: Readonly<Record<string, string>> = Object.fromEntries([
  none('ds', 'sequences; ids are Zoho’s own'),
  none('dm', 'materialized views'),
  none('dE', 'foreign tables'),
  none('det', 'foreign tables'),
  none('des', 'foreign servers'),
  none('deu', 'user mappings'),
  none('dew', 'foreign-data wrappers'),
  none('db', 'tablespaces'),
  none('dc', 'conversions; text is UTF8'),
  none('dD', 'domains'),
  none('ddp', 'default privileges'),
  none('dA', 'access methods'),
  none('dAc', 'operator classes'),
  none('dAf', 'operator families'),
  none('dAo', 'operator families'),
  none('dAp', 'operator families'),
  none('dF', 'text search configurations'),
  none('dFd', 'text search dictionaries'),
  none('dFp', 'text search parsers'),
  none('dFt', 'text search templates'),
  none('dL', 'procedural languages'),
  none('dl', 'large objects'),
  none('lo_list', 'large objects'),
  none('dO', 'collations besides the binary one'),
  none('dP', 'partitioned tables'),
  none('drds', 'settings per role'),
  none('dRp', 'publications'),
  none('dRs', 'subscriptions'),
  none('dx', 'extensions'),
  none('dX', 'extended statistics'),
  none('dy', 'event triggers'),
  ['copyright', 'zohosql is free software under the MIT licence'],
  ['dp', 'what a user may see and do is decided by the profile in Zoho'],
  ['z', 'what a user may see and do is decided by the profile in Zoho'],
  ['dd', '\\d TABLE shows descriptions'],
  ['dC', 'casts are PostgreSQL’s: expression::type'],
  ['do', 'operators are PostgreSQL’s'],
  ['dconfig', 'connection properties: zohosql help properties; settings: \\pset'],
])

const refusals: Readonly<Record<string, string>> = byName({
  sf: 'functions are built in and have no text',
  ef: 'functions are built in and have no text',
  sv: 'views are built in and have no text',
  ev: 'views are built in and have no text',
  lo_export: 'there are no large objects',
  lo_import: 'there are no large objects',
  lo_unlink: 'there are no large objects',
  password: 'passwords are kept by Zoho; nobody can set one here',
  T: 'HTML has no attributes here',
  restrict: 'there are no dumps to restore',
  unrestrict: 'there are no dumps to restore',
})

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`

const entry = (name: string, help: string, run: MetaCommand['run']): [string, MetaCommand] => [
  name,
  { usage: `\\${name}`, help, run },
]

export const absentCommands: MetaCommands = Object.fromEntries([
  ...Object.entries(lists).map(([name, text]) => entry(name, text, (shell) => shell.say(sentence(text)))),
  ...Object.entries(refusals).map(([name, text]) =>
    entry(name, text, () => {
      throw new ZohoSqlError('NOT_SUPPORTED', sentence(text))
    }),
  ),
])
