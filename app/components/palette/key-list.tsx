'use client';

import { X } from 'lucide-react';
import { KEY_MAP, KEY_PLACES, type KeyLine } from '@/lib/client/key-map';
import { IconButton } from '../ui/icon-button';
import { KeyHint } from '../ui/key-hint';
import { Dialog } from './dialog';

const LINES: readonly KeyLine[] = KEY_MAP;

/** Every key there is, by place. */
export function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Keys" onClose={onClose}>
      <div className="flex items-center border-b py-1.5 pr-2 pl-4">
        <h2 className="font-medium">Keys</h2>
        <IconButton label="Close" icon={<X aria-hidden size={15} />} className="ml-auto" onClick={onClose} />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
        tabIndex={0}
        aria-label="All keys"
        className="max-h-[75vh] columns-1 gap-8 overflow-y-auto px-4 py-3 -outline-offset-2 sm:columns-2"
      >
        {KEY_PLACES.map((place) => (
          <section key={place} aria-label={place} className="mb-4 break-inside-avoid">
            <h3 className="pb-1 text-xs text-fg-3">{place}</h3>
            <dl>
              {LINES.filter((line) => line.place === place).map(({ keys, does }) => (
                <div key={does} className="flex items-baseline gap-3 py-0.5">
                  <dt className="w-28 shrink-0">
                    <KeyHint keys={keys} />
                  </dt>
                  <dd className="text-fg-2">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
