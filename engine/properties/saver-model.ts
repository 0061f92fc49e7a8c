import { adopt } from '../channels/isolation';
import type { StepCommit } from '../checkpoint/branching';
import type { ChannelVersions, TaskRecord } from '../checkpoint/checkpoint';
import { nextCheckpointId, runId } from '../checkpoint/ids';
import { nextVersion, versionSuffix } from '../checkpoint/version';
import { NaiveSaver } from './naive-saver';
import type { NaiveCheckpoint } from './naive-thread';

/** The model of a saver, and what commands choose from. */
export class Model {
  readonly naive = new NaiveSaver();
  /** Every thread that ever was: deleted ones must stay empty. */
  readonly threadIds: string[] = [];
  #clockMs = 1_700_000_000_000;

  thread(choice: number): string | undefined {
    return pick([...this.naive.threads.keys()], choice);
  }

  newThread(): string {
    const threadId = runId();
    this.threadIds.push(threadId);
    return threadId;
  }

  now(): number {
    this.#clockMs += 1_000;
    return this.#clockMs;
  }
}

/** What a step does to its channels: how much is added to each. */
export type Changes = readonly { channel: string; size: number }[];

export interface StepPlace {
  threadId: string;
  namespace: string;
  /** The checkpoint of the graph around. */
  host: NaiveCheckpoint | undefined;
  parent: NaiveCheckpoint | undefined;
  isExtension: boolean;
  /** A branch that starts beside others leaves the head alone. */
  isAside: boolean;
}

/** A step as the engine commits it. */
export function commitOf(
  model: Model,
  { threadId, namespace, host, parent, isExtension, isAside }: StepPlace,
  { changes, isLone, drops }: { changes: Changes; isLone: boolean; drops: boolean },
): StepCommit {
  const parentId = parent?.checkpoint.id ?? null;
  const branchId = isExtension && parent ? parent.branchId : runId();
  const { newVersions, newValues } = changed(parent, changes);
  const versions = parent?.checkpoint.channel_versions ?? {};
  const source = parent === undefined ? 'input' : isExtension ? 'loop' : 'update';
  const task: TaskRecord = {
    id: runId(),
    node: 'work',
    path: ['__pregel_pull', 'work'],
    startMs: 1_700_000_000_000.25,
    durationMs: 1.5,
    attempts: 1,
    status: 'done',
  };
  return {
    threadId,
    namespace,
    graphName: 'model',
    parentId,
    placement:
      isExtension && parent
        ? { kind: 'extend', branchId }
        : {
            kind: 'start',
            branchId,
            origin: parent ? 'edit' : 'input',
            isFirst: parent === undefined,
            ...(isAside && parent && { isAside }),
          },
    checkpointId: nextCheckpointId(parentId),
    createdAt: model.now(),
    metadata: {
      source,
      step: (parent?.metadata.step ?? -2) + 1,
      parents: host === undefined ? {} : { '': host.checkpoint.id },
      mark: changes.length,
    },
    newVersions,
    newValues: adopt(newValues),
    newSeen: { [`node${changes.length}`]: versions },
    dropped: drops ? Object.keys(versions).filter((channel) => !Object.hasOwn(newVersions, channel)) : [],
    next: ['work'],
    tasks: parent ? [{ ...task, ...routesOf(changes) }] : [],
    ...(isLone && parent && { loneWrites: Object.entries(newValues) }),
  };
}

/** Some tasks' routers chose, some tasks have none. */
function routesOf(changes: Changes): Pick<TaskRecord, 'routes'> {
  if (changes.length < 2) return {};
  const reads = changes.map(({ channel }) => channel);
  return { routes: [{ router: 'pick', answers: [{ to: 'work', sends: changes.length % 3 }], reads }] };
}

/** Each value grows upon the one before, so that savers find deltas; size 0 empties its channel. */
export function changed(parent: NaiveCheckpoint | undefined, changes: Changes) {
  const newVersions: ChannelVersions = {};
  const newValues: Record<string, unknown> = {};
  const suffix = versionSuffix();
  for (const { channel, size } of changes) {
    newVersions[channel] = nextVersion(parent?.checkpoint.channel_versions[channel], suffix);
    delete newValues[channel];
    if (size > 0) newValues[channel] = grown(channel, parent?.checkpoint.channel_values[channel], size);
  }
  return { newVersions, newValues };
}

export function pick<Item>(items: readonly Item[], choice: number): Item | undefined {
  return items[choice % items.length];
}

function grown(channel: string, before: unknown, size: number): unknown {
  const item = `${size} `.padEnd(20 * size, 'abc ');
  switch (channel) {
    case 'text':
      return `${before ?? 'start '.padEnd(400, '.')}${item}`;
    case 'list':
      return [...((before as unknown[] | undefined) ?? ['start '.padEnd(400, '.')]), { item }];
    case 'record':
      return { ...((before as object | undefined) ?? { start: ''.padEnd(400, '.') }), [`key${size}`]: { item } };
    default:
      return size;
  }
}
