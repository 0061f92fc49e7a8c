import { deserialize } from 'node:v8';
import jsonata from 'jsonata';
import { seenKeys } from './seen-keys.mjs';
import { isTruth, messageOf } from './truth.mjs';

/** What has been found out is told at least so often, so that one evaluation that takes long is known from many that are short. */
const TELL_MS = 50;
const HOLDS = 1;
const FAILED = 2;

/**
 * One expression on many states, each told as what is new in it against the one before: `keys`, all that it has, in their
 * order, where these are others; and `changes`, keys with their values. What steps have in common arrives once.
 */
export function createSearch(tell) {
  let compiled = null;
  /** An expression that changes what it is given has to be given its own. */
  let copies = false;
  let keys = [];
  let values = new Map();

  function open(expression) {
    keys = [];
    values = new Map();
    try {
      compiled = jsonata(expression);
      const tree = compiled.ast();
      copies = mayChange(tree);
      tell({ kind: 'open', sees: seenKeys(tree) });
    } catch (error) {
      tell({ kind: 'malformed', message: messageOf(error), position: error?.position ?? null });
    }
  }

  /** @param bytes steps by `v8.serialize` */
  async function look(bytes) {
    const steps = deserialize(bytes);
    let verdicts = [];
    let failures = [];
    let toldMs = performance.now();
    for (const [at, step] of steps.entries()) {
      if (performance.now() - toldMs > TELL_MS) {
        tell({ kind: 'verdicts', verdicts, failures });
        [verdicts, failures, toldMs] = [[], [], performance.now()];
      }
      try {
        verdicts.push(isTruth(await compiled.evaluate(stateAt(step))) ? HOLDS : 0);
      } catch (error) {
        verdicts.push(FAILED);
        failures.push([at, messageOf(error)]);
      }
    }
    tell({ kind: 'verdicts', verdicts, failures, isLast: true });
  }

  function stateAt(step) {
    if (step.keys !== undefined) keys = step.keys;
    for (const [key, value] of step.changes) values.set(key, value);
    const state = Object.fromEntries(keys.map((key) => [key, values.get(key)]));
    return copies ? structuredClone(state) : state;
  }

  return { open, look };
}

/** Only `~> |…|…|` changes anything, and a text that is evaluated may have one. */
function mayChange(tree) {
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'transform' || (node.type === 'variable' && node.value === 'eval')) return true;
    for (const part of Object.values(node)) if (typeof part === 'object' && part !== null) open.push(part);
  }
  return false;
}
