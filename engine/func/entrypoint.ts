import type { Channel } from '../channels/channel';
import { EphemeralValue } from '../channels/ephemeral-value';
import { adopt } from '../channels/isolation';
import { LastValue } from '../channels/last-value';
import { END, PREVIOUS, START } from '../channels/names';
import type { BaseCache } from '../checkpoint/cache';
import type { PendingWrite } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import type { TimeoutPolicy } from '../control/timeout-policy';
import type { Blueprint, NodeBody } from '../graph/blueprint';
import type { AnyCompiledGraph } from '../graph/compiled-graph';
import { CompiledGraph } from '../graph/compiled-graph';
import type { NodePolicy } from '../graph/node-policy';
import { policyOf, resolvePolicies } from '../graph/node-policy';
import type { BaseStore } from '../store/base-store';
import { checkFunction, refuseUnknownOptions } from './function-name';
import { functionPlan } from './function-plan';
import type { EntrypointFinal, EntrypointFinalSaveT, EntrypointFunc, EntrypointReturnT } from './types';

export interface EntrypointOptions {
  /** Names the workflow, and its one node. */
  name: string;
  /** Where checkpoints go; inside another graph as for `compile()`. */
  checkpointer?: BaseCheckpointSaver | boolean;
  /** Long-term memory, shared by all threads. */
  store?: BaseStore;
  /** Where results of tasks with a `cachePolicy` are remembered. */
  cache?: BaseCache;
  /** Limits of each attempt of the function; a number is milliseconds. */
  timeout?: number | TimeoutPolicy;
  /** Graphs that the function calls, itself or in tasks, so that their states can be read and edited through the workflow. */
  subgraphs?: readonly AnyCompiledGraph[];
}

const ENTRYPOINT_OPTIONS = ['name', 'checkpointer', 'store', 'cache', 'timeout', 'subgraphs'];

/** A workflow that is one function: it runs, streams and is read like a graph. `values` of its states are what it returned. */
export type EntrypointGraph<Input, Output> = CompiledGraph<
  EntrypointReturnT<Output>,
  Input,
  EntrypointReturnT<Output> | EntrypointFinal<EntrypointReturnT<Output>, EntrypointFinalSaveT<Output>>
>;

export interface EntrypointFunction {
  <Input, Output>(
    optionsOrName: EntrypointOptions | string,
    func: EntrypointFunc<Input, Output>,
  ): EntrypointGraph<Input, Output>;
  /** Returned by an entrypoint: `value` is for the caller, `save` for `getPreviousState` in the next run. */
  final<Value, Save>(parts: { value?: Value; save?: Save }): EntrypointFinal<Value, Save>;
}

/**
 * Makes a workflow of a function. Its input and its result may be any value. Interrupted or failed, it runs again from its
 * top when it is continued; calls of tasks that had finished answer what they answered before.
 * @throws GraphValidationError, EngineError INVALID_CONFIG for generators and unknown options
 */
export const entrypoint: EntrypointFunction = Object.assign(makeEntrypoint, { final });

function makeEntrypoint<Input, Output>(
  optionsOrName: EntrypointOptions | string,
  func: EntrypointFunc<Input, Output>,
): EntrypointGraph<Input, Output> {
  const options: EntrypointOptions = typeof optionsOrName === 'string' ? { name: optionsOrName } : optionsOrName;
  const { timeout, subgraphs = [], ...compileOptions } = options;
  const { name } = options;
  checkFunction('Entrypoint', name, func);
  refuseUnknownOptions(`Entrypoint "${name}"`, options, ENTRYPOINT_OPTIONS);
  const policy = policyOf(resolvePolicies({ ...(timeout !== undefined && { timeout }) }, `entrypoint "${name}"`), {});
  return new CompiledGraph(blueprintOf(name, func as NodeBody, policy, subgraphs), compileOptions);
}

function final<Value, Save>({ value, save }: { value?: Value; save?: Save }): EntrypointFinal<Value, Save> {
  return { value, save, __lg_type: '__pregel_final' } as EntrypointFinal<Value, Save>;
}

/** One node, which START's channel triggers: its step is 0. */
function blueprintOf(
  name: string,
  body: NodeBody,
  policy: NodePolicy | null,
  subgraphs: readonly AnyCompiledGraph[],
): Blueprint {
  const node = functionPlan({ name, body, writesOf: writesOfResult, triggers: [START], policy, subgraphs });
  return {
    nodes: new Map([[name, node]]),
    channels: new Map<string, Channel>([
      [START, new EphemeralValue()],
      [END, new LastValue()],
      [PREVIOUS, new LastValue()],
    ]),
    routes: new Map([[END, null]]),
    triggered: new Map([[START, [node]]]),
    stateKeys: [END],
    outputKeys: [END],
    inputFields: new Map(),
    stateFields: new Map(),
    schemas: { input: {}, output: {}, state: {} },
    parseContext: null,
    interrupt: null,
    deferred: [],
    hasMilestones: false,
    edges: [
      { source: START, target: name, conditional: false },
      { source: name, target: END, conditional: false },
    ],
    isFunctional: true,
  };
}

function writesOfResult(result: unknown): PendingWrite[] {
  const { value, save } = isFinal(result) ? result : { value: result, save: result };
  return [
    [END, adopt(value)],
    [PREVIOUS, adopt(save)],
  ];
}

/** True for those of LangGraph.js, too. */
function isFinal(value: unknown): value is EntrypointFinal<unknown, unknown> {
  return typeof value === 'object' && value !== null && '__lg_type' in value && value.__lg_type === '__pregel_final';
}
