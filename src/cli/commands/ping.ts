import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { About } from '../../driver/inner.ts'
import { accountLines, accountObject } from '../account.ts'
import { openSession } from '../connect.ts'
import { chosenFormat, printRows } from '../print.ts'
import type { Task } from '../task.ts'

/**
 * Says whose account it is and what its token may do. Parts that are refused say so by themselves; it fails where
 * nothing can be asked, and where no rows can be read.
 */
export async function ping(task: Task): Promise<void> {
  await using session = await openSession(task, { fresh: true })
  const about = await session.db.about({ signal: task.signal })
  const format = chosenFormat(task)
  if (format === 'json' || format === 'ndjson') {
    const indent = format === 'json' ? 2 : undefined
    await task.output.write(`${JSON.stringify(accountObject(about, session.profile), undefined, indent)}\n`)
  } else {
    const columns = ['what', 'value'].map((name) => ({ name, sqlType: text }))
    await printRows(columns, accountLines(about, session.profile), task)
  }
  if (!about.usable) throw unusable(about)
}

/** What keeps all statements from running. */
export function unusable({ features, others = [] }: About): ZohoSqlError {
  const missing = features.filter(({ essential, works }) => essential && works === false)
  const cut = others.filter((other) => other.features.some((feature) => missing.includes(feature)))
  const first = missing.length > cut.flatMap((other) => other.features).filter((one) => missing.includes(one)).length
  const ofWhat = first || cut.length === 0 ? 'it' : `its ${cut.map(({ service }) => service).join(', ')}`
  const why = missing.map(({ remark, scope }) => remark?.replace(/:.*/s, '') ?? scope)
  return new ZohoSqlError(
    'SCOPE_MISSING',
    `The account answers, but nothing can be asked of ${ofWhat}: ${why.join(', ')}.`,
    {
      hint: 'zohosql login makes a token with all that is needed.',
    },
  )
}
