/** Campaigns, Cases, Solutions. */
import { computed, days, integers, maybe, money, numbered, oddly, oneOf, yes } from './cells.ts'
import { systemColumns } from './common.ts'
import { oddAmounts, oddDays, oddTexts } from './odd.ts'
import { type CompanyModuleSpec, column, mandatory, optionalValues, readOnly, to, values } from './spec.ts'

const campaignTypes = ['Conference', 'Webinar', 'Trade Show', 'Public Relations', 'Email', 'Telemarketing']
const campaignStates = ['Planning', 'Active', 'Inactive', 'Complete']
const origins = ['Email', 'Phone', 'Web', 'X (Twitter)']
const caseStates = ['New', 'On Hold', 'Escalated', 'Closed']
const priorities = ['High', 'Medium', 'Low']

export const campaigns: CompanyModuleSpec = {
  meta: { api_name: 'Campaigns' },
  rows: 60,
  nameField: 'Campaign_Name',
  columns: (company) => [
    column('Campaign_Name', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 200 }),
    column('Type', 'picklist', maybe(0.2, oneOf(campaignTypes)), optionalValues(campaignTypes)),
    column('Status', 'picklist', maybe(0.1, oneOf(campaignStates)), optionalValues(campaignStates)),
    column('Start_Date', 'date', maybe(0.1, days(-900, 0))),
    column('End_Date', 'date', maybe(0.2, oddly(12, oddDays, days(0, 400)))),
    column('Budgeted_Cost', 'currency', maybe(0.3, money(80_000))),
    column('Actual_Cost', 'currency', maybe(0.5, oddly(10, oddAmounts, money(80_000)))),
    column('Num_sent', 'text', maybe(0.5, oneOf(['10', '9', '100', ' 7'])), { length: 50 }),
    column(
      'Parent_Campaign',
      'lookup',
      maybe(0.8, company.linkBefore('Campaigns')),
      to('Campaigns', 'Child_Campaigns'),
    ),
    ...systemColumns(company, 'Campaigns'),
  ],
}

export const cases: CompanyModuleSpec = {
  meta: { api_name: 'Cases' },
  rows: 400,
  nameField: 'Subject',
  columns: (company) => [
    column('Case_Number', 'autonumber', numbered('C', 100), { auto_number: { prefix: 'C', start_number: '000100' } }),
    column('Subject', 'text', oneOf(company.pools.sentences), { ...mandatory, display_field: true, length: 300 }),
    column('Case_Origin', 'picklist', oneOf(origins), { ...mandatory, ...values(origins) }),
    column('Status', 'picklist', oneOf(caseStates), { ...mandatory, ...values(caseStates) }),
    column('Priority', 'picklist', maybe(0.2, oneOf(priorities)), optionalValues(priorities)),
    column(
      'Email',
      'email',
      maybe(
        0.4,
        computed((row) => `case${String(row.Case_Number)}@example.test`),
      ),
    ),
    column('Account_Name', 'lookup', maybe(0.2, company.link('Accounts')), to('Accounts', 'Cases')),
    column('Related_To', 'lookup', maybe(0.3, company.link('Contacts')), to('Contacts', 'Cases')),
    column('Deal_Name', 'lookup', maybe(0.5, company.link('Deals')), to('Deals', 'Cases')),
    column('Description', 'textarea', maybe(0.3, oneOf(company.pools.paragraphs)), { textarea: { type: 'large' } }),
    column('Solution', 'textarea', maybe(0.8, oneOf(company.pools.paragraphs)), { textarea: { type: 'large' } }),
    column('No_of_comments', 'integer', integers(0, 9), readOnly),
    ...systemColumns(company, 'Cases'),
  ],
}

export const solutions: CompanyModuleSpec = {
  meta: { api_name: 'Solutions' },
  rows: 80,
  nameField: 'Solution_Title',
  columns: (company) => [
    column('Solution_Number', 'autonumber', numbered('S'), { auto_number: { prefix: 'S', start_number: '000001' } }),
    column('Solution_Title', 'text', oneOf(oddTexts), { ...mandatory, display_field: true, length: 200 }),
    column(
      'Status',
      'picklist',
      maybe(0.1, oneOf(['Draft', 'Reviewed', 'Duplicate'])),
      optionalValues(['Draft', 'Reviewed', 'Duplicate']),
    ),
    column('Published', 'boolean', yes(0.5)),
    column('Question', 'textarea', maybe(0.2, oneOf(company.pools.sentences)), { textarea: { type: 'small' } }),
    column('Answer', 'textarea', maybe(0.3, oneOf(company.pools.html)), { textarea: { type: 'rich_text' } }),
    ...systemColumns(company, 'Solutions'),
  ],
}
