import type { Connection, JsValue, ResultRows } from '../../driver/inner.ts'
import { calledAs } from '../called.ts'
import { openSession } from '../connect.ts'
import { formsOf, printAnswer } from '../print.ts'
import type { Task } from '../task.ts'

/** A short tour of what is done with a query, over the simulated company. */

interface Stop {
  readonly title: string
  /** The rows are drawn. */
  readonly chart?: true
  readonly sql: string
}

/** Enough rows that the largest tables take several pages. */
const demoRows = 6000

const stops: readonly Stop[] = [
  {
    title: 'Zoho answers all of it: filter, order and limit travel in one COQL query, for one credit.',
    sql: `SELECT Deal_Name, Amount, Closing_Date
FROM Deals
WHERE Stage = 'Negotiation/Review' AND Amount > 20000
ORDER BY Amount DESC LIMIT 5`,
  },
  {
    title: 'What Zoho cannot say is pushed down as far as it goes, and finished here: won business by country, ranked.',
    sql: `SELECT a.Billing_Country AS country, count(*) AS won, sum(d.Amount) AS amount,
       rank() OVER (ORDER BY sum(d.Amount) DESC) AS place
FROM Deals d JOIN Accounts a ON a.id = d.Account_Name_id
WHERE d.Stage = 'Closed Won' AND d.Closing_Date >= current_date - 365
GROUP BY a.Billing_Country
ORDER BY place LIMIT 5`,
  },
  {
    title: 'The last months, as a chart (at the prompt: \\chart).',
    chart: true,
    sql: `SELECT to_char(date_trunc('month', Closing_Date), 'YYYY-MM') AS month, sum(Amount) AS won
FROM Deals
WHERE Stage = 'Closed Won' AND Closing_Date >= date_trunc('month', current_date) - interval '11 months'
GROUP BY 1 ORDER BY 1`,
  },
]

/** Some statements, each with its plan, its rows and what it cost. */
export async function tour(task: Task): Promise<void> {
  await using session = await openSession(task, { exactNumbers: true, demoRows })
  for (const [index, stop] of stops.entries()) {
    if (index > 0) await task.output.write('\n\n')
    await show(session.db, stop, index + 1, task)
  }
  const own = calledAs(task.io.env)
  await task.output.write(
    `\nYour turn: ${own} --demo "SELECT …", ${own} --demo tables, or ${own} --help for your own account.\n`,
  )
}

async function show(db: Connection, { title, sql, chart: isChart }: Stop, number: number, task: Task): Promise<void> {
  const { signal, output } = task
  await output.write(`${number}. ${title}\n\n${indented(sql)};\n\n`)
  const plan = await db.explain(sql, [], { analyze: true, signal })
  await output.write(`${indented(String(plan))}\n\n`)
  const quiet = { ...task, options: { ...task.options, quiet: true } } as const
  const answer = await db.open(sql, [], { signal, forms: formsOf('table') })
  if (isChart) return output.write(`${(await drawn(answer, task)).join('\n')}\n`)
  await printAnswer(answer, quiet, 'table', () => db.timeZone())
}

async function drawn(answer: ResultRows, task: Task): Promise<readonly string[]> {
  const { chart } = await import('../prompt/chart/index.ts')
  const rows: (readonly JsValue[])[] = []
  for await (const batch of answer) rows.push(...batch)
  return chart({ columns: answer.columns, rows }, 'bar', { columns: 100, rows: 24, ascii: task.io.env.TERM === 'dumb' })
}

const indented = (text: string): string => text.replace(/^/gm, '   ')
