/** Organisations, teams, and who I am. */
import type { SimReply } from '../http.ts'
import type { DeskCall } from './http.ts'
import { moduleOf } from './list.ts'
import { noRecord } from './refusal.ts'
import { renderRecord } from './render.ts'

/** `GET /organizations`: all that the user belongs to. */
export const listOrganizations = ({ desk }: DeskCall): SimReply => ({
  status: 200,
  body: { data: desk.organizations },
  rows: desk.organizations.length,
})

/** `GET /accessibleOrganizations`: the one that the token is for. */
export const accessible = ({ desk }: DeskCall): SimReply => ({
  status: 200,
  body: { data: desk.organizations.slice(0, 1) },
  rows: 1,
})

/** `GET /organizations/{id}`. */
export function oneOrganization(call: DeskCall): SimReply {
  const found = call.desk.organizations.find((organization) => organization.id === call.params.id)
  if (!found) throw noRecord(call.variants.deskMissing)
  return { status: 200, body: found, rows: 1 }
}

/** `GET /teams`, in a list of another name. */
export const listTeams = ({ desk }: DeskCall): SimReply => ({
  status: 200,
  body: { teams: desk.teams },
  rows: desk.teams.length,
})

/** `GET /teams/{id}`. */
export function oneTeam(call: DeskCall): SimReply {
  const team = call.desk.teams.find(({ id }) => id === call.params.id)
  if (!team) throw noRecord(call.variants.deskMissing)
  return { status: 200, body: team, rows: 1 }
}

/** `GET /myinfo`. */
export function myInfo(call: DeskCall): SimReply {
  const agents = moduleOf(call, 'agents')
  const me = agents.get(call.desk.me)
  if (!me) throw noRecord(call.variants.deskMissing)
  return { status: 200, body: renderRecord(me, agents, 'list', call), rows: 1 }
}
