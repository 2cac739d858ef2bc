import { run } from '../run.ts'
import type { Task } from '../task.ts'
import { tour } from './tour.ts'

/** `zohosql demo`: statements over the simulated company, or without one the tour. */
export const demo = (task: Task): Promise<void> => {
  const inDemo = { ...task, options: { ...task.options, demo: true } } as const
  return task.words.length > 0 ? run(inDemo) : tour(inDemo)
}
