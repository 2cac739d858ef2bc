/** What customers write to the demo support desk, and what they are told: cases with their usual words. */

export interface TicketCase {
  readonly department: 'Service' | 'Billing' | 'Spare Parts' | 'Onboarding'
  readonly category: string
  readonly subCategory: string | null
  readonly classification: 'Problem' | 'Question' | 'Request' | 'Complaint'
  readonly subjects: readonly string[]
  readonly asks: readonly string[]
  readonly answers: readonly string[]
  readonly resolution: string
  readonly tags: readonly string[]
}

const make = (
  [department, category, subCategory, classification]: readonly [
    TicketCase['department'],
    string,
    string | null,
    TicketCase['classification'],
  ],
  subjects: readonly string[],
  asks: readonly string[],
  answers: readonly string[],
  resolution: string,
  tags: readonly string[],
): TicketCase => ({ department, category, subCategory, classification, subjects, asks, answers, resolution, tags })

/** `{product}`, `{serial}`, `{order}`, `{invoice}`, `{hours}`, `{first}` are put in. */
export const cases: readonly TicketCase[] = [
  make(
    ['Service', 'Hardware', 'Pump', 'Problem'],
    ['Pump stops after ten minutes', '{product} stops by itself', 'Pump does not keep running (serial {serial})'],
    [
      'Our {product} runs for about ten minutes, then stops without an error. After a break of half an hour it starts again. It has about {hours} hours on it.',
      'It happened again this morning, right after the early shift came in. Nothing was changed since the last inspection.',
    ],
    [
      'Thank you for the details. This sounds like the thermal switch. Could you read the temperature on the display just before it stops?',
      'A technician can be with you on Thursday. Please keep the machine switched off until then.',
    ],
    'Thermal switch replaced, cooling fins cleaned. Ran two hours under load without a stop.',
    ['overheating', 'on-site'],
  ),
  make(
    ['Service', 'Hardware', 'Display', 'Problem'],
    ['Display stays dark', 'No picture on {product}', 'Screen flickers since the update'],
    [
      'Since last Friday the display of our {product} stays dark, although the machine itself works. The serial number is {serial}.',
      'We tried another power outlet and a longer reset. No change.',
    ],
    [
      'Please hold the power button for fifteen seconds and tell me whether the green light blinks twice.',
      'Then the panel is defective. I am sending a replacement today, free of charge, as the machine is under warranty.',
    ],
    'Panel exchanged under warranty. Customer confirms that the picture is back.',
    ['warranty'],
  ),
  make(
    ['Service', 'Software', 'Update', 'Problem'],
    ['Update 4.2 fails at 80 %', 'Cannot install the new firmware', 'Error E-217 during update'],
    [
      'The update stops at 80 % with error E-217. Our firewall lets everything through to your servers; I checked the log.',
      'I downloaded the file again, and the checksum is right. Still E-217.',
    ],
    [
      'E-217 means that the disk is nearly full. Would you delete the old log files under Maintenance and try again?',
      'We found a fault in the installer for devices with the small disk. Version 4.2.1 mends it; the link is in your portal.',
    ],
    'Installed 4.2.1. The installer no longer needs twice the space.',
    ['firmware', 'known-issue'],
  ),
  make(
    ['Service', 'Software', 'Access', 'Request'],
    ['Please reset my password', 'Locked out of the portal', 'New user for our account'],
    [
      'I have tried three times and now my user is locked. Could you reset it? I need the manuals today.',
      'The mail with the link did not arrive, not even among the spam.',
    ],
    [
      'I have unlocked your user and sent a new link to the address we have on file. It is good for one hour.',
      'Your mail server refused ours for a while. The link is on its way again.',
    ],
    'Password reset; mail domain put on the list of trusted senders.',
    ['password'],
  ),
  make(
    ['Service', 'Hardware', 'Noise', 'Problem'],
    ['Loud noise from the gearbox', '{product} squeaks', 'Vibration above 1,200 rpm'],
    [
      'From about 1,200 rpm on, the {product} vibrates so that the table shakes. Below that it is quiet.',
      'Attached you find a recording. One hears it best from second 20 on.',
    ],
    [
      'The recording helps, thank you. It is the coupling. How many hours does the counter show?',
      'At {hours} hours the coupling is due. I have ordered the part, and {first} will call you for a date.',
    ],
    'Coupling replaced and aligned. Vibration is within the limits again.',
    ['wear', 'on-site'],
  ),
  make(
    ['Billing', 'Invoice', 'Amount', 'Question'],
    ['Invoice {invoice}: wrong amount', 'Question on invoice {invoice}', 'Freight charged twice?'],
    [
      'On invoice {invoice} the freight is charged twice, once as a line and once within the total. Would you please check?',
      'Our accounting closes on Friday. Can we have the corrected invoice before that?',
    ],
    [
      'You are right, and I am sorry. The corrected invoice {invoice}-A is attached; please ignore the first one.',
      'The credit note was booked this morning.',
    ],
    'Credit note sent, invoice issued again without the second freight.',
    ['invoice', 'credit-note'],
  ),
  make(
    ['Billing', 'Payment', null, 'Complaint'],
    ['Reminder although we paid', 'Second reminder for {invoice}', 'Payment not recognised'],
    [
      'We paid {invoice} two weeks ago and today got a second reminder. This is annoying. The reference was given as printed.',
      'Here is the confirmation of our bank.',
    ],
    [
      'The payment had come without the leading zeros in the reference and was not matched. It is booked now. Please excuse the reminder.',
    ],
    'Payment matched by hand; reminder withdrawn.',
    ['payment'],
  ),
  make(
    ['Billing', 'Contract', 'Renewal', 'Request'],
    [
      'Renewal of our service contract',
      'Please send an offer for another year',
      'Cancel contract at the end of the term',
    ],
    [
      'Our contract for the {product} ends next month. Could you send an offer for another year, with the on-site option?',
      'Two days instead of one would be fine for us if it saves money.',
    ],
    [
      'With pleasure. The offer is attached; for three years we can give eight per cent.',
      'I have changed the response time to two days, which lowers the price as you see in the new offer.',
    ],
    'Contract renewed for a year, response within two days.',
    ['contract', 'renewal'],
  ),
  make(
    ['Spare Parts', 'Order', 'Delivery', 'Question'],
    ['Where is order {order}?', 'Delivery of {order} is late', 'Parcel without the impeller'],
    [
      'Order {order} was promised for Monday and has not come. We stand still without it.',
      'The parcel came today, but the impeller is missing. The delivery note says it is in there.',
    ],
    [
      'The carrier has had a strike in our depot. Your parcel left this morning and will be with you tomorrow before noon.',
      'I am sorry for that. The missing part goes out today by express, at our cost.',
    ],
    'Missing part delivered by express. Depot was told about the packing fault.',
    ['delivery'],
  ),
  make(
    ['Spare Parts', 'Availability', null, 'Question'],
    ['Seal kit for {product}', 'Do you still have filters for the old model?', 'Part number for the drive belt'],
    [
      'Which seal kit fits our {product} with the serial number {serial}? Your catalogue names two.',
      'We need three of them, preferably this week.',
    ],
    [
      'For serial numbers from PX-5 on it is kit 7731. Three are on stock; shall I reserve them?',
      'They are reserved under {order}.',
    ],
    'Three kits 7731 reserved and ordered.',
    ['parts'],
  ),
  make(
    ['Spare Parts', 'Return', 'Wrong part', 'Complaint'],
    ['Wrong filter delivered', 'Return of order {order}', 'Part does not fit'],
    [
      'We ordered the fine filter and got the coarse one. Please send the right one and tell us where to return the other.',
    ],
    [
      'The label for the return is attached. The fine filter left the depot an hour ago.',
      'You may keep the coarse one, if it is of any use to you.',
    ],
    'Right filter delivered, wrong one returned.',
    ['return'],
  ),
  make(
    ['Onboarding', 'Training', null, 'Request'],
    ['Training for two new colleagues', 'Date for the introduction', 'Material of the last course'],
    [
      'Two new colleagues start on the first. Could they take part in the next introduction to the {product}?',
      'Is the course also held in German?',
    ],
    [
      'There are two seats left on the 14th. I have booked them; the invitations follow.',
      'Yes, in the afternoon, with the same material.',
    ],
    'Both took part; certificates are in the portal.',
    ['training'],
  ),
  make(
    ['Onboarding', 'Set-up', 'Network', 'Problem'],
    ['{product} does not find the network', 'Set-up stops at step 3', 'Which ports must be open?'],
    [
      'The set-up of the new {product} stops at step 3: no connection to the service. Which ports do you need?',
      'Port 443 is open, 8883 was closed by our provider. It is open since today.',
    ],
    [
      'Only 443 and 8883, both outgoing. Would you test the second one?',
      'I see your device in our monitor now. Step 3 should go through.',
    ],
    'Port 8883 opened; device is on line.',
    ['network', 'set-up'],
  ),
  make(
    ['Service', 'Warranty', null, 'Question'],
    ['Is {serial} still under warranty?', 'Warranty after change of owner', 'Warranty card lost'],
    [
      'We took over a {product} with the serial number {serial} from another firm. Is it still under warranty, and does that pass on to us?',
    ],
    ['Yes, until the end of next year. The warranty goes with the machine; I have entered you as the owner.'],
    'Owner changed in the register; warranty confirmed in writing.',
    ['warranty'],
  ),
]

/** Words that stand for what was really written between the first letter and the last. */
export const smallTalk: readonly string[] = [
  'Thank you, that was quick.',
  'Any news on this?',
  'I shall be out of the office until Monday; my colleague has all details.',
  'Thanks, we will try that this afternoon.',
  'It works again. You may close this.',
  'Unfortunately this did not help.',
]

/** What agents note among themselves. */
export const notes: readonly string[] = [
  'Called the customer, nobody there. Trying again tomorrow.',
  'Asked the workshop for the last protocol of this machine.',
  'Same fault as last month at the other site.',
  'Customer is important to sales; please answer within the day.',
  'Part ordered, waiting for the supplier.',
  'Please do not close before the invoice is settled.',
]

/** Values that break readers: quotes, markup, other scripts, blanks, texts that look like something else. */
export const oddSubjects: readonly string[] = [
  'It\'s "broken" & <b>loud</b>',
  '   blanks around   ',
  'Ölverlust an der Pumpe – dringend!!',
  'ポンプが止まりました',
  'المضخة لا تعمل',
  '😀 thanks 👍🏽',
  "'; DROP TABLE tickets; --",
  '100% sure_it*is',
  'Zoe\u0308 (decomposed) and Zoë',
  'null',
  '007',
  '1e5',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: searches write emptiness this way
  '${empty}',
  'line one\nline two',
  'tab\there',
  'back\\slash, comma; semicolon',
  `${'long '.repeat(190)}end`,
]

export const articles: readonly (readonly [title: string, summary: string])[] = [
  ['How to reset the thermal switch', 'Where it is, when it trips, and what to check before you start the pump again.'],
  [
    'Ports and addresses your firewall must allow',
    'Two outgoing ports are enough. This page says which, and how to test them.',
  ],
  ['Reading the hour counter', 'Which menu it is in, and at how many hours which part is due.'],
  ['Error codes from E-100 to E-299', 'A table of codes, what they mean, and what you can do yourself.'],
  ['Returning a part', 'Labels, deadlines, and what we need to know.'],
  ['Your warranty', 'What is covered, for how long, and what changes with a new owner.'],
  ['Installing an update without a network', 'With a stick, in twenty minutes.'],
  ['Understanding your invoice', 'Each line of it, with an example.'],
]
