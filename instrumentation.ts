/** Opens the runtime before the first request, so that runs a dead server left behind are ended, and a bad setting stops the start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startRuntime } = await import('./lib/runtime/start-runtime');
    await startRuntime();
  }
}
