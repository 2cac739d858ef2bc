/**
 * Desk's modules as its documents have them (facts 7 to 12): most of what a record holds is not in the metadata. Which
 * answers carry a field is what to expect of them: a reader looks whether it came.
 */
import { articlesSpec, contractsSpec, customSpec, productsSpec } from './modules-more.ts'
import { type DeskModuleSpec, fieldsOf, list } from './spec.ts'

const times = { createdTime: 'createdTimeRange', modifiedTime: 'modifiedTimeRange' } as const

const tickets: DeskModuleSpec = {
  name: 'tickets',
  description: 'Requests of customers',
  scope: 'Desk.tickets.READ',
  trash: 'ticketIds',
  fields: fieldsOf(`
    id:id:lsd ticketNumber:number:lsd subject:text:lsd status:pick:lsd statusType:state:lsd priority:pick:lsd
    category:pick:lsd subCategory:pick:lsd classification:pick:sd channel:pick:lsd channelCode:text:ld
    language:pick:ld departmentId:ref:lsd:departments contactId:ref:lsd:contacts accountId:ref:ld:accounts
    assigneeId:ref:lsd:agents teamId:ref:lsd:teams productId:ref:lsd:products layoutId:ref:ld contractId:ref:d:contracts
    slaId:ref:d email:text:lsd phone:text:lsd createdTime:time:lsd modifiedTime:time:sd dueDate:time:lsd
    responseDueDate:time:ld closedTime:time:lsd onholdTime:time:lsd lockedTime:time:ld customerResponseTime:time:lsd
    threadCount:count:lsd commentCount:count:lsd approvalCount:count:d taskCount:count:d timeEntryCount:count:d
    attachmentCount:count:d tagCount:count:d followerCount:count:d sentiment:text:ld relationshipType:text:ld
    isSpam:bool:lsd isArchived:bool:ld isOverDue:bool:sd isResponseOverdue:bool:d isEscalated:bool:sd isRead:bool:s
    isDeleted:bool:lsd isTrashed:bool:lsd isFollowing:bool:d createdBy:ref:sd modifiedBy:ref:sd description:long:sd
    resolution:long:sd lastThread:json:lsd source:json:ld secondaryContacts:json:d sharedDepartments:json:d
    entitySkills:json:d layoutDetails:json:d channelRelatedInfo:json:d sourceTicket:json:d webUrl:text:lsd`),
  // Facts 15.4: one portal takes no more than 50, which its refusal says.
  list: {
    ...list,
    uncertain: 50,
    reach: 4999,
    sorts: ['createdTime', 'modifiedTime'],
    filters: {
      departmentId: { param: 'departmentIds', max: 20 },
      assigneeId: { param: 'assignee', max: 20 },
      status: { param: 'status', max: 20 },
      priority: { param: 'priority', max: 20 },
      channel: { param: 'channel', max: 20 },
    },
  },
  search: {
    ranges: { ...times, dueDate: 'dueDateRange', customerResponseTime: 'customerResponseTimeRange' },
    exact: {
      ticketNumber: { max: 50 },
      departmentId: { max: 1 },
      assigneeId: { max: 30 },
      contactId: { max: 50 },
      accountId: { max: 50 },
      productId: { max: 50 },
      status: { max: 30 },
      priority: { max: 30 },
      channel: { max: 30 },
    },
    text: {
      email: { empty: true },
      phone: { empty: true },
      subject: { inner: true },
      category: { inner: true, empty: true },
    },
    custom: 'customField',
    splits: ['departmentId', 'status', 'priority', 'channel'],
  },
}

const contacts: DeskModuleSpec = {
  name: 'contacts',
  description: 'People who ask',
  nameField: 'lastName',
  scope: 'Desk.contacts.READ',
  trash: 'contactIds',
  fields: fieldsOf(`
    id:id:lsd firstName:text:lsd lastName:text:lsd email:text:lsd secondaryEmail:text:lsd phone:text:lsd
    mobile:text:lsd type:pick:lsd accountId:ref:lsd:accounts ownerId:ref:lsd:agents title:text:sd description:long:sd
    street:text:sd city:text:sd state:text:sd country:text:sd zip:text:sd twitter:text:sd facebook:text:sd
    language:text:d accountCount:count:ld createdTime:time:lsd modifiedTime:time:sd isEndUser:bool:lsd
    isAnonymous:bool:lsd isSpam:bool:lsd isDeleted:bool:lsd isTrashed:bool:lsd isFollowing:bool:d layoutId:ref:d
    layoutDetails:json:d zohoCRMContact:crm:lsd:Contacts customerHappiness:json:lsd photoURL:text:lsd webUrl:text:lsd`),
  list: { ...list, sorts: ['createdTime', 'modifiedTime'] },
  byIds: { path: 'contacts/contactsByIds', param: 'ids', max: 20 },
  search: {
    ranges: times,
    exact: {},
    text: {
      firstName: { inner: true, empty: true },
      lastName: { empty: true },
      email: { empty: true },
      phone: { empty: true },
      mobile: { empty: true },
    },
    custom: 'customField',
    splits: [],
  },
}

const accounts: DeskModuleSpec = {
  name: 'accounts',
  description: 'Companies of the people who ask',
  nameField: 'accountName',
  scope: 'Desk.contacts.READ',
  trash: 'accountIds',
  fields: fieldsOf(`
    id:id:lsd accountName:text:lsd email:text:lsd website:text:lsd phone:text:lsd fax:text:sd code:text:sd
    street:text:sd city:text:sd state:text:sd country:text:sd industry:pick:sd annualrevenue:decimal:sd
    description:long:sd ownerId:ref:sd:agents associatedSLAIds:ids:d createdTime:time:lsd modifiedTime:time:sd
    isDeleted:bool:lsd isTrashed:bool:lsd isFollowing:bool:d layoutId:ref:d layoutDetails:json:d
    zohoCRMAccount:crm:lsd:Accounts customerHappiness:json:lsd webUrl:text:lsd`),
  list: { ...list, sorts: ['createdTime', 'modifiedTime'] },
  search: { ranges: times, exact: {}, text: { accountName: { empty: true } }, custom: 'customField', splits: [] },
}

const activityFields = `
  id:id:lsd subject:text:lsd description:long:sd status:pick:lsd statusType:state:lsd priority:pick:lsd
  departmentId:ref:lsd:departments ownerId:ref:lsd:agents creatorId:ref:lsd:agents contactId:ref:lsd:contacts
  ticketId:ref:lsd:tickets teamId:ref:lsd:teams layoutId:ref:lsd createdTime:time:lsd modifiedTime:time:lsd
  isCommented:bool:lsd isSpam:bool:lsd isTrashed:bool:lsd activityType:text:lsd`

/** Tasks, calls and events are asked for alike. */
const activity = (name: string, description: string, more: string, ranges: Readonly<Record<string, string>>) =>
  ({
    name,
    description,
    scope: `Desk.${name}.READ`,
    trash: 'entityIds',
    fields: fieldsOf(`${activityFields} ${more} webUrl:text:lsd`),
    list: {
      ...list,
      sorts: ['createdTime'],
      filters: {
        departmentId: { param: 'departmentIds', max: 20 },
        ownerId: { param: 'assignee', max: 20 },
      },
    },
    search: {
      ranges: { ...times, ...ranges },
      exact: {
        departmentId: { max: 1 },
        ownerId: { param: 'assigneeId', max: 30 },
        status: { max: 30 },
        priority: { max: 30 },
      },
      text: { subject: {} },
      splits: ['departmentId', 'status', 'priority'],
    },
  }) satisfies DeskModuleSpec

const tasks = activity(
  'tasks',
  'Things to be done',
  'category:pick:lsd dueDate:time:lsd startTime:time:lsd completedTime:time:lsd',
  { dueDate: 'dueDateRange' },
)
const calls = activity(
  'calls',
  'Telephone calls',
  'direction:pick:lsd startTime:time:lsd duration:number:lsd completedTime:time:lsd',
  { startTime: 'startDateRange' },
)
const events = activity(
  'events',
  'Appointments',
  'category:pick:lsd startTime:time:lsd duration:number:lsd completedTime:time:lsd',
  { startTime: 'startDateRange' },
)

const agents: DeskModuleSpec = {
  name: 'agents',
  description: 'People who answer',
  nameField: 'name',
  scope: 'Desk.basic.READ',
  fields: fieldsOf(`
    id:id:ld zuid:text:ld firstName:text:ld lastName:text:ld name:text:ld emailId:text:ld phone:text:ld mobile:text:ld
    extn:text:ld countryCode:text:ld langCode:text:ld timeZone:text:ld status:text:ld isConfirmed:bool:ld roleId:ref:ld
    profileId:ref:ld rolePermissionType:text:ld associatedDepartmentIds:ids:ld associatedChatDepartmentIds:ids:ld
    channelExpert:json:ld aboutInfo:text:ld photoURL:text:ld isZiaAgent:bool:ld`),
  list: { ...list, max: 200, sorts: [], fields: false },
  byIds: { path: 'agentsByIds', param: 'agentIds', max: 50 },
}

const departments: DeskModuleSpec = {
  name: 'departments',
  description: 'Parts of the organisation that answer',
  nameField: 'name',
  scope: 'Desk.basic.READ',
  fields: fieldsOf(`
    id:id:ld name:text:ld sanitizedName:text:ld nameInCustomerPortal:text:ld description:text:ld isEnabled:bool:ld
    isDefault:bool:ld isVisibleInCustomerPortal:bool:ld isAssignToTeamEnabled:bool:ld chatStatus:text:ld hasLogo:bool:ld
    creatorId:ref:ld:agents createdTime:time:ld`),
  // 200 by the documents, 100 at one portal.
  list: { ...list, sorts: [], fields: false },
  byIds: { path: 'departmentsByIds', param: 'departmentIds', max: 50 },
}

/** ASSUMPTION: besides id and name a team holds what the documents of other lists have alike. */
const teams: DeskModuleSpec = {
  name: 'teams',
  description: 'Teams of agents',
  nameField: 'name',
  scope: 'Desk.basic.READ',
  fields: fieldsOf(`id:id:ld name:text:ld description:text:ld departmentId:ref:ld:departments`),
  list: { ...list, sorts: [], fields: false, key: 'teams', paged: false },
}

/** All that have records of their own and stand at a path of their name. */
export const modules: readonly DeskModuleSpec[] = [
  tickets,
  contacts,
  accounts,
  agents,
  departments,
  teams,
  tasks,
  calls,
  events,
  productsSpec,
  contractsSpec,
  articlesSpec,
]

/** A custom module, whose records have objects where others have ids. */
export const customModule = (name: string, label: string): DeskModuleSpec => ({
  ...customSpec,
  name,
  description: label,
})
