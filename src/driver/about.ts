import { type DataCenterName, dataCenterOfApiHost, dataCenterOfDeskHost } from '../config/index.ts'
import { type AccountReport, isUsable, newMeter } from '../source/index.ts'
import type { OpenAccount } from './open.ts'

/** What is known of an account, and what asking cost. */
export interface About extends AccountReport {
  /** Undefined where the API's host is none of Zoho's: a stand-in, a proxy. */
  readonly dataCenter: DataCenterName | undefined
  /** Base address of the accounts server. */
  readonly accounts: string
  readonly apiVersion: string
  /** False where not even rows can be read. */
  readonly usable: boolean
  readonly calls: number
  readonly credits: number
}

export async function aboutOf(account: OpenAccount, signal: AbortSignal): Promise<About> {
  const meter = newMeter()
  const report = await account.about({ signal, meter })
  const { apiVersion, endpoints } = account.config
  const { hostname } = new URL(report.api)
  return {
    ...report,
    dataCenter: dataCenterOfApiHost(hostname) ?? dataCenterOfDeskHost(hostname),
    accounts: endpoints.accounts,
    apiVersion,
    usable: isUsable(report),
    calls: meter.calls,
    credits: meter.credits,
  }
}
