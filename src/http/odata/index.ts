/**
 * OData 4.01 for Excel, Power BI and whoever else speaks it: each query becomes one statement of SQL with parameters.
 *
 * `routes` takes requests, `batch` several in one; `resource` finds out what a path names, `options` reads what follows it
 * by `grammar/odata.peggy`; `model` is Zoho's tables as entity sets, `metadata/` tells of them. `expression/` translates
 * conditions and values, `query` makes the statement, `entities` its rows JSON.
 */
export { odataFault } from './errors.ts'
export { odataRoutes } from './routes.ts'
