import { END, INPUT, isInternalChannel, START } from '../channels/names';
import { EngineError, GraphValidationError, UnreachableNodeError } from '../errors';
import type { Durability, NodeSelection } from '../loop/invocation';
import type { Blueprint } from './blueprint';
import type { GraphSpec } from './state-graph';

/** Finds what would go wrong when the graph runs. @throws GraphValidationError naming the node and the way out */
export function validateGraph(spec: GraphSpec): void {
  checkNames(spec);
  checkEdges(spec);
  checkEntry(spec);
  checkReachable(spec);
}

function checkNames({ nodes, state }: GraphSpec): void {
  for (const name of nodes.keys()) {
    if (name === START || name === END || name === INPUT) {
      throw new GraphValidationError(`"${name}" is a reserved name; call the node something else.`);
    }
    if (name === '' || /[|:]/.test(name)) {
      throw new GraphValidationError(
        `Node name "${name}" is empty or contains "|" or ":", which separate namespaces; choose another.`,
      );
    }
  }
  for (const key of state.fields.keys()) {
    if (isInternalChannel(key))
      throw new GraphValidationError(`State key "${key}" begins like the engine's own channels; rename it.`);
  }
}

function checkEdges(spec: GraphSpec): void {
  const known = [...spec.nodes.keys()];
  const listed = known.length > 0 ? known.join(', ') : 'none yet';
  const checkSource = (source: string, what: string) => {
    if (source === END) throw new GraphValidationError(`${what} starts at END; nothing runs after END.`);
    if (source !== START && !spec.nodes.has(source)) {
      throw new GraphValidationError(
        `${what} starts at "${source}", which is no node. Add it, or use one of: ${listed}.`,
        'UNKNOWN_NODE',
      );
    }
  };
  const checkTarget = (target: string, what: string) => {
    if (target === START) throw new GraphValidationError(`${what} leads to START; START only begins a run.`);
    if (target !== END && !spec.nodes.has(target)) {
      throw new GraphValidationError(
        `${what} leads to "${target}", which is no node. Add it, or use one of: ${listed}.`,
        'UNKNOWN_NODE',
      );
    }
  };
  for (const [source, target] of spec.edges) {
    checkSource(source, `Edge ${source} → ${target}`);
    checkTarget(target, `Edge ${source} → ${target}`);
  }
  for (const { sources, target } of spec.joins) {
    const what = `Edge [${sources.join(', ')}] → ${target}`;
    if (sources.length === 0) throw new GraphValidationError(`${what} waits for no node; name at least one.`);
    for (const source of sources) {
      if (source === START) throw new GraphValidationError(`${what} waits for START; use a plain edge from START.`);
      checkSource(source, what);
    }
    checkTarget(target, what);
  }
  for (const { source, name, pathMap } of spec.routers) {
    checkSource(source, `Router "${name}"`);
    for (const target of pathMap?.values() ?? []) checkTarget(target, `Router "${name}" of ${source}`);
  }
  for (const node of spec.nodes.values()) {
    for (const { target } of node.ends) checkTarget(target, `\`ends\` of node "${node.name}"`);
  }
}

function checkEntry({ edges, routers }: GraphSpec): void {
  const hasEntry = edges.some(([source]) => source === START) || routers.some(({ source }) => source === START);
  if (!hasEntry)
    throw new GraphValidationError('The graph has no entry; add an edge from START to the node that runs first.');
}

/** Any node may be the target of a router without a path map or of an error handler, so only a closed graph is checked. */
function checkReachable(spec: GraphSpec): void {
  const mayGoAnywhere = spec.defaults.handler || [...spec.nodes.values()].some(({ policies }) => policies.handler);
  const isOpen = mayGoAnywhere || spec.routers.some(({ pathMap }) => pathMap === null);
  if (isOpen) return;
  const targets = new Map<string, Set<string>>();
  const link = (source: string, target: string) => {
    const list = targets.get(source) ?? new Set();
    targets.set(source, list.add(target));
  };
  for (const [source, target] of spec.edges) link(source, target);
  for (const { sources, target } of spec.joins) for (const source of sources) link(source, target);
  for (const { source, pathMap } of spec.routers) for (const target of pathMap?.values() ?? []) link(source, target);
  for (const node of spec.nodes.values()) for (const { target } of node.ends) link(node.name, target);

  const reached = new Set<string>([START]);
  for (const node of reached) for (const target of targets.get(node) ?? []) reached.add(target);
  for (const name of spec.nodes.keys()) {
    if (reached.has(name)) continue;
    throw new UnreachableNodeError(
      `Node "${name}" can't be reached from START. Add an edge to it; when only a Command or Send names it, list it in that node's \`ends\`.`,
    );
  }
}

/** Names of nodes to stop at. @throws GraphValidationError for a name that is no node */
export function checkSelection(blueprint: Blueprint, selection: NodeSelection, what: string): NodeSelection {
  if (selection === '*') return selection;
  for (const name of selection) {
    if (blueprint.nodes.has(name) && name !== START) continue;
    const known = [...blueprint.nodes.keys()].filter((node) => node !== START).join(', ');
    throw new GraphValidationError(
      `${what} names "${name}", which is no node; use "*" or some of: ${known}.`,
      'UNKNOWN_NODE',
    );
  }
  return selection;
}

/** @throws EngineError INVALID_CONFIG for another word */
export function checkDurability(durability: Durability): Durability {
  if (durability === 'sync' || durability === 'async' || durability === 'exit') return durability;
  throw new EngineError('INVALID_CONFIG', `durability must be "sync", "async" or "exit"; got "${durability}".`);
}
