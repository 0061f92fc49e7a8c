import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { PATIENCE_MS, parameters, parametersOnDisk } from './runs';
import { expectSameAnswers } from './saver-answers';
import { saverCommands } from './saver-commands';
import { Model } from './saver-model';
import type { OpenSaver } from './savers';
import { openSaver, saverNames } from './savers';

describe.each(saverNames)('the saver %s', (name) => {
  let open: OpenSaver;
  let saver: OpenSaver['saver'];
  beforeAll(async () => {
    open = await openSaver(name);
    saver = open.saver;
  });
  afterAll(() => open.close());

  it(
    'answers like a plain list of whole checkpoints, whatever is done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(saverCommands, async (commands) => {
          const model = new Model();
          const real = {
            saver,
            async reopen() {
              real.saver = await open.reopen();
              saver = real.saver;
            },
          };
          await fc.asyncModelRun(() => ({ model, real }), commands);
          await expectSameAnswers(model, saver);
        }),
        name === 'memory' ? parameters() : parametersOnDisk(),
      );
    },
    PATIENCE_MS,
  );
});
