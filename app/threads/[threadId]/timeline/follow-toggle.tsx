'use client';

import { Radio } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { useTrack } from './track';

const LIVE = <Radio aria-hidden size={12} />;

/** Following keeps the newest step selected and in view; selecting any step ends it, and moving the view holds that. */
export function FollowToggle() {
  const { isFollowing } = useDebugger();
  const { select, follow, latest } = useDebuggerActions();
  const { view } = useTrack();
  return isFollowing && !view.isHeld ? (
    <Button
      size="sm"
      aria-pressed="true"
      className="w-30 border-transparent! bg-done-soft! text-done!"
      icon={<span aria-hidden className="size-1.5 rounded-full bg-done" />}
      onClick={() => {
        const { selection } = latest();
        if (selection) select(selection);
      }}
    >
      Following
    </Button>
  ) : (
    <Button
      size="sm"
      className="w-30"
      icon={LIVE}
      onClick={() => {
        view.letGo();
        if (!isFollowing) follow(null);
      }}
    >
      Return to live
    </Button>
  );
}
