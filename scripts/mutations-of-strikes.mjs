// A preview leaves out what was struck and nothing else: see mutations.mjs.

const STRIKES = ['lib/api/debugger-strikes'];

export const MUTATIONS_OF_STRIKES = [
  {
    file: 'lib/runs/strike/struck-channels.ts',
    line: 'if (id !== struckTask) kept.push(value);',
    becomes: 'kept.push(value);',
    tests: STRIKES,
  },
  {
    file: 'lib/runs/strike/struck-channels.ts',
    line: 'asWritten.amend(own);',
    becomes: '',
    tests: STRIKES,
  },
  {
    file: 'lib/runs/strike/strike.ts',
    line: 'return path.slice(at + 1);',
    becomes: 'return path.slice(at);',
    tests: STRIKES,
  },
  {
    file: 'lib/runs/strike/replay-strike.ts',
    line: "for (const channel of channels) replay.set(channel, made?.[channel] ?? null, 'asWritten');",
    becomes: '',
    tests: STRIKES,
  },
  {
    file: 'lib/runs/strike/replay-strike.ts',
    line: 'kept.push({ step: row.step, channel });',
    becomes: '',
    tests: STRIKES,
  },
  {
    file: 'engine/loop/entry/command-writes.ts',
    line: 'if (channel === INPUT) batches.push([]);',
    becomes: 'if (channel === INPUT) continue;',
  },
];
