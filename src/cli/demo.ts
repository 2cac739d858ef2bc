/** The demo company, which `--demo` stands for. */
export interface Demo {
  readonly connectionString: string
  close(): Promise<void>
}

/** Starts the demo company; nothing of it is kept. */
export async function startDemo(options: {
  readonly rows?: number | undefined
  /** Milliseconds before each answer. */
  readonly latency?: number | undefined
}): Promise<Demo> {
  const { startSimulator } = await import('../simulator/index.ts')
  const simulator = await startSimulator(options)
  return {
    connectionString: `${simulator.connectionString};TokenStore=memory`,
    close: () => simulator.close(),
  }
}
