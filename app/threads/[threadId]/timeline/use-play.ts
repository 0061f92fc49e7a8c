'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { useKeys } from '@/lib/client/use-keys';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { advance, type Speed } from './play';

export interface Play {
  isPlaying: boolean;
  toggle: () => void;
  speed: Speed;
  setSpeed: (speed: Speed) => void;
}

/** Plays the branch shown from the selected step on, or from its start when that is the last. Space toggles. */
export function usePlay(): Play {
  const { history, shownPath } = useDebugger();
  const { select, latest, moves } = useDebuggerActions();
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  /** Where the play stands, with the fraction of a step, the checkpoint that it has selected there, and the one before. */
  const place = useRef<{ at: number; checkpointId: string; before: string } | null>(null);
  /** Moves up to the play's own last one. */
  const ownMoves = useRef(0);
  const stepCount = shownPath.length - 1;

  const play = useEffectEvent((frameMs: number) => {
    const { selection } = latest();
    if (!selection || !place.current) return setIsPlaying(false);
    // Somebody moved, be it shown yet or not: from there on it is theirs.
    if (moves() !== ownMoves.current) return setIsPlaying(false);
    if (place.current.checkpointId !== selection.checkpointId) {
      // What it selected is not shown yet; anything else came by the address.
      if (place.current.before !== selection.checkpointId) setIsPlaying(false);
      return;
    }
    const at = advance(place.current.at, frameMs, { stepCount, speed });
    const checkpointId = shownPath[Math.floor(at)] ?? selection.checkpointId;
    place.current = { at, checkpointId, before: selection.checkpointId };
    if (checkpointId !== selection.checkpointId) select({ ...selection, checkpointId });
    ownMoves.current = moves();
    if (at >= stepCount) setIsPlaying(false);
  });
  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function onFrame(now) {
      play(now - before);
      before = now;
      frame = requestAnimationFrame(onFrame);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const toggle = useHandler(() => {
    const { selection } = latest();
    if (!selection || stepCount < 1) return;
    if (isPlaying) return setIsPlaying(false);
    const at = positionOnPath(history, shownPath, selection.checkpointId);
    const start = at < 0 || at >= stepCount ? 0 : at;
    const checkpointId = shownPath[start] as string;
    place.current = { at: start, checkpointId, before: selection.checkpointId };
    // Pinned: while it plays, nothing that arrives may move the selection.
    select({ ...selection, checkpointId }, { isJump: true });
    ownMoves.current = moves();
    setIsPlaying(true);
  });
  useKeys({ 'time.play': toggle });
  return { isPlaying, toggle, speed, setSpeed };
}
