import { detach } from '../channels/detach';
import { START } from '../channels/names';
import type { Command } from '../control/command';
import { checkResult } from '../loop/node-writes';
import type { ChannelReplay } from '../loop/state/channel-replay';
import { replayOf } from '../loop/state/channel-replay';
import type { Blueprint, RouterAnswer } from './blueprint';
import type { AnyCompiledGraph } from './compiled-graph';
import type { RunConfig, RunResult } from './run-config';
import { GraphRunnable } from './runnable';
import type { JsonSchema } from './standard-schema';
import { subgraphsBelow } from './subgraphs';
import { type Topology, topologyOf } from './topology';

/** What a compiled graph tells of itself: nodes, edges, routers, keys, schemas. Nothing here runs a node or reads a state. */
export abstract class DescribedGraph<Values, Input> extends GraphRunnable<
  Input | Command<unknown, unknown> | null,
  RunResult<Values>,
  RunConfig
> {
  protected readonly blueprint: Blueprint;

  constructor(blueprint: Blueprint) {
    super();
    this.blueprint = blueprint;
  }

  /** Which code it is, as far as that was said. */
  abstract readonly version: string | undefined;

  /** Names of the nodes, in the order in which they were added. */
  get nodes(): string[] {
    return [...this.blueprint.nodes.keys()].filter((name) => name !== START);
  }

  /** A state key's channel, to be followed through recorded writes; null for a key that the graph does not have or never stores. */
  replayChannel(name: string): ChannelReplay | null {
    return this.blueprint.stateKeys.includes(name) ? replayOf(this.blueprint.channels, name) : null;
  }

  /**
   * Looks whether a node may return this. Nothing runs and nothing is saved.
   * @throws EngineError UNKNOWN_NODE; InvalidUpdateError, UnknownStateKeyError or InvalidRouteError as a run would
   */
  checkResult(node: string, result: unknown): void {
    checkResult(this.blueprint, node, result);
  }

  /** The subgraphs of its nodes by path: node names joined with `|`. @param path of the one wanted; default: all */
  getSubgraphs(path?: string, recurse = false): Generator<[path: string, graph: AnyCompiledGraph]> {
    return subgraphsBelow(this.blueprint, path, recurse);
  }

  /** The graph for drawing. @param options.xray draws subgraphs in place of their nodes, so many levels deep */
  getGraph({ xray = false }: { xray?: boolean | number } = {}): Topology {
    return topologyOf(this.blueprint, { xray, version: this.version });
  }

  /** The same; LangGraph.js's newer name. */
  async getGraphAsync(options?: { xray?: boolean | number }): Promise<Topology> {
    return this.getGraph(options);
  }

  getSchemas(): { input: JsonSchema; output: JsonSchema; state: JsonSchema; context?: JsonSchema } {
    return detach(this.blueprint.schemas);
  }

  /** The state keys, and whether a reducer combines their writes. */
  getChannels(): { name: string; hasReducer: boolean }[] {
    return this.blueprint.stateKeys.map((name) => ({
      name,
      hasReducer: this.blueprint.channels.get(name)?.hasReducer ?? false,
    }));
  }

  /** The routers of a node, in the order in which they are called; of START, too. None of a node that it does not have. */
  getRouters(node: string): { name: string; answers: readonly RouterAnswer[] | null }[] {
    return (this.blueprint.nodes.get(node)?.routers ?? []).map(({ name, answers }) => ({ name, answers }));
  }
}
