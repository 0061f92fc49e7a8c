import { adopt } from '../channels/isolation';
import { branchChannel, END, START, TASKS } from '../channels/names';
import type { PendingWrite } from '../checkpoint/checkpoint';
import type { Command } from '../control/command';
import { isCommand } from '../control/command';
import { isOverwrite, Overwrite, overwrittenValue } from '../control/overwrite';
import { isSend, Send } from '../control/send';
import { InvalidRouteError, InvalidUpdateError, UnknownStateKeyError } from '../errors';
import type { Blueprint, RouterPlan } from '../graph/blueprint';

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
  return writesOfUpdate(blueprint, Object.entries(result), `Node "${node}"`);
}

export function writesOfCommand(
  blueprint: Blueprint,
  source: string,
  command: Command<unknown, unknown>,
): PendingWrite[] {
  const what = `The Command of "${source}"`;
  const { update, goto } = command;
  const entries = Array.isArray(update) ? update : Object.entries(update ?? {});
  const writes = writesOfUpdate(blueprint, entries as [string, unknown][], what);
  if (goto !== undefined) writes.push(...writesOfRoute(blueprint, goto, what, legalTargets(blueprint)));
  return writes;
}

/** @throws UnknownStateKeyError naming the key and the known ones; nothing is dropped silently. */
export function writesOfUpdate(
  blueprint: Blueprint,
  entries: readonly (readonly [string, unknown])[],
  what: string,
): PendingWrite[] {
  return entries.map(([key, value]) => {
    if (!blueprint.stateFields.has(key)) {
      throw new UnknownStateKeyError(
        `${what} wrote the state key "${key}", which the schema does not have; it has ${blueprint.stateKeys.join(', ')}.`,
      );
    }
    return [key, blueprint.channels.get(key)?.isTracked ? ownWrite(value) : value];
  });
}

/** The write as the engine keeps it: the node may go on changing what it returned. */
function ownWrite(value: unknown): unknown {
  return isOverwrite(value) ? new Overwrite(adopt(overwrittenValue(value))) : adopt(value);
}

/** What a router's answer writes. */
export function writesOfRouter(
  blueprint: Blueprint,
  source: string,
  router: RouterPlan,
  result: unknown,
): PendingWrite[] {
  const what = `Router "${router.name}" of "${source === START ? 'START' : source}"`;
  const { pathMap } = router;
  if (!pathMap) return writesOfRoute(blueprint, result, what, legalTargets(blueprint));
  const answers = Array.isArray(result) ? result : [result];
  const mapped = answers.map((answer) => (isSend(answer) ? answer : (pathMap.get(mapKey(answer)) ?? answer)));
  return writesOfRoute(blueprint, mapped, what, new Set(pathMap.values()));
}

function mapKey(answer: unknown): unknown {
  return typeof answer === 'boolean' || typeof answer === 'number' ? String(answer) : answer;
}

function writesOfRoute(blueprint: Blueprint, route: unknown, what: string, legal: ReadonlySet<string>): PendingWrite[] {
  const targets = Array.isArray(route) ? route : [route];
  const writes: PendingWrite[] = [];
  for (const target of targets) {
    const name = isSend(target) ? target.node : target;
    if (name === END && !isSend(target)) continue;
    const isLegal =
      typeof name === 'string' && (isSend(target) ? blueprint.nodes.has(name) && name !== START : legal.has(name));
    if (!isLegal) {
      throw new InvalidRouteError(
        `${what} answered ${describe(isSend(target) ? target.node : target)}, which is no target; legal are ${[...legal, END].join(', ')}.`,
      );
    }
    writes.push(isSend(target) ? [TASKS, new Send(target.node, adopt(target.args))] : [branchChannel(name), null]);
  }
  return writes;
}

function legalTargets(blueprint: Blueprint): Set<string> {
  const names = new Set(blueprint.nodes.keys());
  names.delete(START);
  return names;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'a list without a Command';
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'null'}`;
  return typeof value === 'function' ? 'a function' : String(value);
}
