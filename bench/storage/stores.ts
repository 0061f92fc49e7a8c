import type { Contestant, Library, Saver } from '../contestants';
import type { Figures } from '../table';
import type { Database, Place } from './places';

/** A contestant's saver in a place of its own. */
export interface Store {
  contestant: Contestant;
  library: Library;
  saver: Saver;
  place: Place;
  /** What was written since the tables were made. */
  addedBytes: () => Promise<number>;
  /** Another saver on the same place, which remembers nothing of what this one did. */
  openAgain: () => Promise<Store>;
  /** Closes the saver; the place stays. */
  close: () => Promise<void>;
}

/** Undefined where the contestant has no saver for the database. */
export async function openStore(contestant: Contestant, database: Database): Promise<Store | undefined> {
  const place = await database.newPlace();
  const store = await openAt(contestant, database, place);
  if (store === undefined) await place.remove();
  return store;
}

export function openStores(contestants: readonly Contestant[], database: Database): Promise<(Store | undefined)[]> {
  return Promise.all(contestants.map((contestant) => openStore(contestant, database)));
}

export async function removeAll(stores: (Store | undefined)[]): Promise<void> {
  for (const store of stores) {
    await store?.close();
    await store?.place.remove();
  }
}

/** One contestant after the other, each with an empty store: what `measure` finds. */
export async function inFreshStores<Found>(
  contestants: readonly Contestant[],
  database: Database,
  measure: (store: Store) => Promise<Found>,
): Promise<(Found | undefined)[]> {
  const found: (Found | undefined)[] = [];
  for (const contestant of contestants) {
    const store = await openStore(contestant, database);
    found.push(store && (await measure(store)));
    await removeAll([store]);
  }
  return found;
}

export function figuresOf<Key extends string>(found: (Partial<Record<Key, number>> | undefined)[], key: Key): Figures {
  return found.map((each) => each?.[key]);
}

async function openAt(contestant: Contestant, database: Database, place: Place): Promise<Store | undefined> {
  const opened = await contestant.openSaver(database.name, place.url);
  if (opened === undefined) return undefined;
  const { saver } = opened;
  // LangGraph.js's SQLite saver makes its tables when it is first asked for something.
  await saver.getTuple({ configurable: { thread_id: 'none', checkpoint_ns: '' } });
  const emptyBytes = await place.sizeBytes();
  return {
    contestant,
    library: contestant.library,
    saver,
    place,
    addedBytes: async () => (await place.sizeBytes()) - emptyBytes,
    openAgain: async () => (await openAt(contestant, database, place)) as Store,
    close: opened.close,
  };
}
