'use client';

import { otherCode } from './origin-text';
import { OtherCode } from './other-code';
import { useOrigin } from './use-origin';

/** A quiet word in the bar on what one would not expect of the selected step: that others made it, or other code. */
export function OriginNote() {
  const { text, code } = useOrigin();
  const how = code === null ? null : otherCode(code.then, code.now);
  return (
    <div className="flex min-w-0 flex-1 basis-0 items-center gap-3 text-xs text-fg-2">
      <span role="note" aria-label="Who made this step" className="truncate">
        {text}
      </span>
      {code !== null && how !== null && <OtherCode how={how} {...code} />}
    </div>
  );
}
