import type { AccountReport, ReadContext, Service, ServiceAccount } from '../source/index.ts'

/** The account that several services read: the first of them tells of its people and its zone. */
export function accountOf(services: readonly Service[]): Omit<ServiceAccount, 'edition'> {
  const accounts = services.flatMap(({ account }) => account ?? [])
  const [first] = accounts as [ServiceAccount]
  return {
    timeZone: (context) => first.timeZone(context),
    about: async (context) => together(await reports(accounts, context)),
    ping: (context) => first.ping(context),
    reads: (method, path) => accounts.some((account) => account.reads(method, path)),
  }
}

/** One after the other: the calls that tell are few, and the first one's error speaks for all. */
async function reports(accounts: readonly ServiceAccount[], context: ReadContext): Promise<AccountReport[]> {
  const told: AccountReport[] = []
  for (const account of accounts) told.push(await account.about(context))
  return told
}

function together(reports: readonly AccountReport[]): AccountReport {
  const [first, ...others] = reports as [AccountReport, ...AccountReport[]]
  const tables = reports.flatMap((report) => report.tables ?? [])
  const count = tables.reduce((sum, each) => sum + each.count, 0)
  return {
    ...first,
    ...(others.length > 0 && { others }),
    features: reports.flatMap(({ features }) => features),
    tables: tables.length === 0 ? undefined : { count, first: tables.find((each) => each.first)?.first },
  }
}
