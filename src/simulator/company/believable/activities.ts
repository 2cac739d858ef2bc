/** Tasks, meetings, calls, appointments and notes of the demo company. */
import { fraction, mix } from '../../hash.ts'
import { storedInstant } from '../../zone.ts'
import { type CellMaker, maybe } from '../cells.ts'
import type { Believable, Cells } from './parts.ts'
import { pick, text } from './pick.ts'
import { dayAfter, officeTime } from './times.ts'
import { appointmentNames, callSubjects, meetingTitles, noteTexts, noteTitles, places, taskSubjects } from './words.ts'

const dayMs = 86_400_000
const isPast = (day: string, end: number): boolean => Date.parse(day) < end

/** An instant of office hours, so many days at the most after the record was made. */
const soon =
  (days: number): CellMaker =>
  (hash, _index, row) =>
    storedInstant(
      officeTime(Date.parse(row.Created_Time as string) + (1 + fraction(hash) * days) * dayMs, mix(hash, 4), Infinity),
    )

export function activityCells({ end }: Believable): Readonly<Record<string, Cells>> {
  return {
    Tasks: {
      Subject: text(taskSubjects),
      Due_Date: maybe(0.1, (hash, _index, row) => dayAfter(Date.parse(row.Created_Time as string), 2 + (hash % 21))),
      Status: (hash, _index, row) => {
        const due = row.Due_Date as string | null
        if (due !== null && isPast(due, end)) return fraction(hash) < 0.93 ? 'Completed' : 'In Progress'
        return pick(['Not Started', 'Not Started', 'In Progress', 'Waiting for input'], hash)
      },
      Priority: (hash) => pick(['Normal', 'Normal', 'High', 'Low'], hash),
      Closed_Time: (_hash, _index, row) =>
        row.Status === 'Completed' && row.Due_Date ? `${row.Due_Date as string}T15:30:00Z` : null,
      Remind_At: () => null,
      Recurring_Activity: () => null,
      Description: maybe(0.8, text(noteTexts)),
    },
    Events: {
      Event_Title: text(meetingTitles),
      Start_DateTime: soon(28),
      Venue: maybe(0.3, (hash) => pick(places, hash)[0]),
      Recurring_Activity: () => null,
      Description: maybe(0.7, text(noteTexts)),
    },
    Calls: {
      Subject: text(callSubjects),
      Call_Start_Time: (_hash, _index, row) => row.Created_Time,
      Call_Duration_in_seconds: (hash, _index, row) =>
        row.Call_Type === 'Missed' ? 0 : 40 + Math.floor(fraction(hash) ** 2 * 1500),
      Description: maybe(0.7, text(noteTexts)),
    },
    Appointments__s: {
      Appointment_Name: text(appointmentNames),
      Appointment_Start_Time: soon(40),
      Price: maybe(0.2, (hash) => 80 + (hash % 40) * 10),
    },
    Notes: {
      Note_Title: maybe(0.3, text(noteTitles)),
      Note_Content: text(noteTexts),
    },
  }
}
