/** Writes to what belongs to a record: comments and tags. Nothing here sends mail. */

import type { JsonObject } from '../../base/json.ts'
import type { SimReply } from '../http.ts'
import { bodyError, bodyOf } from './body.ts'
import type { DeskCall } from './http.ts'
import { moduleOf } from './list.ts'
import { commentOf, renderComment } from './owned.ts'
import { invalidBody } from './refusal.ts'
import { recordOf } from './single.ts'
import type { DeskRecord } from './store.ts'
import { nowText, store } from './write.ts'

const contentMax = 32_000
const contentTypes = ['plainText', 'html']

function contentIn({ content, contentType = 'plainText' }: JsonObject): { content: string; contentType: string } {
  if (typeof content !== 'string' || content === '') throw invalidBody([bodyError('content', 'missing')])
  if (content.length > contentMax) throw invalidBody([bodyError('content', 'invalid')])
  if (typeof contentType !== 'string' || !contentTypes.includes(contentType))
    throw invalidBody([bodyError('contentType', 'invalid')])
  return { content, contentType }
}

/** A ticket may count as changed when it is commented. */
function touch(owner: DeskRecord, name: string, call: DeskCall): void {
  const module = moduleOf(call, name)
  const count = call.desk.children.comments(owner).length
  const moved = call.variants.deskCommentTouches ? { modifiedTime: nowText(call) } : {}
  module.put({ ...owner, commentCount: count, isCommented: count > 0, ...moved }, call.now())
}

function note(comment: DeskRecord, operation: 'insert' | 'update' | 'delete', call: DeskCall): void {
  call.desk.crm.ledger.note({
    module: 'desk/comments',
    id: comment.id,
    operation,
    via: 'records',
    at: call.now(),
    triggers: [],
    after: comment,
  })
}

/** `POST /{module}/{id}/comments`. */
export function addComment(call: DeskCall, name: string): SimReply {
  const owner = recordOf(call, name)
  const given = bodyOf(call)
  const now = nowText(call)
  const comment: DeskRecord = {
    id: call.desk.children.nextCommentId(),
    ...contentIn(given),
    isPublic: given.isPublic === true,
    commenterId: call.desk.me,
    commentedTime: now,
    modifiedTime: now,
    attachments: [],
  }
  call.desk.children.comments(owner).push(comment)
  note(comment, 'insert', call)
  touch(owner, name, call)
  return { status: 200, body: renderComment(comment, call), rows: 1 }
}

/** `PATCH` or `PUT /{module}/{id}/comments/{comment}`: whether it is public was settled when it was made. */
export function updateComment(call: DeskCall, name: string): SimReply {
  const comment = commentOf(call, name)
  const given = bodyOf(call)
  if ('isPublic' in given && given.isPublic !== comment.isPublic) throw invalidBody([bodyError('isPublic', 'invalid')])
  const changed: DeskRecord = { ...comment, ...contentIn(given), modifiedTime: nowText(call) }
  const comments = call.desk.children.comments(recordOf(call, name))
  comments[comments.indexOf(comment)] = changed
  note(changed, 'update', call)
  return { status: 200, body: renderComment(changed, call), rows: 1 }
}

/** `DELETE /{module}/{id}/comments/{comment}`. */
export function deleteComment(call: DeskCall, name: string): SimReply {
  const comment = commentOf(call, name)
  const owner = recordOf(call, name)
  const comments = call.desk.children.comments(owner)
  comments.splice(comments.indexOf(comment), 1)
  note(comment, 'delete', call)
  touch(owner, name, call)
  return { status: 200 }
}

function tagsIn(given: JsonObject): readonly string[] {
  const { tags } = given
  const fits = (tag: unknown): boolean => typeof tag === 'string' && tag.length >= 3 && tag.length <= 100
  if (!Array.isArray(tags) || !tags.every(fits)) throw invalidBody([bodyError('tags', 'invalid')])
  return tags as readonly string[]
}

/** `POST /tickets/{id}/associateTag` and `dissociateTag`. */
export function changeTags(call: DeskCall, adds: boolean): SimReply {
  const ticket = recordOf(call, 'tickets')
  const { children } = call.desk
  const named = tagsIn(bodyOf(call))
  const others = children
    .tagNames(ticket)
    .filter((name) => !named.some((tag) => tag.toLowerCase() === name.toLowerCase()))
  children.setTags(ticket, adds ? [...others, ...named] : others)
  store(moduleOf(call, 'tickets'), ticket, call)
  return { status: 200 }
}
