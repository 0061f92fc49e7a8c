'use client';

import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { type GraphActivity, keepEqual, type NodeActivity } from '@/lib/inspect/node-activity';
import { edgeKey, type Ghost } from '@/lib/inspect/path-activity';
import type { PlacedEdge } from './placed';

interface Shown {
  activity: GraphActivity;
  selectedPath: string | null;
  /** The node whose graph inside is looked into. */
  enteredPath: string | null;
  /** The node that Tab leads to. */
  tabStopPath: string | null;
  ghosts: readonly Ghost[];
  /** Where the node whose details are open led to, by its routers and Commands; null for no such node. */
  route: { source: string; targets: readonly string[] } | null;
}

/** What the route shown makes of an edge: `other` is one that it could have taken. */
export type RoutePart = 'taken' | 'other' | null;

const NOTHING: GraphActivity = { nodes: new Map(), edges: new Map() };

/**
 * What nodes and edges show. They listen here, each to its own part, so that React Flow's objects never change and a step
 * renders only what it changed: of 300 nodes a handful.
 */
export class GraphView {
  #shown: Shown = {
    activity: NOTHING,
    selectedPath: null,
    enteredPath: null,
    tabStopPath: null,
    ghosts: [],
    route: null,
  };
  /** The node that takes the focus when it is drawn (again). */
  #awaitedPath: string | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get shown(): Shown {
    return this.#shown;
  }

  focusWhenDrawn(nodePath: string): void {
    this.#awaitedPath = nodePath;
  }

  /** Asked by a node that was just drawn: true once for the one that is to have the focus. */
  takeFocus(nodePath: string): boolean {
    if (this.#awaitedPath !== nodePath) return false;
    this.#awaitedPath = null;
    return true;
  }

  show(next: Partial<Shown>): void {
    const activity = next.activity ? keepEqual(this.#shown.activity, next.activity) : this.#shown.activity;
    this.#shown = { ...this.#shown, ...next, activity };
    for (const listener of this.#listeners) listener();
  }
}

export interface GraphActions {
  /** Null closes the details. */
  select: (nodePath: string | null) => void;
  /** Opens a node's graph in place, or closes it. */
  setOpen: (nodePath: string, isOpen: boolean) => void;
  /** Looks into the graph that a node's task called, else its last one; null leads out of the one that is looked into. */
  enter: (nodePath: string | null, taskId?: string) => void;
}

export const GraphActionsContext = createContext<GraphActions | null>(null);

export function useGraphActions(): GraphActions {
  const actions = useContext(GraphActionsContext);
  if (!actions) throw new Error('useGraphActions needs a GraphActionsContext above it.');
  return actions;
}

export const GraphViewContext = createContext<GraphView | null>(null);

export function useGraphView(): GraphView {
  const view = useContext(GraphViewContext);
  if (!view) throw new Error('useGraphView needs a GraphViewContext above it.');
  return view;
}

export function useNodeActivity(nodePath: string): NodeActivity | undefined {
  return useShown(({ activity }) => activity.nodes.get(nodePath));
}

/** Of each edge how many tasks it started in the step shown; undefined for one that was not taken up to there. */
export function useTaken(edges: readonly { source: string; target: string }[]): readonly (number | undefined)[] {
  const keys = useMemo(() => edges.map(({ source, target }) => edgeKey(source, target)), [edges]);
  // As text, since what is picked is compared by identity.
  const taken = useShown(({ activity }) => keys.map((key) => activity.edges.get(key)?.takenHere ?? '').join());
  return useMemo(() => taken.split(',').map((count) => (count === '' ? undefined : Number(count))), [taken]);
}

/** Of each edge what the route shown makes of it. */
export function useRouteParts(
  edges: readonly Pick<PlacedEdge, 'source' | 'target' | 'isConditional'>[],
): readonly RoutePart[] {
  const parts = useShown(({ route }) =>
    edges
      .map(({ source, target, isConditional }) =>
        isConditional && route?.source === source ? (route.targets.includes(target) ? 'taken' : 'other') : '',
      )
      .join(),
  );
  return useMemo(() => parts.split(',').map((part) => (part || null) as RoutePart), [parts]);
}

export function useIsSelected(nodePath: string): boolean {
  return useShown(({ selectedPath }) => selectedPath === nodePath);
}

export function useIsEntered(nodePath: string): boolean {
  return useShown(({ enteredPath }) => enteredPath === nodePath);
}

export function useIsTabStop(nodePath: string): boolean {
  return useShown(({ tabStopPath }) => tabStopPath === nodePath);
}

export function useGhostKind(node: string): Ghost['kind'] {
  return useShown(({ ghosts }) => ghosts.find((ghost) => ghost.node === node)?.kind ?? 'lost');
}

/** Renders again only when what is picked is another value. */
function useShown<Value>(pick: (shown: Shown) => Value): Value {
  const view = useGraphView();
  const read = () => pick(view.shown);
  return useSyncExternalStore(view.subscribe, read, read);
}
