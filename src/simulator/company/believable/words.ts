/** Words of the demo company's business. Names of people and firms are made up. */

export const firmFirst = [
  'Alder',
  'Arden',
  'Baltic',
  'Bergmann',
  'Bluewater',
  'Brennan',
  'Cedar',
  'Cobalt',
  'Danube',
  'Delta',
  'Elbe',
  'Everett',
  'Fairfield',
  'Falkner',
  'Garonne',
  'Granite',
  'Hansen',
  'Harbour',
  'Highland',
  'Iberia',
  'Jensen',
  'Keller',
  'Kestrel',
  'Lakeside',
  'Lindqvist',
  'Meridian',
  'Moravia',
  'Nordic',
  'Oakfield',
  'Pacific',
  'Prairie',
  'Rhone',
  'Rossi',
  'Sterling',
  'Summit',
  'Tagus',
  'Thornton',
  'Valley',
  'Vega',
  'Westbrook',
] as const
export const firmTrade = [
  'Foods',
  'Brewing',
  'Dairy',
  'Chemicals',
  'Pharma',
  'Water',
  'Paper',
  'Textiles',
  'Cosmetics',
  'Plating',
  'Packaging',
  'Beverages',
  'Utilities',
  'Coatings',
  'Sugar',
  'Laundries',
  'Polymers',
  'Aquaculture',
  'Semiconductors',
  'Greenhouses',
] as const
/** What a firm's trade is called in the picklist of industries. */
export const firmForms = ['GmbH', 'Ltd', 'Inc.', 'AG', 'BV', 'AB', 'SA', 'SpA'] as const

/** City, region, country, code. */
export const places = [
  ['Hamburg', 'Hamburg', 'Germany', '20457'],
  ['Stuttgart', 'Baden-Württemberg', 'Germany', '70173'],
  ['Leipzig', 'Saxony', 'Germany', '04109'],
  ['Vienna', 'Vienna', 'Austria', '1020'],
  ['Zurich', 'Zurich', 'Switzerland', '8005'],
  ['Lyon', 'Auvergne-Rhône-Alpes', 'France', '69003'],
  ['Lille', 'Hauts-de-France', 'France', '59000'],
  ['Rotterdam', 'South Holland', 'Netherlands', '3011'],
  ['Antwerp', 'Flanders', 'Belgium', '2000'],
  ['Gothenburg', 'Västra Götaland', 'Sweden', '411 03'],
  ['Aarhus', 'Central Jutland', 'Denmark', '8000'],
  ['Leeds', 'Yorkshire', 'United Kingdom', 'LS1 4DY'],
  ['Bristol', 'South West', 'United Kingdom', 'BS1 6QF'],
  ['Milan', 'Lombardy', 'Italy', '20121'],
  ['Porto', 'Norte', 'Portugal', '4000-010'],
  ['Valencia', 'Valencia', 'Spain', '46001'],
  ['Gdańsk', 'Pomerania', 'Poland', '80-001'],
  ['Brno', 'South Moravia', 'Czechia', '602 00'],
  ['Chicago', 'Illinois', 'USA', '60607'],
  ['Cleveland', 'Ohio', 'USA', '44114'],
  ['Houston', 'Texas', 'USA', '77002'],
  ['Portland', 'Oregon', 'USA', '97205'],
  ['Toronto', 'Ontario', 'Canada', 'M5V 2T6'],
] as const

export const streets = [
  'Mill Road',
  'Harbour Street',
  'Station Road',
  'Industrial Park',
  'Canal Street',
  'Foundry Lane',
] as const

export const jobs = [
  'Plant Manager',
  'Process Engineer',
  'Head of Maintenance',
  'Purchasing Manager',
  'Quality Manager',
  'Operations Director',
  'Production Planner',
  'Utilities Engineer',
  'Managing Director',
  'Buyer',
  'Project Engineer',
  'Lab Manager',
] as const
export const departments = ['Production', 'Maintenance', 'Purchasing', 'Quality', 'Engineering', 'Management'] as const

export const dealTopics = [
  'dosing pumps for line 2',
  'filter replacement contract',
  'cleaning skid upgrade',
  'spare parts package',
  'service plan renewal',
  'control unit retrofit',
  'pilot installation',
  'chlorine dosing station',
  'pH control for effluent',
  'second filling line',
  'pump exchange programme',
  'annual maintenance',
  'flow metering upgrade',
  'new site equipment',
] as const
export const nextSteps = [
  'Send the revised quote',
  'Site visit with the engineer',
  'Call the purchasing manager',
  'Wait for the budget round',
  'Clarify delivery dates',
  'Present the pilot results',
  'Get the contract signed',
] as const
export const dealTexts = [
  'The old pumps leak at the seals; they want to replace them before summer.',
  'Asked for a pilot with one PX-5 and a report after four weeks.',
  'Competes with the incumbent on price; service within 48 hours is what they miss.',
  'Budget is approved for this year. Delivery in two lots is fine.',
  'The engineer is convinced, purchasing wants a second offer.',
  'Follows from the inspection in spring. Spare parts should be part of the offer.',
] as const
export const accountTexts = [
  'Runs two plants with dosing on every line. Maintenance is done by their own people.',
  'Customer since the first PX-5. Orders spare parts every quarter.',
  'Buys through a framework contract; ask purchasing before sending quotes.',
  'Interested in service plans since their technician retired.',
  'Pilot customer for the control unit CU-2.',
] as const
export const contactTexts = [
  'Prefers to be called in the morning.',
  'Decides together with the plant manager.',
  'Met at the trade show; asked for the brochure.',
  'Speaks German and English.',
  'Is on leave in August.',
] as const
export const leadTexts = [
  'Asked on the website for prices of the PX-5.',
  'Came to the stand, wants a demonstration.',
  'Downloaded the guide on chlorine dosing.',
  'Was recommended by a customer.',
  'Looks for a replacement of a discontinued pump.',
] as const

/** Name, category, price, and what it is. */
export const products = [
  ['Dosing pump PX-5', 'Hardware', 1480, 'Diaphragm dosing pump, 5 l/h, with manual stroke adjustment.'],
  ['Dosing pump PX-20', 'Hardware', 2350, 'Diaphragm dosing pump, 20 l/h.'],
  ['Dosing pump PX-60', 'Hardware', 4180, 'Diaphragm dosing pump, 60 l/h, with motor drive.'],
  ['Control unit CU-2', 'Hardware', 1990, 'Controls two pumps by flow, pH or time.'],
  ['Control unit CU-8', 'Hardware', 3890, 'Controls up to eight pumps, with network.'],
  ['Fine filter F-10', 'Hardware', 640, 'Cartridge filter, 10 µm.'],
  ['Fine filter F-50', 'Hardware', 890, 'Cartridge filter, 50 µm, stainless steel.'],
  ['pH sensor S-7', 'Hardware', 310, 'Glass electrode with temperature compensation.'],
  ['Chlorine sensor S-9', 'Hardware', 720, 'Amperometric, for drinking and process water.'],
  ['Flow meter M-25', 'Hardware', 560, 'Magnetic-inductive, DN 25.'],
  ['Seal kit 7731', 'Hardware', 86, 'Seals and diaphragm for the PX-5.'],
  ['Seal kit 7740', 'Hardware', 118, 'Seals and diaphragm for the PX-20 and PX-60.'],
  ['Drive belt 880', 'Hardware', 24, 'For pumps with motor drive.'],
  ['Suction line kit', 'Hardware', 145, 'Lance, foot valve and hose.'],
  ['Dosing skid D-1', 'Hardware', 9800, 'Two pumps, control unit and piping on a frame.'],
  ['PumpWatch', 'Software', 49, 'Watches pumps and sensors; price a month and site.'],
  ['PumpWatch reports', 'Software', 19, 'Reports on dosing for audits; price a month and site.'],
  ['CRM connector', 'CRM Applications', 290, 'Alarms of PumpWatch become cases here.'],
] as const
export const productSizes = [
  '',
  ' (230 V)',
  ' (115 V)',
  ' EX',
  ' PVDF',
  ' stainless steel',
  ' set of 10',
  ' exchange unit',
] as const

export const vendors = [
  'Adler Membranes',
  'Brixton Castings',
  'Cosmo Electronics',
  'Delft Sensors',
  'Eifel Plastics',
  'Ferro Fittings',
  'Gotha Motors',
  'Hartwell Bearings',
  'Isar Packaging',
  'Jura Springs',
  'Kolding Seals',
  'Lodz Machining',
  'Modena Valves',
  'Nagoya Displays',
  'Odense Cables',
  'Pilsen Steel',
  'Quimper Glass',
  'Rugby Freight',
  'Solna Labels',
  'Tampere Boards',
] as const

export const campaignNames = [
  'Spring service weeks',
  'Webinar: dosing without drift',
  'Trade show Munich',
  'Filter exchange offer',
  'PX-60 launch',
  'Reference day at the brewery',
  'PumpWatch trial',
  'Autumn newsletter',
  'Webinar: audits made easy',
  'Partner day',
] as const

export const caseSubjects = [
  'Pump loses its stroke after two hours',
  'Display of the CU-2 stays dark',
  'Leak at the dosing head',
  'pH reading drifts after cleaning',
  'Alarm 17 cannot be reset',
  'Wrong seal kit delivered',
  'Invoice shows the old address',
  'Flow meter shows zero',
  'Noise from the motor',
  'How is the CU-8 connected to the network?',
  'PumpWatch sends no e-mails',
  'Calibration of the chlorine sensor',
] as const
export const caseTexts = [
  'Started on Monday. Cleaning and restarting did not help; production goes on by hand.',
  'The line stands until this is repaired. Please call back today.',
  'Happens about twice a day, mostly in the night shift. A photo is attached.',
  'Not urgent; the visit of the technician next month would be early enough.',
  'The part number on the delivery note does not match the one on the box.',
] as const
export const caseSolutions = [
  'Diaphragm was worn: seal kit 7731 sent, exchanged by the customer.',
  'Firmware 2.4 installed, alarm did not come back.',
  'Sensor calibrated over the phone; a new one follows with the next order.',
  'Credit note sent, right kit delivered.',
] as const
export const solutionTitles = [
  'The pump loses its stroke',
  'Changing the diaphragm of a PX-5',
  'Calibrating pH sensors',
  'Connecting the CU-8',
  'Alarm codes of the CU-2',
  'Cleaning filters without taking them out',
  'Winter storage of pumps',
  'What PumpWatch reports contain',
] as const

export const taskSubjects = [
  'Send the quote',
  'Call about the service plan',
  'Prepare the site visit',
  'Check delivery dates',
  'Follow up after the trade show',
  'Ask for the signed order',
  'Update the contact details',
  'Send the pilot report',
  'Remind of the open invoice',
  'Arrange the training',
] as const
export const meetingTitles = [
  'Site visit',
  'Offer presentation',
  'Kick-off of the pilot',
  'Quarterly review',
  'Demonstration of PumpWatch',
  'Contract talks',
  'Training at the plant',
] as const
export const callSubjects = [
  'First call',
  'Call about prices',
  'Call back',
  'Service request',
  'Reminder of the offer',
  'Delivery date',
  'Feedback after the visit',
] as const
export const appointmentNames = [
  'Inspection of pumps',
  'Calibration of sensors',
  'Exchange of seals',
  'Commissioning',
  'Annual maintenance',
] as const
export const noteTitles = ['After the call', 'Visit report', 'Prices', 'Competitor', 'Next steps'] as const
export const noteTexts = [
  'They will decide after the summer break; call again in September.',
  'Two pumps of another make stand next to ours and leak.',
  'Asked for a discount of 5 % if all three lines are equipped.',
  'The new plant manager starts in spring and wants to see a pilot.',
  'Spare parts are ordered by the maintenance team directly.',
  'Very happy with the service last week.',
] as const
export const terms = [
  '<div>Delivery within <b>four weeks</b>. Payment within 30 days without deduction.</div>',
  '<div>Delivery in <b>two lots</b>. Installation is invoiced by time.</div>',
] as const
export const lineTexts = [
  'Delivery with the first lot',
  'Instead of the old model',
  'Including commissioning',
  'For line 2',
] as const
export const workDone = [
  'Seals exchanged',
  'Pump calibrated',
  'Filter cleaned',
  'Firmware updated',
  'Motor replaced',
  'Inspection without findings',
] as const
