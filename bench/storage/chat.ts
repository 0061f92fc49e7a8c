import { chat as chatGraph } from '../graphs';
import { median, wallMs } from '../rounds';
import { costLine, rateLine } from '../table';
import type { Part } from './part';
import { BOTH, MB } from './part';
import type { Store } from './stores';
import { figuresOf, inFreshStores } from './stores';
import { drawnText } from './texts';

const TURNS = 500;
/** Question and answer make a turn's kilobyte. */
const HALF_BYTES = 512;
/** The peer writes the whole list again with each turn: its bytes grow with the square. */
const QUICK_TURNS = 100;

export const chat: Part = {
  title: 'chat of 500 turns × 1 KB',
  databases: BOTH,
  async run({ contestants, isQuick, show }, database) {
    await inFreshStores(contestants, database, (store) => turnsOf(store, 60));
    const found = await inFreshStores(contestants, database, async (store) => {
      const turns = isQuick && store.contestant.name !== 'Retrograph' ? QUICK_TURNS : TURNS;
      const took = await turnsOf(store, turns);
      const total = took.reduce((sum, ms) => sum + ms, 0);
      return {
        turnsPerSecond: (turns * 1_000) / total,
        growth: (median(took.slice(-20)) as number) / (median(took.slice(39, 60)) as number),
        megabytes: ((await store.addedBytes()) / MB) * (TURNS / turns) ** 2,
      };
    });
    const note = isQuick ? `, ${QUICK_TURNS} of the peer's` : '';
    show(costLine(`bytes${note}${isQuick ? ' × 25' : ''}`, figuresOf(found, 'megabytes'), 'MB', 2.2));
    const goal = database.name === 'PostgreSQL' ? 50 : undefined;
    show(rateLine(`turns${note}`, figuresOf(found, 'turnsPerSecond'), '/s', goal));
    show(costLine('  the last turn to turn 50', figuresOf(found, 'growth'), '×', 1.2));
  },
};

/** What each turn took, in milliseconds. */
async function turnsOf({ library, saver }: Store, turns: number): Promise<number[]> {
  const graph = chatGraph(library, () => drawnText(HALF_BYTES), saver);
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const input = { messages: [drawnText(HALF_BYTES)] };
    took.push(await wallMs(() => graph.invoke(input, { configurable: { thread_id: 'chat' } })));
  }
  return took;
}
