/** Campaigns, cases and solutions of the demo company. */
import { fraction, mix } from '../../hash.ts'
import { computed, maybe } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { cents, held, mailOf, pick, spread, text } from './pick.ts'
import { dayAfter } from './times.ts'
import { campaignNames, caseSolutions, caseSubjects, caseTexts, solutionTitles } from './words.ts'

export function supportCells({ company, end, lookup, indexOf }: Believable): Readonly<Record<string, Cells>> {
  const [accounts, contacts] = [company.count('Accounts'), company.count('Contacts')]
  const startOf = (row: { readonly [key: string]: unknown }): number => Date.parse(row.Start_Date as string)
  return {
    Campaigns: {
      Campaign_Name: (_hash, index, row) =>
        `${campaignNames[index % campaignNames.length]} ${String(row.Created_Time).slice(0, 4)}`,
      Start_Date: (hash, _index, row) => dayAfter(Date.parse(row.Created_Time as string), 10 + (hash % 30)),
      End_Date: (hash, _index, row) => dayAfter(startOf(row), 1 + (hash % 45)),
      Status: (_hash, _index, row) =>
        startOf(row) > end ? 'Planning' : Date.parse(row.End_Date as string) < end ? 'Complete' : 'Active',
      Budgeted_Cost: (hash) => Math.round(spread(9000, hash) / 100) * 100,
      Actual_Cost: (hash, _index, row) =>
        row.Status === 'Complete' ? cents((row.Budgeted_Cost as number) * (0.8 + fraction(hash) * 0.4)) : null,
      Num_sent: maybe(0.3, (hash) => String(200 + (hash % 1800))),
    },
    Cases: {
      Subject: text(caseSubjects),
      Account_Name: (hash) => lookup('Accounts', Math.floor(fraction(hash) ** 1.6 * accounts)),
      Related_To: maybe(0.1, (hash, _index, row) => {
        const account = held(row.Account_Name)
        const first = account ? indexOf('Accounts', account.id) : 0
        return lookup('Contacts', Math.min(first + accounts * (hash % 3), contacts - 1))
      }),
      Email: maybe(
        0.2,
        computed((row) => mailOf('', held(row.Related_To)?.name.split(' ').at(-1), 'customers.example', 1)),
      ),
      Status: (hash, _index, row) => {
        const age = (end - Date.parse(row.Created_Time as string)) / 86_400_000
        return age > 30 && fraction(hash) < 0.97
          ? 'Closed'
          : pick(['New', 'On Hold', 'Escalated', 'Closed', 'Closed'], mix(hash, 1))
      },
      Priority: (hash) => pick(['High', 'Medium', 'Medium', 'Low'], hash),
      Description: text(caseTexts),
      Solution: (hash, _index, row) => (row.Status === 'Closed' ? pick(caseSolutions, hash) : null),
    },
    Solutions: {
      Solution_Title: (_hash, index) =>
        `${solutionTitles[index % solutionTitles.length]}${index >= solutionTitles.length ? ` (${Math.floor(index / solutionTitles.length) + 1})` : ''}`,
      Question: maybe(0.3, text(caseSubjects)),
      Answer: (hash) => `<div>${pick(caseSolutions, hash)}</div>`,
    },
  }
}
