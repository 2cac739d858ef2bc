import { STATUS_CODES } from 'node:http'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { ODataAnswer } from '../service.ts'
import type { BatchPart, PartAnswer } from './run.ts'

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('BAD_REQUEST', message)

/** A batch as `multipart/mixed`: each part is a request of HTTP. */
export function readMultipart(body: string, type: string): readonly BatchPart[] {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) throw wrong('The Content-Type of a batch tells its boundary.')
  const pieces = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${mark}`)
  if (!pieces.at(-1)?.startsWith('--')) throw wrong('The batch ends before its last boundary.')
  return pieces.slice(1, -1).map(part)
}

function part(text: string): BatchPart {
  const [head, ...rest] = text.replace(/^[ \t]*\n/, '').split('\n\n')
  const around = headersOf(head!.split('\n'))
  if (around['content-type']?.startsWith('multipart/mixed'))
    throw new ZohoSqlError('NOT_SUPPORTED', 'Change sets are for writing, and a batch reads.')
  const [line = '', ...headers] = (rest[0] ?? '').split('\n')
  const found = /^([A-Za-z]+) (\S+)(?: HTTP\/[\d.]+)?\s*$/.exec(line)
  if (!found) throw wrong('A part of a batch begins with a line such as "GET Deals HTTP/1.1".')
  return {
    id: around['content-id'],
    method: found[1]!,
    url: found[2]!,
    headers: headersOf(headers),
    dependsOn: [],
  }
}

const headersOf = (lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )

export function writeMultipart(answers: readonly PartAnswer[]): ODataAnswer {
  const mark = `batchresponse_${crypto.randomUUID()}`
  const parts = answers.map(({ id, status, headers, body }) => {
    const lines = [
      `--${mark}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      ...(id === undefined ? [] : [`Content-ID: ${id}`]),
      '',
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      ...Object.entries(headers).map(([name, value]) => `${titled(name)}: ${value}`),
      '',
      body,
    ]
    return lines.join('\r\n')
  })
  return {
    status: 200,
    headers: { 'odata-version': '4.0', 'content-type': `multipart/mixed; boundary=${mark}` },
    body: `${parts.join('\r\n')}\r\n--${mark}--\r\n`,
  }
}

/** `odata-version` as `Odata-Version`: names ignore case, readers of parts may not. */
const titled = (name: string): string =>
  name === 'odata-version' ? 'OData-Version' : name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
