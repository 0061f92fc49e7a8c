import type { BranchingSaver, TimelineRow } from '../../engine/index';
import type { Contestant, Saver } from '../contestants';
import { loop } from '../graphs';
import { medianMs } from '../rounds';
import { costLine } from '../table';
import type { Part } from './part';
import { BOTH } from './part';
import type { Place } from './places';
import type { Store } from './stores';
import { figuresOf, inFreshStores } from './stores';

export const CHECKPOINTS = 10_000;
const QUICK_CHECKPOINTS = 1_000;
const PAGE = 50;
/** As many as the debugger's browser side asks for at once. */
export const TIMELINE_PAGE = 2_000;

/** A saver of ours, as far as timelines are read from it. */
type TimelineSaver = Pick<BranchingSaver, 'readTimeline'>;

interface Reads {
  newest: number;
  middle: number;
  all: number;
  timeline?: number;
  state: number;
  head: number;
}

export const history: Part = {
  title: `a thread of ${CHECKPOINTS.toLocaleString('en')} checkpoints`,
  databases: BOTH,
  async run({ contestants, isQuick, show }, database) {
    const found = await inFreshStores(contestants, database, (store) => {
      const isShort = isQuick && !isOurs(store.contestant);
      return readsOf(store, isShort ? QUICK_CHECKPOINTS : CHECKPOINTS);
    });
    const isSqlite = database.name === 'SQLite';
    const line = (name: string, key: keyof Reads, limit: number) =>
      show(costLine(name, figuresOf<keyof Reads>(found, key), 'ms', limit));
    const note = isQuick ? `, ${QUICK_CHECKPOINTS.toLocaleString('en')} of the peer's` : '';
    line(`newest ${PAGE}${note}`, 'newest', isSqlite ? 2 : 4);
    line(`${PAGE} from the middle${note}`, 'middle', isSqlite ? 2 : 4);
    line(`all with values${note}${isQuick ? ' × 10' : ''}`, 'all', isSqlite ? 500 : 1_000);
    line('timeline without values, from the saver', 'timeline', 60);
    line(`one state at random${note}`, 'state', isSqlite ? 1 : 2);
    line(`head${note}`, 'head', isSqlite ? 1 : 2);
  },
};

/** A loop that leaves so many checkpoints: one of its input and one of its start are among them. */
export async function makeCheckpoints({ library, saver }: Store, threadId: string, checkpoints: number): Promise<void> {
  const configurable = { thread_id: threadId };
  await loop(library, checkpoints - 2, saver).invoke(
    {},
    { recursionLimit: checkpoints + 10, durability: 'async', configurable },
  );
}

export async function readTimeline(saver: Saver, threadId: string): Promise<TimelineRow[]> {
  const rows: TimelineRow[] = [];
  let page: TimelineRow[];
  do {
    const after = rows.at(-1)?.checkpointId;
    page = await (saver as unknown as TimelineSaver).readTimeline(threadId, {
      limit: TIMELINE_PAGE,
      ...(after !== undefined && { after }),
    });
    rows.push(...page);
  } while (page.length === TIMELINE_PAGE);
  return rows;
}

async function readsOf(written: Store, checkpoints: number): Promise<Reads> {
  await makeCheckpoints(written, 'long', checkpoints);
  await written.close();
  const { contestant, saver, place, close } = await written.openAgain();
  const ids = isOurs(contestant)
    ? (await readTimeline(saver, 'long')).map((row) => row.checkpointId)
    : await peersIds(place);
  requireCount(ids.length, checkpoints);
  const config = (id?: string) => ({
    configurable: { thread_id: 'long', checkpoint_ns: '', ...(id !== undefined && { checkpoint_id: id }) },
  });
  const list = async (expected: number, options: object) => {
    let found = 0;
    for await (const tuple of saver.list(config(), options)) if (tuple.checkpoint.channel_values) found += 1;
    requireCount(found, expected);
  };
  const before = config(ids[checkpoints / 2]);
  let drawn = 0;
  const someId = () => {
    drawn = (drawn + 7_919) % ids.length;
    return ids[drawn] as string;
  };
  const reads: Reads = {
    newest: await medianMs(() => list(PAGE, { limit: PAGE })),
    middle: await medianMs(() => list(PAGE, { limit: PAGE, before })),
    all: (await allMs(() => list(checkpoints, {}), contestant)) * (CHECKPOINTS / checkpoints),
    state: await medianMs(() => saver.getTuple(config(someId()))),
    head: await medianMs(() => saver.getTuple(config())),
    ...(isOurs(contestant) && { timeline: await medianMs(() => readTimeline(saver, 'long')) }),
  };
  await close();
  return reads;
}

/** The peer's takes minutes: once is enough. */
function allMs(action: () => Promise<unknown>, contestant: Contestant): Promise<number> {
  return medianMs(action, isOurs(contestant) ? { times: 3, forMs: 0 } : { times: 1, forMs: 0 });
}

/** Its saver could only tell them by reading everything. */
async function peersIds(place: Place): Promise<string[]> {
  const rows = await place.query<{ checkpoint_id: string }>('SELECT checkpoint_id FROM checkpoints ORDER BY 1');
  return rows.map((row) => row.checkpoint_id);
}

function isOurs({ name }: Contestant): boolean {
  return name === 'Retrograph';
}

function requireCount(found: number, expected: number): void {
  if (found !== expected) throw new Error(`There should be ${expected} checkpoints, but ${found} were read.`);
}
