/**
 * Several requests in one: `json` and `multipart` are the forms that a batch comes in, `run` answers its requests one after
 * the other.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import { headerOf } from '../negotiate.ts'
import type { ODataAnswer, ODataRequest, ODataService } from '../service.ts'
import { readJsonBatch, writeJsonBatch } from './json.ts'
import { readMultipart, writeMultipart } from './multipart.ts'
import { runParts } from './run.ts'

/** @throws {ZohoSqlError} WRONG_MEDIA_TYPE, BAD_REQUEST it is no batch */
export async function answerBatch(request: ODataRequest, body: unknown, service: ODataService): Promise<ODataAnswer> {
  const type = headerOf(request.headers, 'content-type') ?? ''
  if (type.startsWith('application/json')) return writeJsonBatch(await runParts(readJsonBatch(body), request, service))
  if (type.startsWith('multipart/mixed') && typeof body === 'string')
    return writeMultipart(await runParts(readMultipart(body, type), request, service))
  throw new ZohoSqlError('WRONG_MEDIA_TYPE', 'A batch is multipart/mixed or application/json.')
}
