import type { ZohoClient } from '../auth/index.ts'
import type { Remembered } from '../base/remembered.ts'
import { type ServiceName, serviceNames } from '../base/schemas.ts'
import type { Config } from '../config/index.ts'
import { crm } from '../services/crm/index.ts'
import { desk } from '../services/desk/index.ts'
import { CatalogueService, SystemService, TemporaryService } from '../services/system/index.ts'
import type { Service } from '../source/index.ts'

/** What a service is opened with. */
interface Opening {
  readonly config: Config
  readonly client: ZohoClient
  /**
   * Where it keeps what it knows of its tables.
   *
   * @param origin base address of the API that tells it
   * @param form what form the kept answers have: of another form they are asked for anew
   */
  readonly remembered: (origin: string, form: string) => Remembered
}

interface ServiceKind {
  /** OAuth scopes that a sign-in asks for. */
  readonly scopes: (writes: boolean) => readonly string[]
  /** No exchange happens yet. */
  readonly open: (opening: Opening) => Service
}

/** The services by their name in the property `services`: another one is another line. */
const kinds: Readonly<Record<ServiceName, ServiceKind>> = { crm, desk }

/**
 * What a sign-in asks for: all that this version can use of these services.
 *
 * @param writes whether data shall be changed too
 */
export const wantedScopes = (services: readonly ServiceName[], writes: boolean): readonly string[] =>
  serviceNames.filter((name) => services.includes(name)).flatMap((name) => kinds[name].scopes(writes))

/** The services that the properties name, and what tells of their tables. */
export function openServices(opening: Opening): { services: readonly Service[]; catalogue: CatalogueService } {
  const wanted = serviceNames.filter((name) => opening.config.services.includes(name))
  const services = wanted.map((name) => kinds[name].open(opening))
  const catalogue = new CatalogueService(services)
  return {
    services: [new TemporaryService(), ...services, new SystemService([...services, catalogue]), catalogue],
    catalogue,
  }
}
