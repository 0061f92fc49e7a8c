import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepCommit } from '../checkpoint/branching';
import { MemorySaver } from '../index';
import type { Durability } from '../loop/invocation';
import type { Ending } from './lives';
import { live } from './lives';
import { askingPlan } from './random-plan';
import { PATIENCE_MS, parameters, parametersOnDisk } from './runs';
import type { OpenSaver } from './savers';
import { openSaver, saverNames } from './savers';
import { flawsOf } from './well-formed';

const index = fc.nat(25);
const ending: fc.Arbitrary<Ending> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('killed' as const),
      index: fc.nat(60),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('thrown' as const),
      place: fc.constantFrom('node', 'node end', 'router'),
      index,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stopped' as const), index }) },
);

/** Takes a step a moment later, as a database does: only then does `async` run ahead of it. */
class SlowSaver extends MemorySaver {
  override commitStep(commit: StepCommit): Promise<void> {
    return Promise.resolve().then(() => super.commitStep(commit));
  }
}

/** What does not matter for how the run ends. */
const manner = fc.record({
  answersAll: fc.boolean(),
  isSlow: fc.boolean(),
  durability: fc.constantFrom<(Durability | undefined)[]>(undefined, 'sync', 'async', 'exit'),
});

describe.each(saverNames)('a run on %s that is cut off and continued', (name) => {
  let open: OpenSaver;
  beforeAll(async () => {
    open = await openSaver(name);
  });
  afterAll(() => open.close());

  it(
    'ends as if nothing had happened, and runs nothing again that was stored',
    async () => {
      const endings = fc.array(ending, { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(askingPlan, endings, manner, async (plan, drawn, { answersAll, isSlow, durability }) => {
          const undisturbed = await live({ plan, saver: new MemorySaver(), endings: [], answersAll: true });
          const saver = name === 'memory' ? freshSaver(isSlow) : open.saver;
          const threadId = randomUUID();
          const config = durability ? { durability } : {};
          const disturbed = await live({ plan, saver, endings: drawn, answersAll, threadId, config });
          expect(disturbed.values).toEqual(undisturbed.values);
          expect(disturbed.ranAgain).toEqual([]);
          const savesAll = durability === 'sync' || durability === 'async';
          expect(await flawsOf(saver, threadId, { savesAll })).toEqual([]);
        }),
        name === 'memory' ? parameters() : parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );
});

function freshSaver(isSlow: boolean): MemorySaver {
  return isSlow ? new SlowSaver() : new MemorySaver();
}
