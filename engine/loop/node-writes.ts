import { adopt } from '../channels/isolation';
import { END, nodeOfBranch, START, TASKS } from '../channels/names';
import type { PendingWrite } from '../checkpoint/checkpoint';
import type { Command } from '../control/command';
import { isCommand } from '../control/command';
import { isOverwrite, Overwrite, overwrittenValue } from '../control/overwrite';
import { isSend, Send } from '../control/send';
import { EngineError, InvalidRouteError, InvalidUpdateError, UnknownStateKeyError } from '../errors';
import type { Blueprint, RouterPlan, Routes } from '../graph/blueprint';
import type { ResolvedField } from '../graph/state-field';
import { checkWrite } from '../graph/state-field';

/** What a node's result writes: state keys, and the channels of the nodes that its Commands name. */
export function writesOfResult(blueprint: Blueprint, node: string, result: unknown): PendingWrite[] {
  if (result === null || result === undefined) return [];
  if (isCommand(result)) return writesOfCommand(blueprint, node, result);
  if (Array.isArray(result) && result.some(isCommand)) {
    return result.flatMap((part) => writesOfResult(blueprint, node, part));
  }
  if (typeof result !== 'object' || Array.isArray(result)) {
    throw new InvalidUpdateError(
      'INVALID_GRAPH_NODE_RETURN_VALUE',
      `Node "${node}" returned ${describe(result)}; return an object of state keys, a Command, or nothing.`,
    );
  }
  const update = result as Record<string, unknown>;
  return Object.keys(update).map((key) => {
    const field = blueprint.stateFields.get(key) ?? unknownKey(blueprint, key, `Node "${node}"`);
    // START passes on an input that was checked when it came.
    const isChecked = field.parseWrite === null || node === START;
    return stateWrite(field, isChecked ? update[key] : checkWrite(field, update[key], `Node "${node}"`));
  });
}

/** @throws EngineError UNKNOWN_NODE, and what `writesOfResult` throws */
export function checkResult(blueprint: Blueprint, node: string, result: unknown): void {
  if (node !== START && blueprint.nodes.has(node)) return void writesOfResult(blueprint, node, result);
  const known = [...blueprint.nodes.keys()].filter((name) => name !== START);
  throw new EngineError('UNKNOWN_NODE', `The graph has no node "${node}"; it has ${known.join(', ')}.`);
}

export function writesOfCommand(
  blueprint: Blueprint,
  source: string,
  command: Command<unknown, unknown>,
): PendingWrite[] {
  const { update, goto } = command;
  const entries = Array.isArray(update) ? update : Object.entries(update ?? {});
  const writes = writesOfUpdate(blueprint, entries as [string, unknown][], commandOf(source));
  if (goto !== undefined) addRoute(writes, blueprint, { routes: blueprint.routes, source, router: null }, goto);
  return writes;
}

/** True when a result says itself what runs next: a Command with `goto`, alone or in a list. */
export function routesItself(result: unknown): boolean {
  if (isCommand(result)) return result.goto !== undefined && result.graph === undefined;
  return Array.isArray(result) && result.some(routesItself);
}

/**
 * What an update by state key writes. Nothing is dropped silently.
 * @throws UnknownStateKeyError naming the key and the known ones; InvalidUpdateError for a value that does not fit
 */
export function writesOfUpdate(
  blueprint: Blueprint,
  entries: readonly (readonly [string, unknown])[],
  what: string,
): PendingWrite[] {
  return entries.map(([key, value]) => {
    const field = blueprint.stateFields.get(key) ?? unknownKey(blueprint, key, what);
    return stateWrite(field, field.parseWrite === null ? value : checkWrite(field, value, what));
  });
}

/** The same for values that fit their schemas already. */
export function writesOfChecked(
  blueprint: Blueprint,
  entries: readonly (readonly [string, unknown])[],
  what: string,
): PendingWrite[] {
  return entries.map(([key, value]) =>
    stateWrite(blueprint.stateFields.get(key) ?? unknownKey(blueprint, key, what), value),
  );
}

/** The write as the engine keeps it: the node may go on changing what it returned. */
function stateWrite({ name, channel }: ResolvedField, value: unknown): PendingWrite {
  return [name, channel.isTracked ? ownWrite(value) : value];
}
function ownWrite(value: unknown): unknown {
  return isOverwrite(value) ? new Overwrite(adopt(overwrittenValue(value))) : adopt(value);
}

/** Adds what a router's answer writes. @throws InvalidRouteError */
export function addRouterWrites(
  writes: PendingWrite[],
  blueprint: Blueprint,
  source: string,
  router: RouterPlan,
  answer: unknown,
): void {
  addRoute(writes, blueprint, { routes: router.routes, source, router }, answer);
}

/** Where an answer came from; without a router, from a Command. */
interface RouteSource {
  routes: Routes;
  source: string;
  router: RouterPlan | null;
}

function addRoute(writes: PendingWrite[], blueprint: Blueprint, from: RouteSource, answer: unknown): void {
  if (!Array.isArray(answer)) addTarget(writes, blueprint, from, answer);
  else for (const target of answer) addTarget(writes, blueprint, from, target);
}

function addTarget(writes: PendingWrite[], blueprint: Blueprint, from: RouteSource, target: unknown): void {
  if (isSend(target)) {
    if (!blueprint.nodes.has(target.node) || target.node === START) throw badRoute(from, target.node);
    writes.push([TASKS, new Send(target.node, adopt(target.args), target.timeout && { timeout: target.timeout })]);
    return;
  }
  // The keys of a path map that is an object are text.
  const isKey = typeof target === 'boolean' || typeof target === 'number';
  const write = from.routes.get(isKey ? String(target) : target);
  if (write === undefined) throw badRoute(from, target);
  if (write) writes.push(write);
}

function unknownKey(blueprint: Blueprint, key: string, what: string): never {
  throw new UnknownStateKeyError(
    `${what} wrote the state key "${key}", which the schema does not have; it has ${blueprint.stateKeys.join(', ')}.`,
  );
}

function badRoute({ routes, source, router }: RouteSource, target: unknown): InvalidRouteError {
  const what = router ? `Router "${router.name}" of "${source === START ? 'START' : source}"` : commandOf(source);
  const legal = new Set<unknown>();
  for (const write of routes.values()) if (write) legal.add(nodeOfBranch(write[0]));
  return new InvalidRouteError(
    `${what} answered ${describe(target)}, which is no target; legal are ${[...legal, END].join(', ')}.`,
  );
}

function commandOf(source: string): string {
  return `The Command of "${source}"`;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'a list without a Command';
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'null'}`;
  return typeof value === 'function' ? 'a function' : String(value);
}
