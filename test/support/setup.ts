/**
 * Before every test file: a home of its own, and nothing of the developer's settings. What is on this machine (profiles,
 * data sources, tokens, history, a proxy, colours) changes no test, and no test changes it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const home = mkdtempSync(join(tmpdir(), 'zohosql-home-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))

/** Of the package itself (but not how much a test is to do), of where files are kept, of how the network and terminals are used. */
const settings =
  /^(?:ZOHOSQL(?!_SQL_)|XDG_|(?:https?|all|no)_proxy$|NO_COLOR|FORCE_COLOR|PAGER|PSQL|EDITOR|VISUAL|PG[A-Z]+$)/i

for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name]
Object.assign(process.env, { HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home })
