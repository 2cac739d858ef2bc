import type { CommandName } from './commands.ts'
import type { Task } from './task.ts'

/** The code of sub-commands, loaded when they are called: help and completion need only their words. */
export const loadCommand: Readonly<Record<CommandName, () => Promise<(task: Task) => Promise<void>>>> = {
  run: async () => (await import('./run.ts')).run,
  demo: async () => (await import('./commands/demo.ts')).demo,
  tables: async () => (await import('./commands/catalogue.ts')).tables,
  describe: async () => (await import('./commands/catalogue.ts')).describe,
  copy: async () => (await import('./commands/copy.ts')).copy,
  undo: async () => (await import('./commands/undo.ts')).undo,
  load: async () => (await import('./commands/load.ts')).load,
  pipeline: async () => (await import('./commands/pipeline.ts')).pipeline,
  login: async () => (await import('./commands/login.ts')).login,
  logout: async () => (await import('./commands/profiles.ts')).logout,
  profiles: async () => (await import('./commands/profiles.ts')).profiles,
  ping: async () => (await import('./commands/ping.ts')).ping,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  help: async () => (await import('./commands/help.ts')).help,
  mcp: async () => (await import('./commands/mcp.ts')).mcp,
  token: async () => (await import('./commands/token.ts')).token,
  serve: async () => (await import('./commands/serve.ts')).serve,
}
