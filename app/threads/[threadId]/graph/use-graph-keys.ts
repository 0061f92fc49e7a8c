'use client';

import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type FocusEvent, type KeyboardEvent, useCallback, useRef } from 'react';
import { isPressOf } from '@/lib/client/key-press';
import { focusNode } from './focus-node';
import { useGraphActions, useGraphView } from './graph-view';
import type { GraphLayout, PlacedNode } from './placed';
import { walkOfKey, walkTo } from './walk';

const MARGIN_PX = 24;
const FRAME_HEAD_PX = 28;

/**
 * Keys while a node has the focus: walking over the nodes, and `o` for the graph inside. A node out of sight is brought
 * into it; one that was opened or closed keeps the focus.
 */
export function useGraphKeys(layout: GraphLayout, inside: ReadonlySet<string>) {
  const view = useGraphView();
  const { setOpen } = useGraphActions();
  const frame = useRef<HTMLDivElement>(null);
  const reveal = useReveal();

  const onKeyDown = (event: KeyboardEvent) => {
    const from = nodeAt(event.target, layout);
    if (!from) return;
    if (isPressOf('o', event, false) && inside.has(from.id)) {
      event.preventDefault();
      view.focusWhenDrawn(from.id);
      setOpen(from.id, from.kind !== 'frame');
      return;
    }
    const walk = walkOfKey(event);
    const to = walk && walkTo(layout.nodes, from.id, walk);
    if (!to) return;
    event.preventDefault();
    focusNode(frame.current, to);
  };
  const onFocus = ({ target }: FocusEvent) => {
    const node = nodeAt(target, layout);
    if (node && target.matches(':focus-visible')) reveal(node);
  };

  return { frame, onKeyDown, onFocus };
}

function nodeAt(target: EventTarget, { nodes }: GraphLayout): PlacedNode | undefined {
  const id = target instanceof HTMLElement ? target.dataset.node : undefined;
  return id === undefined ? undefined : nodes.find((node) => node.id === id);
}

/** Brings a node into the middle, unless it is in sight. */
function useReveal() {
  const { setCenter, getViewport } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (node: PlacedNode) => {
      const { x, y, zoom } = getViewport();
      const { width, height } = store.getState();
      const head = node.kind === 'frame' ? FRAME_HEAD_PX : node.height;
      const [left, top] = [node.x * zoom + x, node.y * zoom + y];
      const isSeen =
        left >= MARGIN_PX &&
        top >= MARGIN_PX &&
        left + node.width * zoom <= width - MARGIN_PX &&
        top + head * zoom <= height - MARGIN_PX;
      if (!isSeen) void setCenter(node.x + node.width / 2, node.y + head / 2, { zoom, duration: 0 });
    },
    [getViewport, setCenter, store],
  );
}
