/** Opens the runtime before the first request, so that runs a dead server left behind are ended, and a bad setting stops the start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { getRuntime } = await import('./lib/runtime/process-runtime');
  try {
    await getRuntime();
  } catch (error) {
    const isExplained = error instanceof Error && ['SettingsError', 'GraphConfigError'].includes(error.name);
    console.error(isExplained ? `\n  ${(error as Error).message}\n` : error);
    process.exit(1);
  }
}
