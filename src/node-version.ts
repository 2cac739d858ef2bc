import { engines } from '../package.json'

const wanted = engines.node.replace('>=', '')
const [major = 0, minor = 0] = wanted.split('.').map(Number)
const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  throw new Error(
    `zohosql needs Node.js ${wanted} or newer and this is v${process.versions.node}. Install a newer one.`,
  )
}
