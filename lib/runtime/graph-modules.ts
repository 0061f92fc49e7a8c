import * as engine from '@/engine';
import * as testing from '@/engine/testing';
import * as zodFields from '@/engine/zod';
import type { GraphModules } from '@/lib/graphs/load-graph';
import * as postgres from '@/lib/storage/postgres';
import * as sqlite from '@/lib/storage/sqlite';

/** What graph files get for `retrograph` and its entry points: this process's one copy of the engine. */
export const graphModules: GraphModules = {
  virtualModules: {
    retrograph: engine,
    'retrograph/zod': zodFields,
    'retrograph/testing': testing,
    'retrograph/sqlite': sqlite,
    'retrograph/postgres': postgres,
  },
  isCompiledGraph: engine.isCompiledGraph,
  isStateGraph: engine.isStateGraph,
};

export const engineConstructors = {
  Command: engine.Command,
  Send: engine.Send,
  RunControl: engine.RunControl,
  replay: testing.replay,
};
/** Knows the tasks of graphs that got this copy of the engine, and of no other. */
export const { runningTask } = engine;
