import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { TestCertificate } from './certificates.ts'

/** A server on loopback that ends with its test, connections and all. */
export interface TestServer {
  readonly port: number
  readonly server: Server
  close(): Promise<void>
}

const opened: TestServer[] = []

export const closeServers = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
}

export async function listen(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  const made = { port: (server.address() as AddressInfo).port, server, close }
  opened.push(made)
  return made
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = await listen(createServer())
  await server.close()
  return server.port
}

export const serve = (listener: RequestListener): Promise<TestServer> => listen(createServer(listener))

export const serveTls = (
  certificate: TestCertificate,
  listener: RequestListener,
  ticketKeys?: Buffer,
): Promise<TestServer> => listen(createTlsServer({ ...certificate, ticketKeys }, listener) as unknown as Server)

/** A proxy for CONNECT and for absolute addresses, which writes down what it was asked for. */
export async function serveProxy(seen: string[], authorization?: string): Promise<TestServer> {
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'application/json')
    response.end('{"via":"proxy"}')
  })
  proxy.on('connect', (request, client: Socket) => {
    seen.push(`CONNECT ${request.url}`)
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const [host, port] = request.url!.split(':')
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
    client.on('error', () => upstream.destroy())
  })
  return listen(proxy)
}
