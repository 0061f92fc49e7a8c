'use client';

import { cx } from '@/app/components/ui/cx';
import type { Axis } from './axis';
import { useAxisChoice } from './use-axis';

const CHOICES: { kind: Axis['kind']; label: string; title: string }[] = [
  { kind: 'steps', label: 'Steps', title: 'One column for each step' },
  { kind: 'clock', label: 'Clock', title: 'Wall-clock time: how long each task took' },
];

/** What the marks stand along. */
export function AxisSwitch() {
  const { kind, choose } = useAxisChoice();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend that is seen.
    <div role="group" aria-label="Axis of the timeline" className="flex rounded-md border p-px">
      {CHOICES.map((choice) => (
        <button
          key={choice.kind}
          type="button"
          aria-pressed={choice.kind === kind}
          title={choice.title}
          onClick={() => choose(choice.kind)}
          className={cx(
            'h-5 rounded-sm px-2 text-xs',
            choice.kind === kind ? 'bg-press font-medium text-fg' : 'text-fg-2 hover:bg-hover',
          )}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
