import type { Activity, DependencyCondition } from '../activities/index.ts'

/** How an activity ended, as far as others depend on it. */
export type ActivityStatus = 'Succeeded' | 'Failed' | 'Skipped'

/** Runs one activity. */
export type RunOne = (activity: Activity) => Promise<ActivityEnd>

export interface ActivityEnd {
  readonly end: ActivityStatus
  readonly message?: string
}

export interface RunOutcome {
  readonly succeeded: boolean
  readonly message: string | undefined
}

/**
 * Runs activities, each as soon as those it depends on have ended. One whose conditions are not met is skipped.
 *
 * The whole succeeds, as in Data Factory, if its last activities do; for one that was skipped, those it depends on count.
 */
export async function schedule(
  activities: readonly Activity[],
  run: RunOne,
  skip: (activity: Activity) => void,
): Promise<RunOutcome> {
  const ends = new Map<string, Promise<ActivityEnd>>()
  const endOf = (activity: Activity): Promise<ActivityEnd> => {
    const known = ends.get(activity.name)
    if (known) return known
    const ending = begin(activity)
    ends.set(activity.name, ending)
    return ending
  }
  const byName = new Map(activities.map((activity) => [activity.name, activity]))
  async function begin(activity: Activity): Promise<ActivityEnd> {
    const before = await Promise.all(activity.dependsOn.map(({ activity: name }) => endOf(byName.get(name)!)))
    const isMet = activity.dependsOn.every(({ conditions }, i) =>
      conditions.some((each) => meets(before[i]!.end, each)),
    )
    if (isMet) return run(activity)
    skip(activity)
    return { end: 'Skipped' }
  }
  const all = await Promise.all(activities.map(endOf))
  return outcomeOf(activities, new Map(activities.map(({ name }, i) => [name, all[i]!])))
}

const meets = (end: ActivityStatus, condition: DependencyCondition): boolean =>
  condition === end || (condition === 'Completed' && end !== 'Skipped')

function outcomeOf(activities: readonly Activity[], ends: ReadonlyMap<string, ActivityEnd>): RunOutcome {
  const byName = new Map(activities.map((activity) => [activity.name, activity]))
  const failed = (name: string): string | undefined => {
    const { end, message } = ends.get(name)!
    if (end === 'Failed') return message ?? `${name} failed.`
    if (end === 'Succeeded') return undefined
    return byName
      .get(name)!
      .dependsOn.map(({ activity }) => failed(activity))
      .find((each) => each !== undefined)
  }
  const depended = new Set(activities.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity)))
  const last = activities.filter(({ name }) => !depended.has(name))
  const message = last.map(({ name }) => failed(name)).find((each) => each !== undefined)
  return { succeeded: message === undefined, message }
}
