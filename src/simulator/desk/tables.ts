/**
 * The modules of Desk: which fields each has, where they are answered, what a list and a search can be asked, and what a
 * write needs. One row per field; which field stands where follows sections 7 to 12 of Desk's fact sheet.
 */
import { type DeskField, fields } from './fields.ts'

/** How the value of a search parameter is compared. */
export interface SearchParam {
  readonly field: string
  readonly how: 'exact' | 'text' | 'range'
  /** Takes `*abc*`; the others only `abc*`. */
  readonly inner?: true
  /** How a bare value is met where portals were watched. */
  readonly bare?: 'substring' | 'exact'
  /** Takes `${empty}` and `${notempty}`. */
  readonly empty?: true
  /** Values at most. */
  readonly max?: number
}

export interface DeskTable {
  readonly name: string
  readonly fields: readonly DeskField[]
  /** Fields a list may be sorted by. */
  readonly sort: readonly string[]
  /** Parameters of a list besides paging, order, fields and include. */
  readonly listParams: readonly string[]
  /** Nested objects that may be asked for. */
  readonly include: readonly string[]
  readonly limit: { readonly min: number; readonly max: number; readonly initial: number }
  /** What `from` counts the first row as, by the documents or, where they are silent, by what was seen. */
  readonly base: 0 | 1
  readonly search?: Readonly<Record<string, SearchParam>>
  /** Scopes; of several one will do. `{}` stands for the operation. */
  readonly scopes: readonly string[]
  /** Body key of `moveToTrash`. */
  readonly trash?: string
  /** Letters of the API name in metadata. */
  readonly label: string
}

const exact = (field: string, max?: number): SearchParam => ({ field, how: 'exact', ...(max ? { max } : {}) })
const range = (field: string): SearchParam => ({ field, how: 'range' })
const words = (field: string, more: Partial<SearchParam> = {}): SearchParam => ({ field, how: 'text', ...more })
const everything = words('_all', { inner: true, bare: 'substring' })
const times = { createdTimeRange: range('createdTime'), modifiedTimeRange: range('modifiedTime') }
const substring = { bare: 'substring' } as const

const standard = { min: 1, max: 100, initial: 10 } as const

const tickets: DeskTable = {
  name: 'tickets',
  label: 'Tickets',
  fields: fields(`
    id:id:lsd ticketNumber:num:lsdm subject:text:lsdmwr:1000 status:pick:lsdmw statusType:text:lsd priority:pick:lsdmw
    category:pick:lsdmw subCategory:pick:lsdmw classification:pick:sdmw channel:pick:lsdmw channelCode:text:ld
    language:pick:ldmw departmentId:ref:lsdmwr contactId:ref:lsdmw accountId:ref:ldmw assigneeId:ref:lsdmw
    teamId:ref:lsdmw productId:ref:lsdmw layoutId:ref:ldw email:text:lsdmw:150 phone:text:lsdmw:120
    createdTime:time:lsd modifiedTime:time:sd dueDate:time:lsdmw responseDueDate:time:ld closedTime:time:lsd
    onholdTime:time:lsd lockedTime:time:ld customerResponseTime:time:lsd threadCount:num:lsd commentCount:num:lsd
    sentiment:text:ld relationshipType:text:ld isSpam:bool:lsd isArchived:bool:ld lastThread:json:lsd source:json:ld
    webUrl:text:lsd description:html:sdmw:65535 resolution:html:sdmw:65535 createdBy:ref:sd modifiedBy:ref:sd
    cf:json:sdw isOverDue:bool:sd isEscalated:bool:sd isRead:bool:s isResponseOverdue:bool:d isDeleted:bool:d
    isTrashed:bool:d isFollowing:bool:d approvalCount:num:d taskCount:num:d timeEntryCount:num:d attachmentCount:num:d
    tagCount:num:d followerCount:num:d secondaryContacts:json:dw sharedDepartments:json:d entitySkills:json:d slaId:ref:d
    contractId:ref:d layoutDetails:json:d channelRelatedInfo:json:d sourceTicket:json:d customFields:json:d
    contact:json:s assignee:json:s department:json:s team:json:s product:json:s`),
  sort: ['dueDate', 'createdTime', 'recentThread', 'responseDueDate', 'customerResponseTime', 'modifiedTime'],
  listParams: [
    'departmentId',
    'departmentIds',
    'viewId',
    'assignee',
    'teamIds',
    'status',
    'priority',
    'channel',
    'receivedInDays',
  ],
  include: ['contacts', 'products', 'departments', 'team', 'assignee'],
  limit: { min: 1, max: 100, initial: 25 },
  base: 0,
  search: {
    id: exact('id'),
    ticketNumber: exact('ticketNumber'),
    departmentId: exact('departmentId', 1),
    assigneeId: exact('assigneeId', 30),
    contactId: exact('contactId'),
    accountId: exact('accountId'),
    productId: exact('productId'),
    status: exact('status'),
    priority: exact('priority'),
    channel: exact('channel'),
    email: words('email', { empty: true, max: 30 }),
    phone: words('phone', { empty: true, max: 30 }),
    subject: words('subject', { inner: true, ...substring }),
    description: words('description', { inner: true, ...substring }),
    contactName: words('contactName', { inner: true, ...substring }),
    accountName: words('accountName', { empty: true, bare: 'exact' }),
    productName: words('productName', { inner: true, empty: true }),
    category: words('category', { inner: true, empty: true }),
    tag: words('tag', { inner: true, empty: true }),
    _all: everything,
    ...times,
    dueDateRange: range('dueDate'),
    customerResponseTimeRange: range('customerResponseTime'),
  },
  scopes: ['Desk.tickets.{}'],
  trash: 'ticketIds',
}

const contacts: DeskTable = {
  name: 'contacts',
  label: 'Contacts',
  fields: fields(`
    id:id:lsd firstName:text:lsdmw:100 lastName:text:lsdmwr:200 email:text:lsdmw:255 secondaryEmail:text:lsdmw:255
    phone:text:lsdmw:50 mobile:text:lsdmw:50 type:pick:lsdmw accountId:ref:lsdmw ownerId:ref:lsdmw photoURL:text:lsd
    webUrl:text:lsd createdTime:time:lsd isEndUser:bool:lsd isAnonymous:bool:lsd isSpam:bool:lsd accountCount:num:ld
    zohoCRMContact:json:lsd customerHappiness:json:lsd title:text:sdmw:100 description:html:sdmw street:text:sdmw:250
    city:text:sdmw:30 state:text:sdmw:30 country:text:sdmw:30 zip:text:sdmw:30 twitter:text:sdmw facebook:text:sdmw
    cf:json:sdw modifiedTime:time:sd layoutId:ref:d layoutDetails:json:d isDeleted:bool:d isTrashed:bool:d
    isFollowing:bool:d language:text:d customFields:json:d owner:json:s account:json:s`),
  sort: ['firstName', 'lastName', 'phone', 'email', 'account', 'createdTime', 'modifiedTime'],
  listParams: ['viewId', 'filterId'],
  include: ['accounts'],
  limit: standard,
  base: 1,
  search: {
    id: exact('id'),
    firstName: words('firstName', { inner: true, empty: true, ...substring }),
    lastName: words('lastName', { empty: true, bare: 'exact' }),
    fullName: words('fullName', { inner: true, ...substring }),
    email: words('email', { empty: true, max: 30, ...substring }),
    phone: words('phone', { empty: true, max: 30, ...substring }),
    mobile: words('mobile', { empty: true, ...substring }),
    accountName: words('accountName', { empty: true, bare: 'exact' }),
    _all: everything,
    ...times,
  },
  scopes: ['Desk.contacts.{}'],
  trash: 'contactIds',
}

const accounts: DeskTable = {
  name: 'accounts',
  label: 'Accounts',
  fields: fields(`
    id:id:lsd accountName:text:lsdmwr:200 email:text:lsdmw:255 website:text:lsdmw:250 phone:text:lsdmw:50
    webUrl:text:lsd createdTime:time:lsd zohoCRMAccount:json:lsd customerHappiness:json:lsd code:text:sdmw:30
    street:text:sdmw:250 city:text:sdmw:100 state:text:sdmw:100 country:text:sdmw:100 industry:pick:sdmw
    annualrevenue:dec:sdmw fax:text:sdmw:50 description:html:sdmw ownerId:ref:sdmw associatedSLAIds:json:d
    modifiedTime:time:sd cf:json:sdw layoutId:ref:d layoutDetails:json:d isDeleted:bool:d isTrashed:bool:d
    isFollowing:bool:d customFields:json:d owner:json:s`),
  sort: ['website', 'email', 'phone', 'accountName', 'createdTime', 'modifiedTime'],
  listParams: ['viewId', 'filterId'],
  include: [],
  limit: standard,
  base: 1,
  search: {
    id: exact('id'),
    accountName: words('accountName', { empty: true, bare: 'exact' }),
    _all: everything,
    ...times,
  },
  scopes: ['Desk.contacts.{}', 'Desk.accounts.{}'],
  trash: 'accountIds',
}

const activitySearch = {
  id: exact('id'),
  ticketNumber: exact('ticketNumber'),
  departmentId: exact('departmentId'),
  assigneeId: exact('ownerId', 30),
  status: exact('status'),
  priority: exact('priority'),
  subject: words('subject', substring),
  _all: everything,
  ...times,
}

const activityFields = `
  id:id:lsd subject:text:lsdmwr:300 description:html:sdmw status:pick:lsdmw statusType:text:lsd priority:pick:lsdmw
  departmentId:ref:lsdmwr ownerId:ref:lsdmw creatorId:ref:lsd contactId:ref:lsdmw ticketId:ref:lsdmw teamId:ref:lsdmw
  layoutId:ref:lsd createdTime:time:lsd modifiedTime:time:lsd isCommented:bool:lsd isSpam:bool:lsd isTrashed:bool:d
  activityType:text:lsd webUrl:text:lsd cf:json:sdw`

const tasks: DeskTable = {
  name: 'tasks',
  label: 'Tasks',
  fields: fields(`${activityFields} category:pick:lsdmw dueDate:time:lsdmw startTime:time:lsd completedTime:time:lsd`),
  sort: ['category', 'subject', 'dueDate', 'status', 'createdTime', 'modifiedTime', 'priority'],
  listParams: ['departmentId', 'departmentIds', 'viewId', 'assignee', 'dueDate', 'isCompleted', 'filterId'],
  include: ['contacts', 'tickets', 'assignee', 'teams'],
  limit: standard,
  base: 1,
  search: { ...activitySearch, dueDateRange: range('dueDate') },
  scopes: ['Desk.tasks.{}', 'Desk.activities.tasks.{}'],
  trash: 'entityIds',
}

/** What calls and events have in common. */
const timed = {
  sort: ['startTime', 'createdTime', 'modifiedTime'],
  listParams: ['departmentId', 'departmentIds', 'viewId', 'assignee', 'startTime', 'isCompleted'],
  include: ['contacts', 'tickets', 'assignee', 'teams'],
  limit: standard,
  base: 1,
  search: { ...activitySearch, startDateRange: range('startTime') },
  trash: 'entityIds',
} as const satisfies Partial<DeskTable>

const calls: DeskTable = {
  name: 'calls',
  label: 'Calls',
  fields: fields(
    `${activityFields} direction:pick:lsdwr startTime:time:lsdwr duration:num:lsdwr completedTime:time:lsd`,
  ),
  ...timed,
  scopes: ['Desk.calls.{}', 'Desk.activities.calls.{}'],
}

const events: DeskTable = {
  name: 'events',
  label: 'Events',
  fields: fields(
    `${activityFields} category:pick:lsdmw startTime:time:lsdmwr duration:num:lsdmwr completedTime:time:lsd`,
  ),
  ...timed,
  scopes: ['Desk.events.{}', 'Desk.activities.events.{}'],
}

const products: DeskTable = {
  name: 'products',
  label: 'Products',
  fields: fields(`
    id:id:lsd productName:text:lsdmwr:200 productCode:text:lsdmw:100 unitPrice:dec:lsdmw description:html:sdmw
    ownerId:ref:lsdmw departmentIds:json:lsdw manufacturer:text:lsdmw:100 createdBy:ref:lsd modifiedBy:ref:lsd
    createdTime:time:lsd modifiedTime:time:lsd layoutId:ref:lsd isTrashed:bool:d cf:json:sdw`),
  sort: ['productName', 'productCode', 'unitPrice', 'createdTime', 'modifiedTime'],
  listParams: ['departmentId', 'ownerId', 'viewId'],
  include: ['owner'],
  limit: standard,
  base: 0,
  search: {
    id: exact('id'),
    departmentId: exact('departmentIds'),
    productName: words('productName', substring),
    productCode: words('productCode'),
    _all: everything,
    ...times,
  },
  scopes: ['Desk.products.{}', 'Desk.settings.{}'],
  trash: 'productIds',
}

const contracts: DeskTable = {
  name: 'contracts',
  label: 'Contracts',
  fields: fields(`
    id:id:ld contractName:text:ldmwr:200 contractNumber:text:ldm contractStatus:text:ld startDate:date:ldmwr
    endDate:date:ldmwr ownerId:ref:ldmw departmentId:ref:ldmw accountId:ref:ldmwr associatedSLAId:ref:ldmw
    description:html:dmw createdTime:time:ld modifiedTime:time:ld isTrashed:bool:d cf:json:dw`),
  sort: ['accountName', 'contractName', 'contractStartDate', 'contractEndDate', 'createdTime', 'modifiedTime'],
  listParams: ['accountId', 'ownerIds', 'departmentIds', 'contractName', 'viewId', 'filterId'],
  include: ['accounts', 'owner', 'departments'],
  limit: standard,
  base: 0,
  scopes: ['Desk.contracts.{}', 'Desk.settings.{}'],
  trash: 'contractIds',
}

const articles: DeskTable = {
  name: 'articles',
  label: 'Articles',
  fields: fields(`
    id:id:lsd title:text:lsd summary:text:lsd answer:html:d status:text:lsd permission:text:lsd permalink:text:lsd
    categoryId:ref:lsd category:json:lsd authorId:ref:lsd creatorId:ref:lsd modifierId:ref:lsd createdTime:time:lsd
    modifiedTime:time:lsd likeCount:num:lsd dislikeCount:num:lsd viewCount:num:lsd usageCount:num:lsd
    feedbackCount:num:lsd latestVersion:text:lsd latestVersionStatus:text:lsd webUrl:text:lsd portalUrl:text:lsd
    tags:json:lsd`),
  sort: ['createdTime', 'modifiedTime', 'likeCount', 'viewCount'],
  listParams: ['categoryId', 'status', 'permission', 'authorId'],
  include: [],
  limit: { min: 1, max: 50, initial: 10 },
  base: 1,
  search: { _all: everything, ...times },
  scopes: ['Desk.articles.{}'],
}

const agents: DeskTable = {
  name: 'agents',
  label: 'Agents',
  fields: fields(`
    id:id:ld zuid:text:ld firstName:text:ld lastName:text:ld name:text:ld emailId:text:ld phone:text:ld mobile:text:ld
    extn:text:ld countryCode:text:ld langCode:text:ld timeZone:text:ld status:text:ld isConfirmed:bool:ld roleId:ref:ld
    profileId:ref:ld rolePermissionType:text:ld associatedDepartmentIds:json:ld associatedChatDepartmentIds:json:ld
    channelExpert:json:ld aboutInfo:text:ld photoURL:text:ld cf:json:ld isZiaAgent:bool:ld`),
  sort: ['name'],
  listParams: [
    'status',
    'searchStr',
    'fieldName',
    'departmentId',
    'departmentIds',
    'isConfirmed',
    'isLightAgent',
    'sortOrder',
  ],
  include: ['profile', 'role'],
  limit: { min: 0, max: 200, initial: 10 },
  base: 0,
  scopes: ['Desk.basic.{}', 'Desk.agents.{}', 'Desk.settings.{}'],
}

const departments: DeskTable = {
  name: 'departments',
  label: 'Departments',
  fields: fields(`
    id:id:ld name:text:ld sanitizedName:text:ld nameInCustomerPortal:text:ld description:text:ld isEnabled:bool:ld
    isDefault:bool:ld isVisibleInCustomerPortal:bool:ld isAssignToTeamEnabled:bool:ld chatStatus:text:ld hasLogo:bool:ld
    creatorId:ref:ld createdTime:time:ld`),
  sort: [],
  listParams: ['isEnabled', 'searchStr', 'chatStatus'],
  include: [],
  limit: { min: 0, max: 200, initial: 10 },
  base: 0,
  scopes: ['Desk.basic.{}', 'Desk.departments.{}', 'Desk.settings.{}'],
}

/** Custom modules have nested objects where others have ids. */
const customModule: DeskTable = {
  name: 'cm_machines',
  label: 'Machines',
  fields: fields(`
    id:id:lsd name:text:lsdmwr:120 department:json:lsd departmentId:ref:w layout:json:lsd owner:json:lsd ownerId:ref:w
    createdBy:json:lsd modifiedBy:json:lsd createdTime:time:lsd modifiedTime:time:lsd isPresence:bool:lsd isTrashed:bool:d
    cf:json:lsdw`),
  sort: ['createdTime', 'modifiedTime', 'name'],
  listParams: ['departmentId', 'viewId'],
  include: [],
  limit: standard,
  base: 1,
  search: { _all: everything, ...times },
  scopes: ['Desk.custommodule.{}'],
  trash: 'recordIds',
}

/** All modules with records of their own; a path names them. */
export const deskTables: readonly DeskTable[] = [
  tickets,
  contacts,
  accounts,
  tasks,
  calls,
  events,
  products,
  contracts,
  articles,
  agents,
  departments,
  customModule,
]
