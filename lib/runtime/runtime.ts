import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { OpenedCapsules } from '@/lib/capsule/opened-capsules';
import { openGraphs } from '@/lib/graphs/registry';
import { createConditionSandbox } from '@/lib/runs/conditions/condition-sandbox';
import { createSearchPool } from '@/lib/runs/conditions/search-pool';
import type { RunsContext } from '@/lib/runs/context';
import { endOrphans } from '@/lib/runs/end-orphans';
import { createEventBus } from '@/lib/runs/event-bus';
import { createExecutor } from '@/lib/runs/executor';
import { Experiments } from '@/lib/runs/experiments/experiments';
import { jsonLog, type Log } from '@/lib/runs/log';
import { ownerOfThisProcess } from '@/lib/runs/owner';
import { openStore } from '@/lib/storage/open-store';
import { engineConstructors, graphModules, runningTask } from './graph-modules';
import { startRetention } from './retention';
import type { Settings } from './settings';

/** Everything of this server that lives longer than a request. */
export interface Runtime extends RunsContext {
  settings: Settings;
  /** Capsules that were opened without importing them. */
  capsules: OpenedCapsules;
  experiments: Experiments;
  /** Stops runs (they are told as stopped by the server), settles writes, closes the database. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  settings: Settings;
  /** Where the package itself lies, with its example graphs. */
  packageRoot: string;
  watchesGraphs: boolean;
  log?: Log;
  heartbeat?: Heartbeat | undefined;
}

/** How servers on one database know of each other's end. All of them must have the same. */
export interface Heartbeat {
  everyMs: number;
  /** Who was not heard for so long is gone. */
  staleMs: number;
}

const HEARTBEAT: Heartbeat = { everyMs: 5_000, staleMs: 15_000 };

export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { settings, log = jsonLog, heartbeat = HEARTBEAT } = options;
  ensureFolder(settings.databaseUrl);
  const store = await openStore(settings.databaseUrl);
  const bus = createEventBus();
  const conditions = createConditionSandbox();
  const searches = createSearchPool();
  const executor = createExecutor({ store, bus, log, owner: ownerOfThisProcess(), runningTask });
  const graphs = await openGraphs({
    place: { ...settings, packageRoot: options.packageRoot },
    modules: graphModules,
    checkpointer: store.saver,
    watch: options.watchesGraphs,
    onReload: () => bus.publish({ type: 'graphs' }),
    onProblem: (message) => log.problem('graphs', message),
  });
  const context: RunsContext = { store, graphs, engine: engineConstructors, executor, bus, conditions, searches, log };
  const capsules = new OpenedCapsules(graphs);
  const experiments = new Experiments(executor.owner);
  await endOrphans(context, heartbeat.staleMs);
  const timer = setInterval(() => void beat(context, heartbeat), heartbeat.everyMs);
  const retention = settings.retentionMs === null ? null : startRetention(context, settings.retentionMs);
  const stopWatching = store.watchForeignChanges((threadIds) => bus.publish({ type: 'foreign-change', threadIds }));
  return {
    ...context,
    settings,
    capsules,
    experiments,
    async close() {
      clearInterval(timer);
      stopWatching();
      await retention?.close();
      graphs.close();
      experiments.refuseRows();
      await executor.close();
      await experiments.settled();
      conditions.close();
      searches.close();
      await capsules.close();
      await store.close();
    },
  };
}

async function beat(context: RunsContext, { staleMs }: Heartbeat): Promise<void> {
  try {
    await context.executor.saveOwedEnds();
    await context.store.runs.heartbeat(context.executor.owner);
    await endOrphans(context, staleMs);
  } catch (error) {
    context.log.problem('the heartbeat could not be written', error);
  }
}

function ensureFolder(databaseUrl: string): void {
  if (databaseUrl.startsWith('file:')) mkdirSync(path.dirname(databaseUrl.slice('file:'.length)), { recursive: true });
}
