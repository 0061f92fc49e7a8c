'use client';

import { Users } from 'lucide-react';
import dynamic from 'next/dynamic';
import { memo } from 'react';
import { useSelected } from '../debugger-model';
import { otherCode } from './origin-text';
import { type Maker, makerOf, useOrigin } from './use-origin';

/** Loads when a step was made with other code. */
const OtherCode = dynamic(() => import('./other-code').then((module) => module.OtherCode), { loading: () => null });

/** A quiet word in the bar on what one would not expect of the selected step: that others made it, or other code. */
export function OriginNote() {
  const { entry } = useSelected();
  return (
    <div className="@container z-10 flex min-w-0 flex-1 basis-0 items-center gap-3 text-xs text-fg-2">
      {entry !== null && <Origin {...makerOf(entry)} />}
    </div>
  );
}

/** The same for all steps of a run, whichever of them is shown. */
const Origin = memo(function Origin(maker: Maker) {
  const { text, code } = useOrigin(maker);
  const how = code === null ? null : otherCode(code.then, code.now);
  return (
    <>
      <span role="note" aria-label="Who made this step" title={text ?? undefined} className="truncate">
        {text !== null && <Users aria-hidden size={13} className="hidden @max-[9rem]:block" />}
        <span className="@max-[9rem]:sr-only">{text}</span>
      </span>
      {code !== null && how !== null && <OtherCode how={how} {...code} />}
    </>
  );
});
