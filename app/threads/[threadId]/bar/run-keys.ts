export type RunAct = 'run' | 'step' | 'run-to' | 'pause' | 'stop';

interface KeyPress {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** As Chrome's debugger has them. F8 runs what stands and pauses what runs. */
export const RUN_KEYS: Readonly<Record<RunAct, string>> = {
  run: 'F8',
  pause: 'F8',
  step: 'F9',
  'run-to': 'Shift+F9',
  stop: 'Shift+F8',
};

/** What a key asks for; F8 depends on whether the branch runs. */
export function runActOfKey(
  { key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress,
  isRunning: boolean,
): RunAct | undefined {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (key === 'F8') return shiftKey ? 'stop' : isRunning ? 'pause' : 'run';
  if (key === 'F9') return shiftKey ? 'run-to' : 'step';
  return undefined;
}
