import type {
  Offer,
  OfferOptions,
  Page,
  ReadContext,
  Scan,
  Service,
  Table,
  TableName,
  Want,
} from '../../source/index.ts'
import { type LocalRequest, localOffer, localRows, systemTable } from './scan.ts'

const schema = 'pg_temp'

/** The temporary tables of a session: seen by its statements alone, and gone with it. */
export class TemporaryService implements Service {
  readonly schema = schema
  readonly roads = { local: 'rows that the session keeps' }

  async tables({ live }: ReadContext): Promise<readonly TableName[]> {
    return (live?.temporary?.() ?? []).map(({ name }) => ({ schema, name, kind: 'system', description: '' }))
  }

  async table(name: string, { live }: ReadContext): Promise<Table | undefined> {
    const found = live?.temporary?.().find((each) => each.name === name)
    return found && systemTable(schema, name, '', found.columns)
  }

  offer(want: Want, options: OfferOptions): Offer {
    return localOffer(want, options.pushdown)
  }

  async *read(scan: Scan, { live }: ReadContext): AsyncGenerator<Page> {
    const request = scan.request as LocalRequest
    const found = live?.temporary?.().find(({ name }) => name === request.table)
    yield { rows: localRows(found?.rows ?? [], request) }
  }
}
