import type { Io } from './io.ts'

/** How this command was called, for texts that say what to type next: from a clone it is found by npx alone. */
export const calledAs = ({ npm_command: command, npm_lifecycle_event: script }: Io['env']): string =>
  command === undefined && script === undefined ? 'zohosql' : 'npx zohosql'
