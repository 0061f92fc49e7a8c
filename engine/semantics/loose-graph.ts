import type { CompiledGraph } from '..';
import { Annotation, StateGraph } from '..';

/** A log that nodes add to: it tells who ran, and in which order their writes were applied. */
export const LogState = Annotation.Root({
  log: Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
});
export type Log = typeof LogState.State;

/** A graph whose nodes are named at run time, and which may be told wrong things: types would be in the way of both. */
export interface LooseGraph<Values> {
  addNode(name: string, body: unknown, options?: object): LooseGraph<Values>;
  addEdge(source: string | string[], target: string): LooseGraph<Values>;
  addConditionalEdges(source: string, router: unknown, pathMap?: unknown): LooseGraph<Values>;
  addSequence(nodes: [name: string, body: unknown][]): LooseGraph<Values>;
  setEntryPoint(node: string): LooseGraph<Values>;
  setFinishPoint(node: string): LooseGraph<Values>;
  compile(options?: object): CompiledGraph<Values, object, object>;
}

export function looseGraph<Values = Record<string, unknown>>(schema: unknown): LooseGraph<Values> {
  return new StateGraph(schema as typeof LogState) as unknown as LooseGraph<Values>;
}

export function logGraph(): LooseGraph<Log> {
  return looseGraph<Log>(LogState);
}

/** A node that says that it ran. */
export function push(name: string) {
  return () => ({ log: [name] });
}

export const thread = { configurable: { thread_id: 't' } };
