/**
 * The export of CRM data that dashboards page through: `GET /v1/e/zoho/export/{contacts|accounts|deals|notes}`, with the
 * bodies, defaults and errors of the service that it takes the place of. One page of Zoho's list is asked for a page.
 */
export { exportRoutes } from './routes.ts'
