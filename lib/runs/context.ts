import type * as Engine from '@/engine';
import type * as Testing from '@/engine/testing';
import type { OpenedCapsule } from '@/lib/contracts/capsule';
import type { GraphRegistry } from '@/lib/graphs/registry';
import type { Store } from '@/lib/storage/store';
import type { ConditionSandbox } from './conditions/condition-sandbox';
import type { SearchPool } from './conditions/search-pool';
import type { EventBus } from './event-bus';
import type { Executor } from './executor';
import type { Log } from './log';

/** The parts of the process-wide engine that verbs make values with; graph files got the same copy. */
export type EngineConstructors = Pick<typeof Engine, 'Command' | 'Send' | 'RunControl'> &
  Pick<typeof Testing, 'replay'>;

/** What every verb works on. */
export interface RunsContext {
  store: Store;
  graphs: GraphRegistry;
  engine: EngineConstructors;
  executor: Executor;
  bus: EventBus;
  conditions: ConditionSandbox;
  searches: SearchPool;
  log: Log;
  /** The capsule that all this is about, when it is one that was opened without importing it. */
  capsule?: OpenedCapsule;
}
