import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySaver } from '../index';
import type { Ending } from './lives';
import { live, THREAD } from './lives';
import { askingPlan } from './random-plan';
import { PATIENCE_MS, parameters } from './runs';
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

describe('a run that is cut off and continued', () => {
  it(
    'ends as if nothing had happened, and runs nothing again that was stored',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          askingPlan,
          fc.array(ending, { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (plan, endings, answersAll) => {
            const undisturbed = await live({ plan, saver: new MemorySaver(), endings: [], answersAll });
            const saver = new MemorySaver();
            const disturbed = await live({ plan, saver, endings, answersAll });
            expect(disturbed.values).toEqual(undisturbed.values);
            expect(disturbed.ranAgain).toEqual([]);
            expect(await flawsOf(saver, THREAD.configurable.thread_id)).toEqual([]);
          },
        ),
        parameters(),
      );
    },
    PATIENCE_MS,
  );
});
