/** `/org` and `/users`. */
import { noContent, type SimCall, type SimReply } from './http.ts'
import type { SimUser, SimWorld } from './model.ts'
import { choice, exceeded, modifiedSince, pageParameter } from './parameters.ts'
import { zonesOf } from './render.ts'
import { offsetAt, renderDatetime } from './zone.ts'

/** `GET /org`. */
export function getOrg(call: SimCall, editionName: string): SimReply {
  const { org } = call.world
  const license_details = {
    paid: true,
    paid_type: editionName,
    paid_expiry: '2030-01-15T00:00:00+01:00',
    users_license_purchased: call.world.users.length,
    portal_users_license_purchased: 0,
    trial_type: null,
    trial_expiry: null,
    trial_action: null,
  }
  const created_time = renderDatetime(String(org.created_time), zonesOf(call.world), call.world.variants)
  return { status: 200, body: { org: [{ license_details, ...org, created_time }] }, rows: 1 }
}

const isActive = (user: SimUser): boolean => user.status === 'active'
const isAdmin = (user: SimUser): boolean => user.profile.name === 'Administrator'

const userTypes: Readonly<Record<string, (user: SimUser, world: SimWorld) => boolean>> = {
  AllUsers: () => true,
  ActiveUsers: isActive,
  DeactiveUsers: (user) => user.status === 'disabled',
  ConfirmedUsers: (user) => user.confirm,
  NotConfirmedUsers: (user) => !user.confirm,
  DeletedUsers: (user) => user.status === 'deleted',
  ActiveConfirmedUsers: (user) => isActive(user) && user.confirm,
  AdminUsers: isAdmin,
  ActiveConfirmedAdmins: (user) => isActive(user) && user.confirm && isAdmin(user),
  CurrentUser: (user, world) => user === world.currentUser,
}

function renderUser(user: SimUser, world: SimWorld): object {
  const instant = (value: unknown): string | null =>
    typeof value === 'string' ? renderDatetime(value, zonesOf(world), world.variants) : null
  const { full_name, ...rest } = user
  const name = world.variants.usersFullName === 'given' ? { full_name } : {}
  return {
    ...rest,
    ...name,
    offset: offsetAt(user.time_zone, world.now()),
    created_time: instant(user.created_time),
    Modified_Time: instant(user.Modified_Time),
    created_by: { name: world.currentUser.full_name, id: world.currentUser.id },
  }
}

const idsMax = 100

/** `GET /users`. */
export function listUsers(call: SimCall): SimReply {
  const { query, world } = call
  const matches = userTypes[choice(call, 'type', 'AllUsers', Object.keys(userTypes))]!
  const ids = query.get('ids')?.split(',')
  if (ids && ids.length > idsMax) throw exceeded('ids', idsMax)
  const page = pageParameter(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = pageParameter(call, 'per_page', 200, 200)
  const since = modifiedSince(call)
  const fresh = (user: SimUser): boolean => since === undefined || Date.parse(String(user.Modified_Time)) > since
  const all = world.users.filter((user) => matches(user, world) && (ids?.includes(user.id) ?? true) && fresh(user))
  if (since !== undefined && all.length === 0) return { status: 304 }
  const users = all.slice((page - 1) * perPage, page * perPage)
  if (users.length === 0) return noContent
  const info = { per_page: perPage, count: users.length, page, more_records: page * perPage < all.length }
  return { status: 200, body: { users: users.map((user) => renderUser(user, world)), info }, rows: users.length }
}

/** `GET /users/{id}`. */
export function oneUser(call: SimCall): SimReply {
  const user = call.world.users.find((u) => u.id === call.params.id)
  if (!user) return noContent
  return { status: 200, body: { users: [renderUser(user, call.world)] }, rows: 1 }
}
