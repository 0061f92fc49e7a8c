import type { ChangesPage, ValuePath } from '@/lib/contracts/changes';
import { fitPath } from '@/lib/inspect/path-notation';
import { pathText } from '@/lib/inspect/preview';
import type { Direction } from '@/lib/inspect/trace-delta';
import { AppError } from '@/lib/runs/app-error';
import { checkpointNotFound } from '@/lib/runs/placement';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ChangeReader, Way } from '@/lib/storage/change-reader';
import type { ChannelChange, ToldChange } from '@/lib/storage/channel-change';
import { followedBy } from '@/lib/storage/passing-deltas';
import type { ValuePlace } from '@/lib/storage/version-state';
import { ValueFollower } from './follow-value';

/** A change of the value that is followed; the paths are those inside of its channel, null where there is no such item. */
export interface FoundChange {
  change: ToldChange;
  pathBefore: ValuePath | null;
  pathAfter: ValuePath | null;
}

/** What a question about changes is asked of. */
export interface ChangeQuestion {
  threadId: string;
  checkpointId: string;
  reader: ChangeReader;
  follower: ValueFollower;
  /** Of all channels at the checkpoint. */
  places: ReadonlyMap<string, ValuePlace>;
}

/** @throws AppError CHECKPOINT_NOT_FOUND */
export async function openQuestion(runtime: Runtime, threadId: string, checkpointId: string): Promise<ChangeQuestion> {
  const { store } = runtime;
  const reader = await store.openChanges(threadId);
  const places = await reader.placesAt(checkpointId);
  if (places === null) throw checkpointNotFound(threadId, checkpointId);
  return { threadId, checkpointId, reader, follower: new ValueFollower(reader, store.saver.serde), places };
}

/** With an index wherever the state has a list. */
export async function fitToState({ follower, places }: ChangeQuestion, path: ValuePath): Promise<ValuePath> {
  const [channel, ...inner] = path.map(String);
  const place = places.get(channel as string);
  const isDigits = path.slice(1).some((key) => /^\d+$/.test(String(key)));
  if (place === undefined || !isDigits) return [channel as string, ...path.slice(1)];
  return [channel as string, ...fitPath(inner, await follower.wholeAt(channel as string, place))];
}

/** The last change of each value, going back from the checkpoint; null where there is none. */
export async function findBlames(
  question: ChangeQuestion,
  paths: readonly ValuePath[],
): Promise<(FoundChange | null)[]> {
  const { follower } = question;
  const found = new Map<number, Followed>();
  let open = paths.map(([channel, ...path], index) => ({ channel: String(channel), path: path as ValuePath, index }));
  const channels = new Set(open.map(({ channel }) => channel));
  const way = back(question, () => open);
  for await (const changes of question.reader.changes(way, channels)) {
    for (const change of changes) {
      for (const track of open) {
        if (track.channel !== change.channel) continue;
        const { path, index } = track;
        const trace = follower.traceAtHand(change, path, 'back') ?? (await follower.trace(change, path, 'back'));
        if (!trace.isChanged) track.path = trace.path as ValuePath;
        else found.set(index, { change, pathBefore: trace.path, pathAfter: path });
      }
      if (found.size + open.length > paths.length) open = open.filter(({ index }) => !found.has(index));
    }
    if (open.length === 0) break;
  }
  const told = await tell(question, [...found.values()]);
  const places = [...found.keys()];
  return paths.map((_, index) => told[places.indexOf(index)] ?? null);
}

export interface FoundPage extends Pick<ChangesPage, 'next' | 'end'> {
  found: FoundChange[];
}

/** Changes of one value: back from the checkpoint, its own among them, or onward behind it to `tipId`. */
export async function findChanges(
  question: ChangeQuestion,
  path: ValuePath,
  { direction, tipId, limit, signal }: { direction: Direction; tipId: string; limit: number; signal: AbortSignal },
): Promise<FoundPage> {
  const [channel, ...inner] = path as [string, ...ValuePath];
  const { follower } = question;
  const followed: Followed[] = [];
  let at: ValuePath = inner;
  const way: Way =
    direction === 'back'
      ? back(question, () => [{ channel, path: at }])
      : { order: 'oldest', after: question.checkpointId, to: tipId };
  const page = async (end: (found: FoundChange[]) => Omit<FoundPage, 'found'>): Promise<FoundPage> => {
    const found = (await tell(question, followed)).filter((each) => each !== null);
    return { found, ...end(found) };
  };
  for await (const changes of question.reader.changes(way, new Set([channel]))) {
    for (const change of changes) {
      if (signal.aborted) return page(() => ({ next: null, end: null }));
      const { isChanged, path: next } =
        follower.traceAtHand(change, at, direction) ?? (await follower.trace(change, at, direction));
      if (isChanged) {
        const [pathBefore, pathAfter] = direction === 'back' ? [next, at] : [at, next];
        followed.push({ change, pathBefore, pathAfter });
      }
      if (next === null) return page(() => ({ next: null, end: direction === 'back' ? 'began' : 'removed' }));
      at = next;
      if (followed.length < limit) continue;
      const [last] = await tell(question, followed.slice(-1));
      const goOn = direction === 'back' ? last?.change.row.parentId : change.checkpointId;
      if (goOn) return page(() => ({ next: { checkpoint: goOn, path: [channel, ...at] }, end: null }));
    }
  }
  if (direction === 'onward') return page(() => ({ next: null, end: 'branch' }));
  return page((found) => {
    const oldest = found.at(-1)?.change;
    return { next: null, end: oldest && isCutOff(oldest) ? 'pruned' : 'began' };
  });
}

/** Of each path, the steps at which it changed, ascending. */
export async function findChangedSteps(
  question: ChangeQuestion,
  paths: readonly ValuePath[],
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<number[][]> {
  const { follower } = question;
  const tracks = paths.map(([channel, ...path]) => ({
    channel: String(channel),
    path: path as ValuePath | null,
    steps: [] as number[],
  }));
  const channels = new Set(tracks.map(({ channel }) => channel));
  const way = back(question, () => tracks.flatMap(({ channel, path }) => (path === null ? [] : [{ channel, path }])));
  for await (const changes of question.reader.changes({ ...way, after }, channels)) {
    for (const change of changes) {
      if (signal.aborted) return [];
      for (const track of tracks) {
        if (track.channel !== change.channel || track.path === null) continue;
        const { isChanged, path } =
          follower.traceAtHand(change, track.path, 'back') ?? (await follower.trace(change, track.path, 'back'));
        if (isChanged) track.steps.push(change.step);
        track.path = path;
      }
    }
  }
  return tracks.map(({ steps }) => steps.reverse());
}

/** A root that is no beginning: a thread begins with an input, or an edit, before its first step. */
export function isCutOff({ isOfRoot, row: { step, source } }: ToldChange): boolean {
  return isOfRoot && (step >= 0 || source === 'loop' || source === 'fork');
}

/** @throws AppError INVALID_REQUEST */
export function refuseUnknown({ threadId, checkpointId, places }: ChangeQuestion, path: ValuePath): never {
  const channel = String(path[0]);
  const known = [...places.keys()].sort();
  const what = places.has(channel)
    ? `The state of thread "${threadId}" never had anything at "${pathText(path)}" on the way to checkpoint ${checkpointId}. Take the path from the State tab, or a key of its channel "${channel}".`
    : `The thread "${threadId}" has no channel "${channel}" on the way to checkpoint ${checkpointId}. Channels there: ${known.join(', ') || 'none'}.`;
  throw new AppError('INVALID_REQUEST', what);
}

/** `open` answers what is still followed, with where it is by then. */
function back(
  { checkpointId }: ChangeQuestion,
  open: () => readonly { channel: string; path: ValuePath }[],
): Extract<Way, { order: 'newest' }> {
  const followed = (channel: string) =>
    followedBy(open().flatMap(({ channel: own, path }) => (own === channel ? [path] : [])));
  return { order: 'newest', from: checkpointId, followed };
}

type Followed = Omit<FoundChange, 'change'> & { change: ChannelChange };

/** Null for those whose checkpoint somebody deleted meanwhile. */
async function tell({ reader }: ChangeQuestion, followed: readonly Followed[]): Promise<(FoundChange | null)[]> {
  const changes = await reader.tell(followed.map(({ change }) => change));
  return followed.map((each, at) => {
    const change = changes[at] ?? null;
    return change && { ...each, change };
  });
}
