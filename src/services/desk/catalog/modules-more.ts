/** Further modules: what is sold, agreed upon and written down, and those that a company makes for itself. */
import { type DeskModuleSpec, fieldsOf, list } from './spec.ts'

const times = { createdTime: 'createdTimeRange', modifiedTime: 'modifiedTimeRange' } as const

export const productsSpec: DeskModuleSpec = {
  name: 'products',
  description: 'What customers ask about',
  nameField: 'productName',
  scope: 'Desk.products.READ',
  trash: 'productIds',
  fields: fieldsOf(`
    id:id:lsd productName:text:lsd productCode:text:lsd unitPrice:decimal:lsd description:long:sd
    ownerId:ref:lsd:agents departmentIds:ids:lsd manufacturer:text:lsd createdBy:ref:lsd modifiedBy:ref:lsd
    createdTime:time:lsd modifiedTime:time:lsd layoutId:ref:lsd isTrashed:bool:lsd`),
  list: { ...list, sorts: ['createdTime', 'modifiedTime'] },
  search: {
    ranges: times,
    exact: {},
    text: { productName: {}, productCode: {} },
    custom: 'customField',
    splits: [],
  },
}

/** There is no search of contracts (facts 6.1). */
export const contractsSpec: DeskModuleSpec = {
  name: 'contracts',
  description: 'Agreements on support',
  nameField: 'contractName',
  scope: 'Desk.contracts.READ',
  trash: 'contractIds',
  fields: fieldsOf(`
    id:id:ld contractName:text:ld contractNumber:text:ld contractStatus:text:ld startDate:date:ld endDate:date:ld
    ownerId:ref:ld:agents departmentId:ref:ld:departments accountId:ref:ld:accounts associatedSLAId:ref:ld
    description:long:d createdTime:time:ld modifiedTime:time:ld isTrashed:bool:lsd`),
  list: {
    ...list,
    sorts: ['createdTime', 'modifiedTime'],
    filters: {
      accountId: { max: 1 },
      ownerId: { param: 'ownerIds', max: 10 },
      departmentId: { param: 'departmentIds', max: 10 },
    },
  },
}

/** What a search of articles takes is not told (facts 6.3), so lists are all there is. */
export const articlesSpec: DeskModuleSpec = {
  name: 'articles',
  description: 'Answers written down',
  scope: 'Desk.articles.READ',
  fields: fieldsOf(`
    id:id:ld title:text:ld summary:text:ld answer:long:d status:text:ld permission:text:ld permalink:text:ld
    categoryId:ref:ld category:json:ld authorId:ref:ld:agents author:json:ld creatorId:ref:ld:agents
    modifierId:ref:ld:agents createdTime:time:ld modifiedTime:time:ld likeCount:count:ld dislikeCount:count:ld
    viewCount:count:ld usageCount:count:ld feedbackCount:count:ld latestVersion:text:ld latestPublishedVersion:text:ld
    latestVersionStatus:text:ld webUrl:text:ld portalUrl:text:ld tags:json:ld`),
  list: { ...list, max: 50, sorts: ['createdTime', 'modifiedTime'], fields: false },
}

export const customSpec: DeskModuleSpec = {
  name: 'cm_',
  description: '',
  nameField: 'name',
  scope: 'Desk.custommodule.READ',
  trash: 'recordIds',
  fields: fieldsOf(`
    id:id:lsd name:text:lsd department:named:lsd:departments layout:named:lsd owner:person:lsd:agents
    createdBy:person:lsd:agents modifiedBy:person:lsd:agents createdTime:time:lsd modifiedTime:time:lsd
    isPresence:bool:lsd`),
  list: { ...list, sorts: ['createdTime', 'modifiedTime'] },
  search: { ranges: times, exact: {}, text: {}, custom: 'field', splits: [] },
}
