import type { Channel } from '../channels/channel';
import { DeferredBarrier } from '../channels/deferred-barrier';
import { DeferredTrigger } from '../channels/deferred-trigger';
import { EphemeralValue } from '../channels/ephemeral-value';
import { LastValue } from '../channels/last-value';
import { NamedBarrier } from '../channels/named-barrier';
import { branchChannel, END, joinChannel, START, TASKS } from '../channels/names';
import { Topic } from '../channels/topic';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { GraphValidationError } from '../errors';
import type { Blueprint, BlueprintEdge, NodePlan, RouterAnswer, Routes } from './blueprint';
import { isCompiledGraph } from './compiled-graph';
import type { NodeLinks } from './links';
import { linksOf } from './links';
import { policyOf } from './node-policy';
import type { ResolvedSchema } from './schema';
import type { ResolvedField } from './state-field';
import type { GraphSpec, NodeSpec, RouterSpec } from './state-graph';
import { reducerOf } from './write-preparation';

/** Turns what was declared into channels, triggers and writes. The spec has been validated. */
export function buildBlueprint(spec: GraphSpec): Blueprint {
  const fields = allFields(spec);
  const stateKeys = [...fields.keys()];
  const channels = new Map<string, Channel>();
  for (const field of fields.values()) channels.set(field.name, field.channel);
  channels.set(START, new EphemeralValue());
  channels.set(TASKS, new Topic());
  const deferred: string[] = [];
  const branches = branchesTo(spec.nodes.keys());
  for (const [name, [branch]] of branches) {
    const isDeferred = spec.nodes.get(name)?.isDeferred;
    channels.set(branch, isDeferred ? new DeferredTrigger() : new EphemeralValue(false));
    if (isDeferred) deferred.push(branch);
  }
  for (const { sources, target } of spec.joins) {
    const isDeferred = spec.nodes.get(target)?.isDeferred ?? false;
    const name = joinChannel(sources, target);
    channels.set(name, isDeferred ? new DeferredBarrier(sources) : new NamedBarrier(sources));
    if (isDeferred) deferred.push(name);
  }

  const nodes = new Map<string, NodePlan>();
  const routes: Routes = new Map<unknown, PendingWrite | null>(branches).set(END, null);
  const links = linksOf(spec);
  const ground: Ground = { spec, links, stateKeys, reads: [...spec.state.fields.keys()], branches, routes };
  nodes.set(START, planNode(ground, null, [START]));
  for (const [name, [branch]] of branches) {
    nodes.set(name, planNode(ground, spec.nodes.get(name) as NodeSpec, [branch, ...links(name).awaited]));
  }
  return {
    nodes,
    channels,
    deferred,
    hasMilestones: [...spec.nodes.values()].some(({ milestone }) => milestone !== null),
    routes,
    triggered: triggerIndex(nodes),
    stateKeys,
    outputKeys: [...spec.output.fields.keys()],
    inputFields: spec.input.fields,
    stateFields: fields,
    schemas: {
      input: spec.input.jsonSchema('input'),
      output: spec.output.jsonSchema('output'),
      state: spec.state.jsonSchema('output'),
      ...(spec.context && { context: spec.context.jsonSchema }),
    },
    parseContext: spec.context?.parse ?? null,
    interrupt: spec.interrupt,
    edges: drawnEdges(spec),
    isFunctional: false,
  };
}

/** State keys, and keys that only the input schema, the output schema or a node's own input names. */
function allFields({ state, input, output, nodes }: GraphSpec): Map<string, ResolvedField> {
  const fields = new Map(state.fields);
  const add = (extra: ResolvedSchema, what: string) => {
    for (const [name, field] of extra.fields) {
      const known = fields.get(name);
      if (!known) fields.set(name, field);
      else checkSameChannel(known.channel, field.channel, `State key "${name}" in the ${what}`);
    }
  };
  add(input, 'input schema');
  add(output, 'output schema');
  for (const node of nodes.values()) if (node.input) add(node.input, `input of node "${node.name}"`);
  return fields;
}

/** One key has one channel. A plain last-value key elsewhere only names it. */
function checkSameChannel(known: Channel, other: Channel, what: string): void {
  if (other instanceof LastValue || reducerOf(known) === reducerOf(other)) return;
  throw new GraphValidationError(
    `${what} combines its writes in another way than the state's own; give both the same reducer, or leave it out there.`,
  );
}

/** What all nodes of a graph have in common. Plans share its parts: a step touches as little memory as can be. */
interface Ground {
  spec: GraphSpec;
  links: (node: string) => NodeLinks;
  stateKeys: readonly string[];
  /** Keys that a node without an input of its own is handed. */
  reads: readonly string[];
  branches: Branches;
  routes: Routes;
}

function planNode(
  { spec, links, stateKeys, reads, branches, routes }: Ground,
  node: NodeSpec | null,
  triggers: string[],
): NodePlan {
  const name = node?.name ?? START;
  const { targets, joins, routers } = links(name);
  const edgeWrites = [...targets].map((target) => branches.get(target) as PendingWrite);
  for (const join of joins) edgeWrites.push([join, name]);
  return {
    name,
    path: ['__pregel_pull', name],
    body: node ? bodyOf(node, stateKeys) : null,
    takesInput: node === null,
    writesOf: null,
    reads: node?.input ? [...node.input.fields.keys()] : reads,
    triggers,
    edgeWrites,
    routers: routers.map(({ name: router, route, pathMap }) => ({
      name: router,
      route: route as never,
      routes: pathMap ? routesOf(pathMap, branches) : routes,
      answers: pathMap && answersOf(pathMap),
    })),
    ends: node?.ends.map(({ target }) => target) ?? [],
    metadata: node?.metadata ?? {},
    milestone: node?.milestone ?? null,
    subgraphs: node?.subgraphs ?? [],
    policy: node && policyOf(node.policies, spec.defaults),
  };
}

/** Node → the write that triggers it: one object, and one string, wherever something leads there. */
type Branches = ReadonlyMap<string, PendingWrite>;

function branchesTo(nodes: Iterable<string>): Branches {
  return new Map(Array.from(nodes, (node): [string, PendingWrite] => [node, [branchChannel(node), null]]));
}

/** A target's own name is legal beside what stands for it, unless it stands for another. END always is. */
function routesOf(pathMap: NonNullable<RouterSpec['pathMap']>, branches: Branches): Routes {
  const routes = new Map<unknown, PendingWrite | null>();
  for (const target of pathMap.values()) routes.set(target, branches.get(target) ?? null);
  routes.set(END, null);
  for (const [answer, target] of pathMap) routes.set(answer, branches.get(target) ?? null);
  return routes;
}

/** END is a legal answer even when the map leaves it out. */
function answersOf(pathMap: NonNullable<RouterSpec['pathMap']>): RouterAnswer[] {
  const answers = Array.from(pathMap, ([answer, target]) => ({ label: String(answer), target }));
  return answers.some(({ target }) => target === END) ? answers : [...answers, { label: END, target: END }];
}

/** A graph as a node takes the keys that it knows, and writes those that its parent knows. */
function bodyOf({ body }: NodeSpec, stateKeys: readonly string[]): NodePlan['body'] {
  return isCompiledGraph(body) ? body.asNodeBody(stateKeys) : (body as NodePlan['body']);
}

function triggerIndex(nodes: ReadonlyMap<string, NodePlan>): Map<string, NodePlan[]> {
  const index = new Map<string, NodePlan[]>();
  for (const node of nodes.values()) {
    for (const trigger of node.triggers) {
      const list = index.get(trigger);
      if (!list) index.set(trigger, [node]);
      // The same edge may be declared twice.
      else if (list.at(-1) !== node) list.push(node);
    }
  }
  return index;
}

function drawnEdges(spec: GraphSpec): BlueprintEdge[] {
  const edges: BlueprintEdge[] = [];
  const seen = new Set<string>();
  const draw = (edge: BlueprintEdge) => {
    const key = `${edge.source}\n${edge.target}\n${edge.label ?? ''}`;
    if (!seen.has(key)) edges.push(edge);
    seen.add(key);
  };
  for (const [source, target] of spec.edges) draw({ source, target, conditional: false });
  for (const { sources, target } of spec.joins)
    for (const source of sources) draw({ source, target, conditional: false });
  for (const { source, pathMap } of spec.routers) {
    const answers = pathMap
      ? [...pathMap]
      : [...spec.nodes.keys(), END].map((target): [unknown, string] => [target, target]);
    for (const [answer, target] of answers) {
      draw({ source, target, conditional: true, ...(answer !== target && { label: String(answer) }) });
    }
    // END is a legal answer even when the map leaves it out.
    if (pathMap && ![...pathMap.values()].includes(END)) draw({ source, target: END, conditional: true });
  }
  for (const node of spec.nodes.values()) {
    for (const { target, label } of node.ends)
      draw({ source: node.name, target, conditional: true, ...(label && { label }) });
  }
  const left = new Set(edges.map(({ source }) => source));
  for (const name of spec.nodes.keys()) if (!left.has(name)) draw({ source: name, target: END, conditional: false });
  return edges;
}
