'use client';

import { ownClient } from '@/lib/client/client-id';
import type { ValueChange } from '@/lib/contracts/changes';
import { outsideText } from './outside-text';

/** That somebody else than this page made it. */
export function Outside({ change }: { change: ValueChange }) {
  const text = outsideText(change, ownClient());
  return text === null ? null : <span className="min-w-0 truncate text-fg-3">· {text}</span>;
}
