import type { Connection } from '../../driver/inner.ts'
import { openSession } from '../connect.ts'
import { formsOf, printAnswer } from '../print.ts'
import { run } from '../run.ts'
import type { Task } from '../task.ts'

/** `zohosql demo`: statements over the simulated company, or without one the tour. */
export const demo = (task: Task): Promise<void> => {
  const inDemo = { ...task, options: { ...task.options, demo: true } } as const
  return task.words.length > 0 ? run(inDemo) : tour(inDemo)
}

interface Stop {
  readonly title: string
  readonly sql: string
}

/** Enough rows that the largest tables take several pages. */
const demoRows = 6000

const stops: readonly Stop[] = [
  {
    title: 'Zoho answers all of it: filter, order and limit travel in the COQL query.',
    sql: `SELECT Deal_Name, Amount, Closing_Date, Account_Name
FROM Deals
WHERE Stage = 'Closed Won' AND Amount > 100000
ORDER BY Amount DESC LIMIT 5`,
  },
  {
    title: 'What Zoho cannot say is pushed down as far as it goes, paged, and finished in SQLite.',
    sql: `SELECT a.Industry, count(*) AS deals, sum(d.Amount) AS amount,
       rank() OVER (ORDER BY sum(d.Amount) DESC) AS place
FROM Deals d JOIN Accounts a ON a.id = d.Account_Name_id
WHERE d.Amount IS NOT NULL AND d.Deal_Name NOT LIKE '%renewal%'
GROUP BY a.Industry
ORDER BY place LIMIT 5`,
  },
  {
    title: 'Groups are counted by Zoho: one call, whatever the size of the table.',
    sql: `SELECT Stage, count(*) AS deals, max(Amount) AS largest
FROM Deals GROUP BY Stage ORDER BY deals DESC`,
  },
]

/** Some statements, each with its plan, its rows and what it cost. */
export async function tour(task: Task): Promise<void> {
  await using session = await openSession(task, { exactNumbers: true, demoRows })
  for (const [index, stop] of stops.entries()) {
    if (index > 0) await task.output.write('\n\n')
    await show(session.db, stop, index + 1, task)
  }
  await task.output.write(
    '\nYour turn: zohosql --demo "SELECT …", zohosql --demo tables, or zohosql --help for your own account.\n',
  )
}

async function show(db: Connection, { title, sql }: Stop, number: number, task: Task): Promise<void> {
  const { signal, output } = task
  await output.write(`${number}. ${title}\n\n${indented(sql)};\n\n`)
  const plan = await db.explain(sql, [], { analyze: true, signal })
  await output.write(`${indented(String(plan))}\n\n`)
  const quiet = { ...task, options: { ...task.options, quiet: true } } as const
  await printAnswer(await db.open(sql, [], { signal, forms: formsOf('table') }), quiet, 'table', () => db.timeZone())
}

const indented = (text: string): string => text.replace(/^/gm, '   ')
