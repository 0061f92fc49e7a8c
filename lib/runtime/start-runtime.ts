import { getRuntime } from './process-runtime';

/** Opens the runtime at the server's start. What the person can mend is said in one paragraph, and the process ends. */
export async function startRuntime(): Promise<void> {
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  try {
    await getRuntime();
  } catch (error) {
    const isExplained = error instanceof Error && ['SettingsError', 'GraphConfigError'].includes(error.name);
    console.error(isExplained ? `\n  ${error.message}\n` : error);
    process.exit(1);
  }
}
