import { type DataCenterName, dataCenterNames, dataCenters } from '../../config/index.ts'

/** What the guide says, apart from what it does. */

export const greeting = [
  'This connects zohosql to your Zoho account, for reading (and, with --read-write,',
  'for writing), and keeps the connection under a name.',
  'Ctrl-C leaves at any time; nothing is kept then.',
  '',
]

const width = Math.max(...dataCenterNames.map((name) => dataCenters[name].web.length))

export const dataCenterList: readonly string[] = [
  '',
  'Where does your account live? The address of your CRM in the browser tells:',
  ...dataCenterNames.map((name) => `  ${name}  ${dataCenters[name].web.padEnd(width)}  ${dataCenters[name].country}`),
]

/** How somebody gets a client that never had one. */
export const selfClientSteps = (dataCenter: DataCenterName): readonly string[] => [
  '',
  'Zoho lets programs in as "clients". Make one of your own, once:',
  `  1. Open https://${dataCenters[dataCenter].console} and sign in.`,
  '  2. Choose "Self Client" (under "Add Client", if there are others), "Create".',
  '  3. The tab "Client Secret" shows the id and the secret.',
]

export const codeSteps = (scopes: readonly string[]): readonly string[] => [
  '',
  'On the tab "Generate Code" of the same page:',
  '  1. Paste this line as Scope:',
  '',
  scopes.join(','),
  '',
  '  2. Choose 10 minutes, write any description, press "Create",',
  '     and choose your organisation.',
  '  3. Copy the code. It can be used once.',
]

/** The same for a client that the browser comes back to. */
export const browserClientSteps = (dataCenter: DataCenterName, redirectUri: string): readonly string[] => [
  '',
  'Zoho lets programs in as "clients". Make one of your own, once:',
  `  1. Open https://${dataCenters[dataCenter].console} and sign in.`,
  '  2. Choose "Add Client", then "Server-based Applications".',
  '  3. Name and homepage are up to you (http://127.0.0.1 will do).',
  '     As Authorized Redirect URI paste exactly this:',
  `     ${redirectUri}`,
  '  4. Press "Create"; id and secret are shown.',
]

export const browserOpened = (url: string, overSsh: boolean, port: number): readonly string[] => [
  '',
  'The browser asks you now. If none has opened, open this address yourself:',
  '',
  url,
  '',
  ...(overSsh ? [`From another machine the browser needs a way here: ssh -L ${port}:127.0.0.1:${port} …`] : []),
  'Waiting for it …',
]
