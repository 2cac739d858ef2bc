import { BlockList, isIP } from 'node:net'

const loopbackNets = new BlockList()
loopbackNets.addSubnet('127.0.0.0', 8, 'ipv4')
loopbackNets.addAddress('::1', 'ipv6')

/** True for names and addresses that never leave this machine (brackets of an IPv6 address allowed). */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const family = isIP(name)
  if (family === 0) return name === 'localhost' || name.endsWith('.localhost')
  return loopbackNets.check(name, family === 4 ? 'ipv4' : 'ipv6')
}
