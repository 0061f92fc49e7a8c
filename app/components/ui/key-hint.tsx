'use client';

import { keyText } from '@/lib/client/key-press';
import { Kbd } from './kbd';
import { useIsApple } from './use-modifier-key';

/** Keys of the key map, as this machine's keyboard shows them. */
export function KeyHint({ keys }: { keys: readonly string[] }) {
  const isApple = useIsApple();
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key} keys={keyText(key, isApple)} />
      ))}
    </span>
  );
}
