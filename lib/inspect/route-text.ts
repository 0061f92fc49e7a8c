import type { TaskRoute } from '@/lib/contracts/task-details';
import { START } from './marks';
import { END } from './path-activity';

/** Where a choice led: `work`, `work ×3`, `the end`, or `nowhere`. */
export function whereTo({ taken }: TaskRoute): string {
  if (taken.length === 0) return 'nowhere';
  return taken
    .map(({ label, target, sends }) => nodeText(target ?? label) + (sends > 1 ? ` ×${sends}` : ''))
    .join(', ');
}

/** Who chose: `enough answered more`, `its Command said so`. */
export function whoChose({ router, taken }: TaskRoute): string {
  if (router === null) return 'its Command said so';
  if (taken.length === 0) return `${router} answered an empty list`;
  return `${router} answered ${taken.map(answerText).join(', ')}`;
}

/** `more → work`, or a node's name that stands for itself. */
export function labelText({ label, target }: { label: string; target: string | null }): string {
  return target === null || target === label ? nodeText(label) : `${label} → ${nodeText(target)}`;
}

function nodeText(name: string): string {
  if (name === END) return 'the end';
  return name === START ? 'the start' : name;
}

function answerText({ label, sends }: TaskRoute['taken'][number]): string {
  if (sends === 0) return label === END ? 'END' : label;
  return sends === 1 ? `a Send to ${label}` : `${sends} Sends to ${label}`;
}
